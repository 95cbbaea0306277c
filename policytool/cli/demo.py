"""`policytool demo`: the whole story in a scratch folder, played with the commands that a lawyer would type."""

from __future__ import annotations

import contextlib
import datetime
import shlex
import shutil
import sys
from pathlib import Path

import click
from rich.rule import Rule
from rich.text import Text

from policytool.archive.setup import new_repository
from policytool.cli import console, project
from policytool.cli.story import MINOR, SIGNIFICANT, Edit
from policytool.errors import PolicytoolError, UsageError
from policytool.notices import local_mail

_MARK = ".policytool-demo"
_POLICY = Path("policy_docs/privacy-policy.md")
_URL = "https://policies.milbas.example"
_NAME = "Dana Reyes <dana.reyes@milbas.example>"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default="policytool-demo")
def command(folder: Path) -> None:
    """Play the whole story in FOLDER: a policy is set up, revised twice, judged, released, published, and told.

    Everything is real and stays on this computer: a git repository, the website, and messages delivered over
    SMTP to a mail server that the demo starts itself. An earlier demo in FOLDER is replaced; other files never are.

    \b
    Example:
      policytool demo my-demo
    """
    _clear(folder)
    with contextlib.chdir(folder):
        _play()
        _closing(Path.cwd())


def _play() -> None:
    _chapter("1  A policy project", "An empty folder becomes a policy project. The first version is released.")
    _run("init", ".", "--name", "Milbas", "--email", "privacy@milbas.example", "--url", _URL)
    _run("criteria")
    _run("release", "--sign-off", _NAME)
    _chapter("2  A minor revision", MINOR.told)
    _edit(MINOR)
    _run("compare", "1.0", "draft")
    _run("release", "--sign-off", _NAME)
    _chapter("3  A significant revision", SIGNIFICANT.told)
    _edit(SIGNIFICANT)
    _run("compare", "1.1", "draft")
    in_a_month = str(project.today() + datetime.timedelta(days=30))
    asked = ("--consent", "every customer with an account", "--consent-until", in_a_month)
    _run("release", "--sign-off", _NAME, *asked)
    _chapter("4  The website", "Every version at a permanent address, and a notice on every page.")
    _run("build")
    _run("status")
    _chapter("5  The notices", "A significant change is told to each user, once, and accounted for.")
    with local_mail.keeping(Path("outbox")) as port:
        _use_mail_server(port)
        _run("notify", "plan", "--version", "2.0", "--audience", "audience.csv", "--channel", "smtp")
        _run("notify", "send", "1", "--yes")
    _run("notify", "status", "1")


def _clear(folder: Path) -> None:
    """Make `folder` an empty repository of its own, marked as a demo; only an earlier demo is ever deleted."""
    if folder.is_symlink() or (folder.exists() and any(folder.iterdir()) and not (folder / _MARK).is_file()):
        raise UsageError("this folder holds something else", path=folder, todo="Name a new folder for the demo.")
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
    (folder / _MARK).write_text("A scratch folder of `policytool demo`; running the demo again replaces it.\n")
    new_repository(folder)


def _run(*words: str) -> None:
    """Run one command of the tool as if typed here."""
    from policytool.cli.main import run

    console.err().print(Text(f"\n$ policytool {shlex.join(words)}", style="bold"))
    code = run(words)
    sys.stdout.flush()
    if code:
        raise PolicytoolError(f"the demo stopped: `policytool {shlex.join(words)}` ended with exit code {code}")


def _edit(edit: Edit) -> None:
    text = _POLICY.read_text(encoding="utf-8")
    _POLICY.write_text(edit.applied(text), encoding="utf-8")


def _use_mail_server(port: int) -> None:
    settings = Path("policytool.toml")
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace('host = "localhost"\nport = 25', f'host = "127.0.0.1"\nport = {port}'), encoding="utf-8"
    )


def _chapter(title: str, text: str) -> None:
    err = console.err()
    err.print()
    err.print(Rule(Text(title, style="bold"), align="left", style="dim"))
    err.print(Text(text))


def _closing(folder: Path) -> None:
    messages = len(list((folder / "outbox").glob("*.eml")))
    _chapter("Where to look", "Everything that you saw is in this folder.")
    for what, where in (
        ("the policy", folder / _POLICY),
        ("the records", folder / "policy_docs/releases/privacy-policy"),
        ("the website", folder / "site/index.html"),
        ("what changed", folder / "site/privacy-policy/2.0/changes/index.html"),
        (f"{messages} messages", folder / "outbox/*.eml"),
        ("the history", "git log"),
    ):
        console.out().print(Text(f"  {what:<14}", style="dim").append(str(where), style="not dim"), soft_wrap=True)

"""The `policytool` command: its list of commands, and the one place that maps failures to exit codes."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from typing import TYPE_CHECKING

import click

from policytool import __version__
from policytool.cli import console
from policytool.errors import PolicytoolError

if TYPE_CHECKING:
    from collections.abc import Sequence

SECTIONS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Write and compare",
        (
            ("init", "Set up a policy project, also from the policy that you already have."),
            ("status", "Where each policy stands: versions, in force, upcoming."),
            ("compare", "Redline and verdict of any two texts."),
            ("history", "One clause through all versions."),
            ("import", "Bring an edited Word file back as the draft."),
            ("criteria", "The policy's own tests of significance, as understood."),
            ("check", "Everything that blocks a release, for people and CI."),
        ),
    ),
    (
        "Release",
        (
            ("sign-off", "Confirm or override the verdict on the draft, for a later release."),
            ("release", "Judge the draft, sign off, date, record and tag a version."),
            ("withdraw", "Take a version back before it takes effect."),
            ("import-history", "Records for the versions that git's history already holds."),
        ),
    ),
    (
        "Publish and tell",
        (
            ("build", "Build the policy website."),
            ("serve", "Show the website with the draft while you edit."),
            ("publish", "Put the website in its place, in one step."),
            ("notify", "Plan, preview, send and follow the notices to users."),
            ("notice", "Write, check and approve other notices: incident, end of service, and so on."),
            ("events", "Receive providers' reports of deliveries."),
            ("worker", "Send batches of campaigns, beside other workers."),
        ),
    ),
    (
        "Show and prove",
        (
            ("show", "The text in force on a day."),
            ("timestamp", "Have records stamped by an authority for time stamps."),
            ("verify", "Prove that every record, text, hash, tag and verdict agrees."),
            ("proof", "Everything that proves one version, in a folder or .zip."),
        ),
    ),
    (
        "Try and measure",
        (
            ("evaluate", "Score the judgement against labelled revisions."),
            ("demo", "Play the whole story in a scratch folder."),
        ),
    ),
)
"""Every command with its line of help, in the order of the work.

`cli/<name>.py` holds its `command` (with `_` for `-`), imported only when it runs.
"""

COMMANDS: dict[str, str] = dict(line for _, lines in SECTIONS for line in lines)


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"policytool.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        width = max(len(name) for name in COMMANDS)
        for section, lines in SECTIONS:
            with formatter.section(section):
                formatter.write_dl([(name.ljust(width), line) for name, line in lines])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="policytool")
def policytool() -> None:
    """Keep a privacy policy in git: see what changed, whether the policy's own criteria
    make it significant, release it under your name, publish it, and tell your users.

    \b
    Start here:
      policytool init my-policies       a ready-to-use project in a new folder
      policytool compare 1.0 draft      what the draft changes, and the verdict
      policytool release                sign off and release the draft
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 the answer is no, 2 usage or input, 3 a bug of ours, 130 interrupted."""
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    try:
        arguments = None if arguments is None else list(arguments)
        result = policytool.main(args=arguments, prog_name="policytool", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except (click.Abort, KeyboardInterrupt):
        console.failure("Interrupted.")
        return 130
    except click.ClickException as error:
        error.show(sys.stderr)
        return 2
    except PolicytoolError as error:
        console.error(error)
        return error.exit_code
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        console.failure("This is a fault in policytool, not in your policy. Nothing was finished.")
        console.failure("Please report the lines below.")
        traceback.print_exc()
        return 3

"""`policytool withdraw`: take a version back before it takes effect."""

from __future__ import annotations

import click

from policytool.archive import worktree
from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.cli import console, deciding, person, project
from policytool.cli.recovering import put_right
from policytool.release import json
from policytool.release.withdraw import may_withdraw, withdraw


@click.command("withdraw")
@click.argument("version")
@click.option("--policy", metavar="POLICY", help="The policy, where there is more than one.")
@click.option("--reason", default="", metavar="TEXT", help="Why. The archive and the website keep it.")
@click.option("--by", metavar="'NAME <MAIL>'", help="The person who decides (the one that git knows).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def command(version: str, policy: str | None, reason: str, by: str | None, as_json: bool) -> None:
    """Take VERSION back before it takes effect.

    The withdrawal is a record of its own; nothing is deleted. The website says that the
    version was withdrawn, its number is not used again, and the next release revises the
    version before it. A version in force cannot be withdrawn: it binds users.

    \b
    Examples:
      policytool withdraw 2.0 --reason "The new partner fell through"
      policytool withdraw 2.0 --reason "A clause was missing" --by "Ada Lawyer <ada@example.com>"
    """
    with project.opened() as archive:
        chosen = archive.choose(policy)
        put_right(archive)
        found = archive.version(chosen, version)
        again = found.withdrawal is not None
        if not again:
            may_withdraw(archive, found, project.today())
        done = withdraw(
            archive, found, person.deciding(archive, by), now=project.now(), reason=reason, step=deciding.step
        )
        if as_json:
            console.print_json({**json.version(done), "written": not again})
            return
        _report(archive, done, again=again)


def _report(archive: Archive, version: Version, *, again: bool) -> None:
    act = version.withdrawal
    assert act is not None
    if again:
        console.out().print(f"{version.policy} {version.number} was withdrawn already, on {act.when.date()}.")
        return
    console.out().print(f"Withdrawn: {version.policy} {version.number}. It will not take effect.", style="green")
    share = " and share it: git push" if worktree.shared(archive.repository) else ""
    console.tell(f"Next: build the website with `policytool build`{share}.")
    if set(version.record.notice_plan.channels) - {"website"}:
        console.tell("If users were told of this version, tell them that it does not come: `policytool notify status`.")

"""`policytool verify`: prove that the archive, the ledger and the published site are untouched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import click
from rich.console import Console
from rich.text import Text

from policytool.archive.archive import Archive
from policytool.cli import console, project
from policytool.cli.layout import many, paragraph
from policytool.errors import ArchiveError
from policytool.forms import verify as notices
from policytool.forms.approved import approved, ids
from policytool.notices import audit
from policytool.notices.ledger.evidence import is_there
from policytool.notices.ledger.ledger import open_ledger
from policytool.release.verification.model import Doubt, Verification
from policytool.release.verify import verify
from policytool.website.fetch import reader
from policytool.website.published import Read, mismatches

_STYLES = {"altered": "bold red", "missing": "bold red", "note": "yellow"}


@dataclass(frozen=True, kw_only=True)
class _Scope:
    """What is checked beside the archive."""

    read: Read | None
    """Gives the published pages."""
    ledger: bool
    notices: dict[str, int]
    """How many other notices each policy has."""


@click.command("verify")
@project.policy_named
@click.option("--site", metavar="FOLDER|URL", help="Compare the published site too: its folder, or its address.")
@click.option("--no-ledger", is_flag=True, help="Leave the ledger out, where this computer has one.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def command(policy: str | None, policy_option: str | None, site: str | None, no_ledger: bool, as_json: bool) -> int:
    """Prove that every record, text, hash, tag and verdict still agrees.

    Everything is computed anew from git: the SHA-256 of each text, the chain of the
    records, the numbers and dates, where the tags point, their signatures, and the
    verdicts; the other notices; then the campaigns of the ledger, their closing statements, and with
    --site the published pages. What was altered is told apart from what is missing.
    Exit code 1 if anything is either.

    \b
    Examples:
      policytool verify
      policytool verify privacy-policy --json
      policytool verify --site site
      policytool verify --site https://policies.example.com/
    """
    with project.opened() as archive:
        one = archive.choose(policy or policy_option) if policy or policy_option else None
        ledger = not no_ledger and is_there(archive.settings)
        names = [one] if one else list(archive.policies())
        counted = {name: len(ids(archive, name)) for name in names}
        scope = _Scope(read=reader(site) if site else None, ledger=ledger, notices=counted)
        found = [_verified(archive, name, scope) for name in names]
        if not found:
            archive.choose(None)
    sound = all(entry.sound for entry in found)
    if as_json:
        beside = {"ledger": scope.ledger, "site": site}
        console.print_json({"sound": sound, **beside, "policies": [_json(entry, scope) for entry in found]})
    else:
        for entry in found:
            _show(console.out(), entry, scope)
    return 0 if sound else 1


def _verified(archive: Archive, policy: str, scope: _Scope) -> Verification:
    found = verify(archive, policy)
    found = replace(found, doubts=(*found.doubts, *notices.verify(archive, policy)))
    try:
        archive.released(policy)
        approved(archive, policy)
    except ArchiveError:
        return found  # a record cannot be read: nothing can be compared with it
    return replace(found, doubts=(*found.doubts, *_told(archive, policy, scope), *_shown(archive, policy, scope)))


def _told(archive: Archive, policy: str, scope: _Scope) -> Iterator[Doubt]:
    found = list(audit.written(archive, policy))
    if scope.ledger:
        with open_ledger(archive.settings) as ledger:
            found += audit.kept(archive, ledger, policy)
    for one in found:
        yield Doubt(kind=one.kind, version=one.version, message=one.message)


def _shown(archive: Archive, policy: str, scope: _Scope) -> Iterator[Doubt]:
    for one in mismatches(archive, policy, scope.read) if scope.read else ():
        yield Doubt(kind=one.kind, version=one.version, message=f"{one.address}: {one.message}")


def _show(out: Console, entry: Verification, scope: _Scope) -> None:
    out.print(Text(entry.policy, style="bold"))
    for doubt in entry.doubts:
        paragraph(out, f"{doubt.version}: {doubt.message}", indent=2, mark=f"{doubt.kind}  ", style=_STYLES[doubt.kind])
    counted = f"{many(len(entry.checked), 'version')}, {many(entry.texts, 'text')}"
    counted += f", {many(entry.signed, 'signature')}" if entry.signed else ""
    counted += f", {many(entry.stamped, 'time stamp')}" if entry.stamped else ""
    counted += f", {many(scope.notices[entry.policy], 'other notice')}" if scope.notices.get(entry.policy) else ""
    counted += ", the ledger" if scope.ledger else ""
    counted += ", the published pages" if scope.read else ""
    if entry.sound:
        paragraph(out, f"Everything agrees: {counted}.", indent=2, style="green")
        return
    wrong = sum(doubt.kind != "note" for doubt in entry.doubts)
    paragraph(out, f"{many(wrong, 'thing does', 'things do')} not agree, of {counted}.", indent=2, style="bold red")


def _json(entry: Verification, scope: _Scope) -> dict[str, Any]:
    return {
        "policy": entry.policy,
        "sound": entry.sound,
        "versions": list(entry.checked),
        "texts": entry.texts,
        "notices": scope.notices.get(entry.policy, 0),
        "signatures": entry.signed,
        "timestamps": entry.stamped,
        "doubts": [_doubt(doubt) for doubt in entry.doubts],
    }


def _doubt(doubt: Doubt) -> dict[str, str]:
    return {"kind": doubt.kind, "version": doubt.version, "message": doubt.message}

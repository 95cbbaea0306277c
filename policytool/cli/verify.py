"""`policytool verify`: prove that the archive is untouched."""

from __future__ import annotations

from typing import Any

import click
from rich.console import Console
from rich.text import Text

from policytool.cli import console, project
from policytool.cli.layout import many, paragraph
from policytool.release.verification.model import Doubt, Verification
from policytool.release.verify import verify

_STYLES = {"altered": "bold red", "missing": "bold red", "note": "yellow"}


@click.command("verify")
@project.policy_named
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def command(policy: str | None, policy_option: str | None, as_json: bool) -> int:
    """Prove that every record, text, hash, tag and verdict still agrees.

    Everything is computed anew from git: the SHA-256 of each text, the chain of the
    records, the numbers and dates, where the tags point, and the verdicts. What was
    altered is told apart from what is missing. Exit code 1 if anything is either.

    \b
    Examples:
      policytool verify
      policytool verify privacy-policy --json
    """
    with project.opened() as archive:
        one = archive.choose(policy or policy_option) if policy or policy_option else None
        found = [verify(archive, name) for name in ([one] if one else archive.policies())]
        if not found:
            archive.choose(None)
    if as_json:
        console.print_json({"sound": all(entry.sound for entry in found), "policies": [_json(e) for e in found]})
    else:
        for entry in found:
            _show(console.out(), entry)
    return 0 if all(entry.sound for entry in found) else 1


def _show(out: Console, entry: Verification) -> None:
    out.print(Text(entry.policy, style="bold"))
    for doubt in entry.doubts:
        paragraph(out, f"{doubt.version}: {doubt.message}", indent=2, mark=f"{doubt.kind}  ", style=_STYLES[doubt.kind])
    counted = f"{many(len(entry.checked), 'version')}, {many(entry.texts, 'text')}"
    if entry.sound:
        paragraph(out, f"Everything agrees: {counted}.", indent=2, style="green")
        return
    wrong = sum(doubt.kind != "note" for doubt in entry.doubts)
    paragraph(out, f"{many(wrong, 'thing does', 'things do')} not agree, of {counted}.", indent=2, style="bold red")


def _json(entry: Verification) -> dict[str, Any]:
    return {
        "policy": entry.policy,
        "sound": entry.sound,
        "versions": list(entry.checked),
        "texts": entry.texts,
        "doubts": [_doubt(doubt) for doubt in entry.doubts],
    }


def _doubt(doubt: Doubt) -> dict[str, str]:
    return {"kind": doubt.kind, "version": doubt.version, "message": doubt.message}

"""`policytool import-history`: an archive out of the history that a repository already has."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import click
from rich.console import Console

from policytool.archive.archive import Archive
from policytool.archive.drafts import ID
from policytool.archive.record import Record
from policytool.cli import console, deciding, project
from policytool.cli.layout import columns, many, paragraph
from policytool.cli.recovering import put_right
from policytool.errors import UsageError
from policytool.release.import_history import Import, import_history, read_history
from policytool.release.past import By

_SHOWN = 10


@click.command("import-history")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--policy", metavar="POLICY", help="The id of the policy (the file's name).")
@click.option("--by", type=click.Choice(get_args(By)), default="commits", help="What counts as a version (commits).")
@click.option("--language", default="", metavar="TAG", help="The language of the texts (as they are written).")
@click.option("--dry-run", is_flag=True, help="Show the versions that were found; write nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
def command(path: Path, policy: str | None, by: By, language: str, dry_run: bool, as_json: bool) -> None:
    """Write a record for every version that the git history of the file PATH holds.

    Renames are followed. A version is every commit that changed the words; or with
    --by tags what stands under each tag; or with --by dates the last text under each
    date that the text itself states. Dates are those that the text states, else those
    of the commits. Each step is judged as a release would be, and recorded as imported:
    nobody signed it off. The policy must not have records yet.

    \b
    Examples:
      policytool import-history legal/privacy.md --policy privacy-policy --dry-run
      policytool import-history policy_docs/privacy-policy.md
      policytool import-history legal/terms.md --by dates
    """
    name = policy or path.stem
    if not ID.match(name):
        todo = "Give the policy an id of small letters, digits and hyphens: --policy privacy-policy."
        raise UsageError(f"{name[:60]!r} is not a policy id", todo=todo)
    if path.suffix.lower() not in {".md", ".markdown", ".mkd"}:
        todo = "Begin with today's text: `policytool init DIR --from FILE`. The history of other formats stays in git."
        raise UsageError("only the history of Markdown files can be imported", path=path, todo=todo)
    with project.opened() as archive:
        put_right(archive, dry_run=dry_run)
        place = archive.repository.path(path)
        found = read_history(archive, name, place, by=by, language=language, now=project.now())
        if not dry_run:
            import_history(archive, found, step=_step)
        if as_json:
            console.print_json({**_json(found), "written": not dry_run})
            return
        _show(console.out(), found)
        _next(archive, found, written=not dry_run)


def _step(name: str) -> None:
    if not name.startswith("write"):
        deciding.step(name)


def _show(out: Console, found: Import) -> None:
    rows: list[tuple[str, ...]] = [("version", "published", "effective", "dated by", "significance", "commit")]
    rows += [_row(record) for record in found.records]
    columns(out, rows)
    for left in found.left_out[:_SHOWN]:
        paragraph(console.err(), f"{left.reason}", mark=f"left out  {left.past.name}: ", style="yellow")
    if len(found.left_out) > _SHOWN:
        paragraph(console.err(), f"and {len(found.left_out) - _SHOWN} more left out (--json lists them).", indent=2)


def _row(record: Record) -> tuple[str, ...]:
    assert record.imported is not None
    met = ", ".join(record.assessment.kinds) if record.assessment else ""
    verdict = record.sign_off.significance if record.assessment else "first version"
    return (
        record.version,
        record.published.isoformat(),
        record.effective.isoformat(),
        record.imported.dated,
        f"{verdict} ({met})" if met and verdict == "significant" else verdict,
        record.imported.commit[:10],
    )


def _next(archive: Archive, found: Import, *, written: bool) -> None:
    if not written:
        console.tell("Nothing was written (--dry-run).")
        return
    console.tell(f"{many(len(found.records), 'version')} of {found.policy} imported. See: policytool status")
    draft = archive.folder / f"{found.policy}.md"
    if not draft.exists():
        where = archive.drafts.name(draft)
        console.tell(f"Next: put the text that you edit from now on into {where}, with metadata at its top.")


def _json(found: Import) -> dict[str, Any]:
    return {
        "policy": found.policy,
        "versions": [
            {
                "version": record.version,
                "published": record.published,
                "effective": record.effective,
                "significance": record.sign_off.significance,
                "criteria": list(record.assessment.kinds) if record.assessment else [],
                "commit": record.imported.commit if record.imported else None,
                "dated": record.imported.dated if record.imported else None,
            }
            for record in found.records
        ],
        "left_out": [{"commit": one.past.commit, "reason": one.reason} for one in found.left_out],
    }

"""When each clause of a text changed: the way back through the redlines, from version to version."""

from __future__ import annotations

from dataclasses import dataclass

from policytool.archive.model import Version
from policytool.website.model import QUIET, ChangeLine, Policy, RevisionView


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One change of a clause."""

    version: Version
    line: ChangeLine


def chronicle(policy: Policy, newest: Version, language: str) -> dict[str, list[Event]]:
    """Clause id in `newest` → its changes, the latest first; clauses that never changed are left out.

    The way back ends where a version lacks the language. Numbering and formatting are no events of a clause.
    """
    called = {clause: clause for clause in policy.texts[str(newest.number), language].clauses}
    found: dict[str, list[Event]] = {}
    for version in reversed(policy.versions[: policy.place(newest) + 1]):
        view = policy.revisions.get((str(version.number), language))
        if view is None:
            break
        called = _step(view, version, called, found)
    return found


def _step(
    view: RevisionView, version: Version, called: dict[str, str], found: dict[str, list[Event]]
) -> dict[str, str]:
    """Notes the events of one version; gives what each clause of the newest text was called before it."""
    changes = {new: (line, place) for line in view.changes for place, new in enumerate(line.news)}
    before = {}
    for clause, name in called.items():
        if name not in changes:
            before[clause] = view.renamed.get(name, name)
            continue
        line, place = changes[name]
        if line.kind not in QUIET:
            found.setdefault(clause, []).append(Event(version=version, line=line))
        if line.olds:
            before[clause] = line.olds[min(place, len(line.olds) - 1)]
    return before

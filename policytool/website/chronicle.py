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
    called = {clause: [clause] for clause in policy.texts[str(newest.number), language].clauses}
    found: dict[str, list[Event]] = {}
    for version in reversed(policy.versions[: policy.place(newest) + 1]):
        view = policy.revisions.get((str(version.number), language))
        if view is None:
            break
        _step(view, version, called, found)
    return found


def _step(view: RevisionView, version: Version, called: dict[str, list[str]], found: dict[str, list[Event]]) -> None:
    """Notes the events of one version. `called` says which clauses of the newest text were called so: what they were
    called after the version, and then what before it. Most clauses are as they were, and are not looked at.
    """
    before: list[tuple[str, list[str]]] = []
    for line in view.changes:
        for place, name in enumerate(line.news):
            clauses = called.pop(name, [])
            if line.kind not in QUIET:
                for clause in clauses:
                    found.setdefault(clause, []).append(Event(version=version, line=line))
            if line.olds:
                before.append((line.olds[min(place, len(line.olds) - 1)], clauses))
    before += [(old, called.pop(name, [])) for name, old in view.renamed.items()]
    for name, clauses in before:
        if clauses:
            called.setdefault(name, []).extend(clauses)

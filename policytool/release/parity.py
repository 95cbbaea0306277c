"""A translation beside the authoritative text, clause by clause: what it did not follow, what it says differently."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policytool.redline.compare import compare
from policytool.redline.following import Missed, missed, speaks
from policytool.redline.model import Change, Redline
from policytool.redline.parity import Disparity, parity
from policytool.release.model import Problem
from policytool.significance import explain
from policytool.significance.model import Assessment
from policytool.text.model import Document

_TOLD = {"numbers": "numbers", "addresses": "addresses", "clauses": "clauses"}
"""What is told of two languages; missing sections are told elsewhere, and their order is the author's affair."""
_NAMED = 3
_MOST = 10
_LONGEST = 70


@dataclass(frozen=True, kw_only=True)
class Step:
    """A revision in two languages."""

    old: Document
    new: Document
    old_translation: Document
    translation: Document


def decisive(assessment: Assessment | None) -> frozenset[str]:
    """Ids of the clauses on which a significant verdict rests."""
    return frozenset(finding.clause for finding in explain.strong(assessment)) if assessment else frozenset()


def unfollowed(step: Step, decisive: frozenset[str]) -> list[Problem]:
    """Where the translation does not follow; it blocks where the clause is among the `decisive` ones.

    Differences of numbers and addresses that the version before had already are left alone.
    """
    leading, following = compare(step.old, step.new), compare(step.old_translation, step.translation)
    found = [_unfollowed(one, step, decisive) for one in missed(leading, following)]
    blocking = [problem for problem in found if problem.blocks]
    others = [problem for problem in found if not problem.blocks]
    known = parity(step.old, step.old_translation)
    return [*blocking, *_capped(others, step.translation), *differing(step.new, step.translation, known)]


def differing(authoritative: Document, translation: Document, known: list[Disparity] | None = None) -> list[Problem]:
    """Numbers, dates, addresses and clauses that only one language has, apart from the `known` ones.

    Nothing where the sections themselves differ, for then most of what is told would follow from that alone.
    """
    found = parity(authoritative, translation)
    if any(one.kind == "section" for one in found):
        return []
    accepted = {(one.kind, one.section, one.first, one.second) for one in known or ()}
    return [
        _differing(one, authoritative, translation)
        for one in found
        if one.kind in _TOLD and (one.kind, one.section, one.first, one.second) not in accepted
    ]


def named(redline: Redline) -> str:
    """The clauses that changed, in a few words that follow another sentence."""
    changes = [change for change in redline.changes if speaks(change)]
    if not changes:
        return ""
    listed = ", ".join(f"“{_short(change)}”" for change in changes[:_NAMED])
    more = f" and {len(changes) - _NAMED} more" if len(changes) > _NAMED else ""
    return f"; {_language(redline.new)} changed in {listed}{more}"


def _unfollowed(one: Missed, step: Step, decisive: frozenset[str]) -> Problem:
    change, ours = one.change, _language(step.new)
    words = _short(change)
    if change.kind == "inserted":
        message = f"the {ours} text gained “{words}”, and nothing was added here"
    elif change.kind == "deleted":
        message = f"the {ours} text dropped “{words}”, and this text still has it"
    else:
        message = f"the {ours} text changed in “{words}”, and this one did not follow"
    blocks = any(clause.id in decisive for clause in (*change.olds, *change.news))
    return Problem(
        rule="translation",
        message=message,
        todo="Translate the change, or release without this language for now: --translation-later"
        if blocks
        else "Check that it still says the same.",
        path=step.translation.name,
        line=one.clause.line if one.clause else None,
        blocks=blocks,
    )


def _capped(problems: list[Problem], translation: Document) -> Iterator[Problem]:
    yield from problems[:_MOST]
    if len(problems) > _MOST:
        message = f"{len(problems) - _MOST} more changes were not followed here"
        yield Problem(rule="translation", message=message, path=translation.name, blocks=False)


def _differing(one: Disparity, authoritative: Document, translation: Document) -> Problem:
    heading = translation.by_id.get(one.section)
    sides = ((authoritative, one.first), (translation, one.second))
    only = "" if one.kind == "clauses" else "only "
    listed = "; ".join(f"{only}{_language(document)} has {', '.join(told)}" for document, told in sides if told)
    where = f"in the section {one.section}" if one.section else "before the first section"
    return Problem(
        rule="translation",
        message=f"the {_TOLD[one.kind]} {where} differ: {listed}",
        todo="Check which of the two is right.",
        path=translation.name,
        line=heading.line if heading else None,
        blocks=False,
    )


def _short(change: Change) -> str:
    text = " ".join((change.new_text or change.old_text).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _language(document: Document) -> str:
    return document.metadata.language if document.metadata else "first"

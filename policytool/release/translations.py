"""Translations at a release: they follow the authoritative text, or they are left out and follow later.

After a significant revision an unchanged translation would tell users what no longer holds: it is refused.
After a minor one it may well need no change (a typo in the other language): that is a warning. One that was revised is
looked at clause by clause.
"""

from __future__ import annotations

from dataclasses import dataclass

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.release import parity
from policytool.release.model import Problem
from policytool.release.revision import Revision, same_text
from policytool.significance.model import Assessment, Significance
from policytool.text.model import Document


@dataclass(frozen=True, kw_only=True)
class Followed:
    """What the translations make of the revision."""

    behind: dict[str, tuple[Problem, ...]]
    """The translations that do not follow it, by language, with what is wrong about each."""
    doubts: tuple[Problem, ...]
    """What a person should look at in those that do."""


def followed(
    archive: Archive,
    policy: str,
    drafts: dict[str, Document],
    revision: Revision,
    assessment: Assessment | None,
    significance: Significance,
) -> Followed:
    """Whether each translation among `drafts`, of which the first is authoritative, follows the revision."""
    versions = archive.versions(policy)
    authoritative, *translations = drafts
    behind: dict[str, tuple[Problem, ...]] = {}
    doubts: list[Problem] = []
    for language in translations:
        base = next((version for version in reversed(versions) if language in version.languages), None)
        ours, theirs = drafts[authoritative], drafts[language]
        if base is None:
            doubts += parity.differing(ours, theirs)
        elif not same_text(archive.document(base, language), theirs):
            step = parity.Step(
                old=archive.document(base),
                new=ours,
                old_translation=archive.document(base, language),
                translation=theirs,
            )
            decisive = parity.decisive(assessment) if significance == "significant" else frozenset()
            found = parity.unfollowed(step, decisive)
            if any(problem.blocks for problem in found):
                behind[language] = tuple(found)
            else:
                doubts += found
        elif base != versions[-1]:
            if not same_text(archive.document(base), ours):
                behind[language] = (_outdated(theirs, language, base),)
        elif revision.reworded and authoritative in revision.changed:
            behind[language] = (_unrevised(theirs, language, significance, revision),)
    for language in versions[-1].languages[1:] if versions else ():
        if language not in drafts:
            behind[language] = (_missing(policy, language, versions[-1]),)
    return Followed(behind=behind, doubts=tuple(doubts))


def authority(previous: Version | None, drafts: dict[str, Document]) -> list[Problem]:
    """The warning of a revision that makes another language the authoritative one."""
    authoritative = next(iter(drafts))
    if previous is None or previous.languages[0] == authoritative:
        return []
    message = f"the authoritative language changes from {previous.languages[0]} to {authoritative}"
    return [
        Problem(
            rule="translation",
            message=message,
            todo="Say so in the policy.",
            path=drafts[authoritative].name,
            blocks=False,
        )
    ]


_LATER = "or release without it for now: --translation-later"


def _unrevised(draft: Document, language: str, significance: Significance, revision: Revision) -> Problem:
    named = parity.named(revision.redline) if revision.redline else ""
    if significance == "minor":
        message = f"the {language} text is unchanged{named}"
        return Problem(
            rule="translation",
            message=message,
            todo="Check that it still says the same.",
            path=draft.name,
            blocks=False,
        )
    message = f"the {language} text is unchanged, though the revision is significant{named}"
    return Problem(rule="translation", message=message, todo=f"Revise the translation, {_LATER}", path=draft.name)


def _outdated(draft: Document, language: str, base: Version) -> Problem:
    message = f"the {language} text is still that of version {base.number}"
    return Problem(rule="translation", message=message, todo=f"Revise the translation, {_LATER}", path=draft.name)


def _missing(policy: str, language: str, previous: Version) -> Problem:
    message = f"version {previous.number} was released in {language} too, but {policy}.{language}.md is missing"
    return Problem(rule="translation", message=message, todo=f"Put the translation back, {_LATER}")

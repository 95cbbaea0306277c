"""Translations at a release: they follow the authoritative text, or they are left out and follow later.

After a significant revision an unchanged translation would tell users what no longer holds: it is refused.
After a minor one it may well need no change (a typo in the other language): that is a warning.
"""

from __future__ import annotations

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.release.model import Problem
from policytool.release.revision import Revision, same_text
from policytool.significance.model import Significance
from policytool.text.model import Document


def left_behind(
    archive: Archive, policy: str, drafts: dict[str, Document], revision: Revision, significance: Significance
) -> dict[str, Problem]:
    """The translations that do not follow the revision, by language, with what is wrong about each."""
    versions = archive.versions(policy)
    if not versions:
        return {}
    authoritative, *translations = drafts
    found = {}
    for language in translations:
        base = next((version for version in reversed(versions) if language in version.languages), None)
        if base is None or not same_text(archive.document(base, language), drafts[language]):
            continue
        if base == versions[-1]:
            if revision.reworded and authoritative in revision.changed:
                found[language] = _unrevised(drafts[language], language, significance)
        elif not same_text(archive.document(base), drafts[authoritative]):
            found[language] = _outdated(drafts[language], language, base)
    for language in versions[-1].languages[1:]:
        if language not in drafts:
            found[language] = _missing(policy, language, versions[-1])
    return found


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


def _unrevised(draft: Document, language: str, significance: Significance) -> Problem:
    if significance == "minor":
        message = f"the {language} text is unchanged"
        return Problem(
            rule="translation",
            message=message,
            todo="Check that it still says the same.",
            path=draft.name,
            blocks=False,
        )
    message = f"the {language} text is unchanged, though the revision is significant"
    return Problem(rule="translation", message=message, todo=f"Revise the translation, {_LATER}", path=draft.name)


def _outdated(draft: Document, language: str, base: Version) -> Problem:
    message = f"the {language} text is still that of version {base.number}"
    return Problem(rule="translation", message=message, todo=f"Revise the translation, {_LATER}", path=draft.name)


def _missing(policy: str, language: str, previous: Version) -> Problem:
    message = f"version {previous.number} was released in {language} too, but {policy}.{language}.md is missing"
    return Problem(rule="translation", message=message, todo=f"Put the translation back, {_LATER}")

"""The notices of one released version, in every language it was released in."""

from __future__ import annotations

from pathlib import Path

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.config import Settings
from policytool.errors import NoticeRefused
from policytool.notices.compose import Templates, compose
from policytool.notices.facts import facts
from policytool.notices.lint import problems, require_sound
from policytool.notices.model import Notice


def notices(archive: Archive, version: Version, settings: Settings) -> dict[str, Notice]:
    """By language, the authoritative one first, each checked. Raises NoticeRefused, NoticeError."""
    still_comes(version)
    documents = {language: archive.document(version, language) for language in version.languages}
    earlier = [one for one in archive.versions(version.policy) if one.number < version.number]
    redlined = tuple(tag for tag in version.languages if earlier and tag in earlier[-1].languages)
    templates = Templates.load(Path(settings.root, settings.notices.templates))
    found: dict[str, Notice] = {}
    for language in version.languages:
        notice = compose(facts(version, language, documents, settings, redlined=redlined), templates)
        require_sound(notice, problems(notice))
        found[language] = notice
    return found


def still_comes(version: Version) -> None:
    """Raises NoticeRefused for a version that was withdrawn: nobody is told of what does not come."""
    if version.withdrawal is not None:
        message = f"{version.policy} {version.number} was withdrawn on {version.withdrawal.when.date()}"
        raise NoticeRefused(message, todo="Tell of the next version. What is queued: policytool notify cancel.")

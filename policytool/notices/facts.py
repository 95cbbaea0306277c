"""From a released version to the facts of its notice. Pure: documents and settings in, Facts out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from email.utils import parseaddr
from typing import Literal

from policytool.archive.model import Version, asks_consent
from policytool.config import Settings
from policytool.notices.model import Facts, Point
from policytool.significance import translated
from policytool.significance.model import Assessment, Evidence, Finding
from policytool.text.metadata import Controller
from policytool.text.model import Document


def kind(version: Version) -> Literal["first", "minor", "significant"]:
    """The kind of revision that a person signed off."""
    if version.record.assessment is None:
        return "first"
    return version.record.sign_off.significance


def best(languages: Sequence[str], wanted: str) -> str:
    """The one of `languages` that serves somebody who reads `wanted`: the first, authoritative one if no other."""
    folded = wanted.casefold()
    for tag in languages:
        if tag.casefold() == folded:
            return tag
    primary = folded.partition("-")[0]
    return next((tag for tag in languages if tag.casefold().partition("-")[0] == primary), languages[0])


def facts(
    version: Version, language: str, documents: dict[str, Document], settings: Settings, *, redlined: tuple[str, ...]
) -> Facts:
    """The facts of a notice in `language`.

    `documents`: the version's texts by language. `redlined`: languages in which its changes have a page.
    """
    document = documents[language]
    return Facts(
        language=language,
        policy=version.policy,
        title=_one_line(document.title),
        version=str(version.number),
        kind=kind(version),
        published=version.published,
        effective=version.effective,
        summary=_summary(version, language),
        points=_folded(
            [(f.evidence, _point(f, assessment, language, document)) for assessment, f in _findings(version)]
        ),
        text_url=_address(settings, version, language),
        changes_url=_changes(settings, version, language, redlined),
        short_url=_short(settings, version, language, redlined),
        controller=_controller(version, language, documents),
        sender=settings.notices.reply_to or parseaddr(settings.notices.sender)[1],
        asks_consent=asks_consent(version),
        consent_until=version.record.consent.until if version.record.consent else None,
    )


def _findings(version: Version) -> list[tuple[Assessment, Finding]]:
    assessment = version.record.assessment
    if assessment is None or kind(version) != "significant":
        return []
    return [(assessment, finding) for finding in assessment.findings if finding.confidence >= assessment.threshold]


def _folded(points: list[tuple[tuple[Evidence, ...], Point]]) -> tuple[Point, ...]:
    """One point for each thing that a reader would see, with all that the folded ones mean."""
    seen: dict[tuple[object, ...], Point] = {}
    same: dict[tuple[Evidence, ...], tuple[object, ...]] = {}
    for words, point in points:
        # The same words once, and the same sentence once; where only the kind can be told, that once.
        told = (point.told,) if point.told else (point.kind, point.quote)
        key = same.setdefault(words, told) if words else told
        known = seen.get(key)
        effects = point.effects if known is None else tuple(dict.fromkeys((*known.effects, *point.effects)))
        reduces = point.reduces_rights or (known is not None and known.reduces_rights)
        seen[key] = replace(known or point, effects=effects, reduces_rights=reduces)
    return tuple(seen.values())


def _point(finding: Finding, assessment: Assessment, language: str, document: Document) -> Point:
    own = translated.speaks(assessment, language)
    clause = document.by_id.get(finding.clause)
    section = finding.section if own else (clause.path[-1] if clause and clause.path else "")
    told = translated.told(finding, assessment, language, clause.text if clause else "")
    return Point(
        kind=finding.criterion.kind,
        told=_one_line(told or finding.reason) if told or own else "",
        quote=_one_line(clause.text) if clause and not own else "",
        section=_one_line(section),
        effects=((finding.criterion.kind or "other", finding.direction),),
        reduces_rights=finding.reduces_rights,
    )


def _summary(version: Version, language: str) -> str:
    primary = language.partition("-")[0]
    written = next((text for tag, text in version.record.summary.items() if tag.partition("-")[0] == primary), "")
    assessment = version.record.assessment
    if not written and assessment is not None and kind(version) == "minor":
        written = translated.explanation(assessment, language)
    return _one_line(written)


def _address(settings: Settings, version: Version, language: str) -> str:
    """The permanent address of a version's page. Empty while the site has no address."""
    if not settings.site.url:
        return ""
    part = "" if language == version.languages[0] else f"{language}/"
    return f"{settings.site.url.rstrip('/')}/{version.policy}/{part}{version.number}/"


def _changes(settings: Settings, version: Version, language: str, redlined: tuple[str, ...]) -> str:
    if version.record.assessment is None or not settings.site.url:
        return ""
    return _address(settings, version, language if language in redlined else version.languages[0]) + "changes/"


def _short(settings: Settings, version: Version, language: str, redlined: tuple[str, ...]) -> str:
    """The company's own short address where the settings give one, else where the changes stand."""
    wanted = settings.notices.sms.link
    if not wanted:
        return _changes(settings, version, language, redlined) or _address(settings, version, language)
    values = {"policy": version.policy, "version": str(version.number), "language": language}
    for name, value in values.items():
        wanted = wanted.replace(f"{{{name}}}", value)
    return wanted


def _controller(version: Version, language: str, documents: dict[str, Document]) -> Controller:
    for tag in (language, *version.languages):
        metadata = documents[tag].metadata if tag in documents else None
        if metadata is not None and metadata.controller is not None:
            return metadata.controller
    return Controller(name="")


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()

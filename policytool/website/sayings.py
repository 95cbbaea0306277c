"""What is said about a version in words: where it stands, what kind of change it is, in which languages it exists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from policytool.archive.model import Standing, Version
from policytool.significance import explain, translated
from policytool.significance.model import Finding
from policytool.website import addresses
from policytool.website.model import Policy, significant
from policytool.website.render import Pen, spoken

_STOPS = re.compile(r"([.!?…][”»’])\.(?=\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One language in which a page can be read."""

    language: str
    address: str
    here: bool
    controlling: bool


def kind_key(version: Version) -> str:
    """first, minor or significant: the kind of change that a person signed off."""
    if version.record.assessment is None:
        return "first"
    return "significant" if significant(version) else "minor"


def kind(version: Version, pen: Pen) -> str:
    return pen.words(f"significance_{kind_key(version)}")


def standing_key(standing: Standing) -> str:
    return "standing_" + standing.replace(" ", "_")


def status(policy: Policy, version: Version, pen: Pen, *, tagged: bool = False) -> Markup:
    """Since when, from when or until when a version holds. `tagged`: "In force" stands before it already."""
    said_before = "since" if tagged else "in_force_since"
    key = ("status", policy.id, version.number, said_before)
    return pen.once(key, lambda: escape(_status(policy, version, pen, said_before)))


def standing(policy: Policy, version: Version, pen: Pen) -> Standing:
    """Where a version stands on the day of the site, also one that was withdrawn."""
    return "withdrawn" if version.withdrawal else policy.standing(version, pen.site.today)


def _status(policy: Policy, version: Version, pen: Pen, since: str) -> str:
    words = pen.words
    if version.withdrawal:
        return words("was_withdrawn", date=pen.day(version.withdrawal.when.date()))
    end = policy.end(version)
    standing = policy.standing(version, pen.site.today)
    if end is not None and end <= version.effective:
        return words("never_in_force")
    if standing == "in force":
        return words(since, date=pen.day(version.effective))
    if standing == "upcoming":
        return words("takes_effect", when=pen.when(version.effective), date=pen.day(version.effective))
    return words("was_in_force", start=pen.day(version.effective), end=pen.day(end or version.effective))


def best(version: Version, language: str) -> str:
    """`language` if the version exists in it, else the version's authoritative one."""
    return language if language in version.languages else version.languages[0]


def text_address(policy: Policy, version: Version, language: str) -> str:
    """Where a version's text is read, in `language` if possible."""
    return addresses.version(policy, version.number, best(version, language))


def changes_address(policy: Policy, version: Version, language: str) -> str | None:
    """Where a version's changes are read, in `language` if possible; None for a first version."""
    for tag in (best(version, language), *version.languages):
        if (str(version.number), tag) in policy.revisions:
            return addresses.changes(policy, version.number, tag)
    return None


def note(version: Version, pen: Pen) -> Markup:
    """The editor's summary, else the explanation of the assessment, in the page's language if possible."""
    summary = version.record.summary
    for tag in (pen.language, pen.language.partition("-")[0], *version.languages):
        if summary.get(tag):
            return spoken(summary[tag], tag, pen.language)
    assessment = version.record.assessment
    if assessment is None:
        return spoken(pen.words("first_version_note"), pen.language, pen.language)
    if explained := translated.explanation(assessment, pen.language):
        return escape(explained)
    if assessment.explanation:
        return spoken(assessment.explanation, assessment.language, pen.language)
    return spoken(pen.words("no_note"), pen.language, pen.language)


def consent(policy: Policy, version: Version, pen: Pen) -> Markup:
    """Whom a version binds, where it or one that it builds on asks for consent; empty where it binds everybody."""
    asking = [one for one in policy.asking if one.number <= version.number]
    if not asking or version.withdrawal is not None:
        return Markup()
    plan, before = asking[-1].record.consent, policy.before(asking[-1])
    assert plan is not None
    if asking[-1].number != version.number:
        return escape(pen.words("consent_builds", version=asking[-1].number))
    asked = spoken(plan.asked, version.languages[0], pen.language)
    until = pen.day(plan.until) if plan.until else escape("")
    key = "consent_asked" if plan.until else "consent_asked_open"
    return escape(pen.words(key, asked=asked, date=until, old=before.number if before else ""))


def told(policy: Policy, version: Version, language: str) -> tuple[str, ...]:
    """What users who read `language` are told, one sentence for each finding.

    Empty unless the revision was signed off as significant, and where not every finding can be told in that language.
    """
    assessment = version.record.assessment
    if assessment is None:
        return ()
    if translated.speaks(assessment, language):
        return told_as_judged(version)
    view = policy.texts.get((str(version.number), language))
    clauses = view.clauses if view else {}
    sentences = [translated.told(f, assessment, language, clauses.get(f.clause, "")) for f in _met(version)]
    return tuple(dict.fromkeys(map(one_stop, sentences))) if all(sentences) else ()


def told_as_judged(version: Version) -> tuple[str, ...]:
    """The same in the language of the assessment."""
    return tuple(dict.fromkeys(one_stop(finding.told) for finding in _met(version)))


def one_stop(sentence: str) -> str:
    """`sentence` without the second full stop that older records have after a quotation that ends in one itself."""
    return _STOPS.sub(r"\1", sentence)


def _met(version: Version) -> list[Finding]:
    assessment = version.record.assessment
    if assessment is None or not significant(version):
        return []
    return explain.distinct([f for f in assessment.findings if f.confidence >= assessment.threshold and f.told])


def choices(version: Version, found: dict[str, str], language: str) -> tuple[Choice, ...]:
    """The languages of a page: `found` gives the address in each."""
    return tuple(
        Choice(language=tag, address=address, here=tag == language, controlling=tag == version.languages[0])
        for tag, address in found.items()
    )

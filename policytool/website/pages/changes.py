"""The page of a revision: summary and findings first, then the list of changes, then the redline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from markupsafe import Markup, escape

from policytool.archive.model import Version
from policytool.significance.model import Criterion, Finding
from policytool.website import addresses, sayings
from policytool.website.model import Page, Policy, Site
from policytool.website.pages import changed, frame
from policytool.website.render import Pen, spoken


def pages(site: Site, policy: Policy, version: Version, language: str) -> Iterator[Page]:
    """What `version` changed. Its predecessor has to exist in `language` too."""
    pen = Pen(site, addresses.changes(policy, version.number, language), language)
    before = policy.before(version)
    assert before is not None
    number, standing = version.number, policy.standing(version, site.today)
    heading = pen.words("title_changes_upcoming" if standing == "upcoming" else "title_changes", version=number)
    found = {
        tag: addresses.changes(policy, number, tag)
        for tag in version.languages
        if (str(number), tag) in policy.revisions
    }
    head = frame.Head(
        title=f"{policy.title(language)}: {heading}",
        policy=policy,
        description=str(sayings.note(version, pen).striptags()),
        relations=changed.relations(policy, language),
        alternates=tuple(found.items()),
        modified=frame.last_day(version, site.today),
    )
    view = policy.revisions[str(number), language]
    shown = changed.shown(pen, policy, view, before, version, heading=heading)
    first = frame.build(
        pen,
        "changes.html",
        head,
        before=before,
        before_address=sayings.text_address(policy, before, language),
        all_versions=addresses.versions(policy, language),
        own_address=frame.printed(pen, pen.address),
        controlling=changed.controlling(pen, version.languages[0], found),
        choices=sayings.choices(version, found, language),
        **_verdict(pen, policy, version, before),
        **shown,
    )
    yield first
    yield from changed.further(first, pen, policy, view, shown)


def _verdict(pen: Pen, policy: Policy, version: Version, before: Version) -> dict[str, Any]:
    """What is said before the list of changes: the summary, what it means, and why it is significant or minor."""
    return {
        "version": version,
        "text_address": sayings.text_address(policy, version, pen.language),
        "standing": policy.standing(version, pen.site.today).replace(" ", "_"),
        "status": sayings.status(policy, version, pen, tagged=True),
        "kind": sayings.kind_key(version),
        "note": sayings.note(version, pen),
        "consent": sayings.consent(policy, version, pen),
        "told": _told(pen, policy, version),
        "reasons": _reasons(pen, policy, version, before),
        "tests": _tests(pen, policy, version, before),
        "judged_minor": _judged_minor(version),
    }


def _told(pen: Pen, policy: Policy, version: Version) -> list[Markup]:
    """What users are told, in the page's language if all of it can be, else as the assessment tells it."""
    own = sayings.told(policy, version, pen.language)
    if own or version.record.assessment is None:
        return [escape(sentence) for sentence in own]
    judged_in = version.record.assessment.language
    return [spoken(sentence, judged_in, pen.language) for sentence in sayings.told_as_judged(version)]


def _met(version: Version) -> list[tuple[Criterion, list[Finding]]]:
    """The criteria met with their findings, for a revision that was signed off as significant."""
    assessment = version.record.assessment
    if assessment is None or sayings.kind_key(version) != "significant":
        return []
    found: dict[str, tuple[Criterion, list[Finding]]] = {}
    for finding in assessment.findings:
        if finding.confidence >= assessment.threshold:
            found.setdefault(finding.criterion.id, (finding.criterion, []))[1].append(finding)
    return list(found.values())


def _reasons(pen: Pen, policy: Policy, version: Version, before: Version) -> list[dict[str, Any]]:
    view = policy.revisions[str(version.number), pen.language]
    judged_in = version.record.assessment.language if version.record.assessment else pen.language
    sections = {line.link: line.section for line in view.changes}
    return [
        {
            "criterion": _quoted(pen, policy, before, criterion),
            "source": None if criterion.source == "policy" else criterion.source,
            "findings": [
                {
                    "section": sections.get(view.links.get(finding.clause, ""), finding.section),
                    "reason": spoken(sayings.one_stop(finding.reason), judged_in, pen.language),
                    "link": view.links.get(finding.clause),
                }
                for finding in findings
            ],
        }
        for criterion, findings in _met(version)
    ]


def _tests(pen: Pen, policy: Policy, version: Version, before: Version) -> list[Markup]:
    assessment = version.record.assessment
    return [_quoted(pen, policy, before, test) for test in assessment.criteria] if assessment is not None else []


def _quoted(pen: Pen, policy: Policy, before: Version, criterion: Criterion) -> Markup:
    """The criterion in the page's language where the old text states it in that too, else as it was applied."""
    controlling = before.languages[0]
    if pen.language != controlling and criterion.source == "policy":
        words = policy.texts[str(before.number), pen.language].clauses.get(criterion.id)
        if words:
            return escape(words)
    return spoken(criterion.text, controlling, pen.language)


def _judged_minor(version: Version) -> bool:
    """Whether the rules too found nothing significant; otherwise it was a person alone who decided."""
    assessment = version.record.assessment
    return assessment is not None and assessment.judged and assessment.significance == "minor"

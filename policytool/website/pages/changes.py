"""The page of a revision: summary and findings first, then the list of changes, then the redline."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup, escape

from policytool.archive.model import Version
from policytool.significance.model import Criterion, Finding
from policytool.website import addresses, links, sayings
from policytool.website.model import Page, Policy, Site
from policytool.website.pages import frame
from policytool.website.render import Pen, spoken


QUIET = frozenset({"numbering", "formatting"})
"""Kinds of change that are folded away at the end of the list."""


def page(site: Site, policy: Policy, version: Version, language: str) -> Page:
    """What `version` changed. Its predecessor has to exist in `language` too."""
    pen = Pen(site, addresses.changes(policy, version.number, language), language)
    before = policy.before(version)
    assert before is not None
    view = policy.revisions[str(version.number), language]
    places = _places(policy, version, before, language)
    lines = [{"line": line, "excerpt": links.rebase(line.excerpt, pen, places)} for line in view.changes]
    standing = policy.standing(version, site.today)
    title = pen.words("title_changes_upcoming" if standing == "upcoming" else "title_changes", version=version.number)
    found = tuple(
        (tag, addresses.changes(policy, version.number, tag))
        for tag in version.languages
        if (str(version.number), tag) in policy.revisions
    )
    return frame.build(
        pen,
        "changes.html",
        title=f"{policy.title(language)}: {title}",
        policy=policy,
        description=str(sayings.note(version, pen).striptags()),
        relations=_relations(policy, version, language),
        alternates=found,
        modified=max((d for d in (version.published, version.effective) if d <= site.today), default=version.published),
        heading=title,
        policy_title=policy.title(language),
        policy_address=addresses.text(policy, language),
        version=version,
        before=before,
        before_address=sayings.text_address(policy, before, language),
        text_address=sayings.text_address(policy, version, language),
        all_versions=addresses.versions(policy, language),
        standing=standing.replace(" ", "_"),
        status=sayings.status(policy, version, pen, tagged=True),
        kind=sayings.kind_key(version),
        note=sayings.note(version, pen),
        told=[spoken(sentence, sayings.JUDGED_IN, language) for sentence in sayings.told(version)],
        reasons=_reasons(pen, policy, version, before),
        tests=_tests(pen, policy, version, before),
        judged_minor=_judged_minor(version),
        controlling=_controlling(pen, policy, version),
        choices=sayings.choices(version, dict(found), language),
        view=view,
        loud=[line for line in lines if line["line"].kind not in QUIET],
        quiet=[line for line in lines if line["line"].kind in QUIET],
        html=links.rebase(view.html, pen, places),
    )


def _relations(policy: Policy, version: Version, language: str) -> frame.Relations:
    return (
        ("latest-version", addresses.text(policy, language)),
        ("version-history", addresses.versions(policy, language)),
    )


def _places(policy: Policy, version: Version, before: Version, language: str) -> dict[str, str]:
    """Clause id → address of the text that holds it: the new one where it does, else the old one."""
    found = {}
    for shown in (before, version):
        address = addresses.version(policy, shown.number, language)
        found.update(dict.fromkeys(policy.texts[str(shown.number), language].clauses, address))
    return found


def _controlling(pen: Pen, policy: Policy, version: Version) -> dict[str, Any] | None:
    """Where the comparison of the authoritative texts is, on a page that compares translations."""
    tag = version.languages[0]
    if tag == pen.language:
        return None
    known = (str(version.number), tag) in policy.revisions
    return {
        "name": pen.words.language_name(tag),
        "address": addresses.changes(policy, version.number, tag) if known else None,
    }


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
    sections = {line.anchor: line.section for line in view.changes}
    return [
        {
            "criterion": _quoted(pen, policy, before, criterion),
            "source": None if criterion.source == "policy" else criterion.source,
            "findings": [
                {
                    "section": sections.get(view.anchors.get(finding.clause, ""), finding.section),
                    "reason": spoken(finding.reason, sayings.JUDGED_IN, pen.language),
                    "anchor": view.anchors.get(finding.clause),
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

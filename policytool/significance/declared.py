"""What the metadata says: the impact assessment's risk, and whether metadata and text agree."""

from __future__ import annotations

from collections.abc import Sequence

from policytool.redline.model import Redline
from policytool.significance import language, sayings
from policytool.significance.model import CriteriaReading, Evidence, Finding
from policytool.significance.stated import criterion_for
from policytool.text.metadata import Controller, CriterionKind, Metadata
from policytool.text.model import Document

_FIELDS: tuple[tuple[str, CriterionKind], ...] = (
    ("name", "organisation"),
    ("address", "contact"),
    ("department", "contact"),
    ("email", "contact"),
    ("phone", "contact"),
    ("complaints", "contact"),
)


def findings(redline: Redline, stated: CriteriaReading) -> list[Finding]:
    """Findings that rest on the metadata."""
    return [*_risk(redline, stated), *_controller(redline, stated)]


def _risk(redline: Redline, stated: CriteriaReading) -> list[Finding]:
    assessment = redline.new.metadata.impact_assessment if redline.new.metadata else None
    if assessment is None or assessment.risk != "high":
        return []
    slots = {"reference": f" {assessment.reference}" if assessment.reference else ""}
    spoken = language.spoken(redline.new)
    return [
        Finding(
            criterion=criterion_for(stated, "risk"),
            clause="",
            section="",
            reason=sayings.say("risk", "reason", slots, spoken),
            told=sayings.say("risk", "told", slots, spoken),
            saying="risk",
            direction="wider",
            evidence=(Evidence(side="metadata", clause="impact_assessment.risk", text="high"),),
            rule="risk",
        )
    ]


def _controllers(redline: Redline) -> tuple[Controller, Controller] | None:
    old, new = redline.old.metadata, redline.new.metadata
    if old is None or new is None or old.controller is None or new.controller is None:
        return None
    return old.controller, new.controller


def _controller(redline: Redline, stated: CriteriaReading) -> list[Finding]:
    both = _controllers(redline)
    if both is None:
        return []
    found = []
    for field, kind in _FIELDS:
        old, new = getattr(both[0], field), getattr(both[1], field)
        if _plain(old) != _plain(new):
            found.append(_changed(stated, field, kind, old, new, language.spoken(redline.new)))
    return found


def _changed(stated: CriteriaReading, field: str, kind: CriterionKind, old: str, new: str, spoken: str) -> Finding:
    saying = f"metadata-{('changed' if old else 'came') if new else 'went'}:{field}"
    slots = {"old": old, "new": new}
    return Finding(
        criterion=criterion_for(stated, kind),
        clause="",
        section="",
        reason=sayings.say(saying, "reason", slots, spoken),
        told=sayings.say(saying, "told", slots, spoken),
        saying=saying,
        direction="different",
        evidence=(
            Evidence(side="metadata", clause=f"controller.{field}", text=old, end=len(old)),
            Evidence(side="metadata", clause=f"controller.{field}", text=new, end=len(new)),
        ),
        rule="metadata",
    )


def warnings(redline: Redline, found: Sequence[Finding]) -> tuple[str, ...]:
    """Where metadata and text, or the editor's summary and the findings, do not agree."""
    return (*_mismatches(redline.new), *_left_behind(redline), *_summary(redline.new.metadata, found))


def _mismatches(document: Document) -> list[str]:
    """Facts of the metadata that the text does not state."""
    metadata = document.metadata
    if metadata is None:
        return []
    text = _plain(" ".join(clause.text for clause in document.clauses))
    said = []
    if metadata.controller is not None:
        for field, _ in _FIELDS:
            value = getattr(metadata.controller, field)
            if value and not _stated(value, text, metadata.language):
                said.append(f"The metadata gives {_name(field)} as “{value}”; the text does not.")
    if metadata.language.split("-")[0] == "en":
        for recipient in metadata.recipients:
            if _plain(recipient) not in text:
                said.append(f"The metadata declares the recipient “{recipient}”; the text does not name it.")
    return said


def _stated(value: str, text: str, language: str) -> bool:
    if _plain(value) in text:
        return True
    return language.split("-")[0] != "en" and not any("@" in part for part in value.split())


def _left_behind(redline: Redline) -> list[str]:
    """Old facts that the metadata gave up and the new text still states."""
    both = _controllers(redline)
    if both is None:
        return []
    text = _plain(" ".join(clause.text for clause in redline.new.clauses))
    said = []
    for field, _ in _FIELDS:
        old, new, name = getattr(both[0], field), getattr(both[1], field), _name(field)
        if old and _plain(old) != _plain(new) and _plain(old) in text and _plain(old) not in _plain(new):
            said.append(f"{name[0].upper()}{name[1:]} changed in the metadata, but the text still says “{old}”.")
    return said


def _name(field: str) -> str:
    return sayings.word("subject", field, "en")


_NOTHING = (
    "no change",
    "typo",
    "editorial",
    "wording only",
    "clarif",
    "without change",
    "minor",
    "仅",
    "无实质",
    "文字",
)


def _summary(metadata: Metadata | None, found: Sequence[Finding]) -> list[str]:
    if metadata is None or not metadata.summary:
        return []
    text = metadata.summary.lower()
    if any(word in text for word in _NOTHING) and any(finding.confidence >= 0.5 for finding in found):
        return [f"The summary says “{metadata.summary}”, but the revision has findings that meet a criterion."]
    return []


def _plain(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum() or character in "@+")

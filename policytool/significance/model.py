"""The values of the significance room: Criterion, Evidence, Finding, Assessment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from policytool.text.metadata import CriterionKind

Significance = Literal["minor", "significant"]
Direction = Literal["wider", "narrower", "different", "unclear"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One test of significance and where it comes from."""

    id: str
    """Clause id of the item in the policy's list, or the kind's name for a criterion of a pack."""
    kind: CriterionKind | None
    """None where the wording could not be bound."""
    text: str
    """The policy's own words."""
    clause: str = ""
    """Id of the clause that introduces the list; empty for packs."""
    pinned: bool = False
    source: str = "policy"
    """"policy", or the name of the pack, such as "GB/T 35273"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriteriaReading:
    """The tests of significance that a policy states, or those of a pack where it states none."""

    criteria: tuple[Criterion, ...]
    """Those that could be bound to a kind."""
    clause: str = ""
    """Id of the clause that introduces the list; empty for a pack."""
    introduction: str = ""
    """The words of that clause."""
    open: bool = True
    """Whether the list says that it is not exhaustive."""
    unbound: tuple[Criterion, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words that decide, quoted with their place."""

    side: Literal["old", "new", "metadata"]
    clause: str
    """Id of the clause; the key for metadata."""
    text: str
    start: int = 0
    end: int = 0
    """Offsets in characters of the clause's text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A change that meets a criterion."""

    criterion: Criterion
    clause: str
    """Id of the clause concerned, in the new text where it exists there, else in the old."""
    section: str
    """Title of the section around it, for people."""
    reason: str
    """One plain sentence: what changed, for a lawyer."""
    told: str
    """One plain sentence in the second person that a notice can use: "We now also collect your precise location." """
    direction: Direction = "unclear"
    reduces_rights: bool = False
    """The user is worse off in a way for which explicit consent should be asked."""
    evidence: tuple[Evidence, ...] = ()
    confidence: float = 1.0
    """0 to 1: how sure the rules are that the criterion is met."""
    rule: str = ""
    """Name of the rule that made the finding."""
    saying: str = ""
    """Name of the sentence in sayings/*.toml, by which users of another language are told; empty in older records."""
    prominence: int = field(default=0, compare=False)
    """How much it says to users among findings that are equally sure, for the explanation; not kept in records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The verdict on a revision. A proposal: a person signs off."""

    significance: Significance
    score: float
    """0 to 1; `significant` from `threshold` on."""
    threshold: float
    findings: tuple[Finding, ...] = ()
    """Those that make the revision significant first, then weaker ones below the threshold."""
    criteria: tuple[Criterion, ...] = ()
    """The tests applied: those of the old text, the promise in force."""
    explanation: str = ""
    """Two or three sentences, built from the findings."""
    warnings: tuple[str, ...] = ()
    judged: bool = True
    """False where the text cannot be judged (another language, say): significant until a person decides."""
    tool: str = ""
    """Version of the tool whose rules judged."""
    language: str = "en"
    """Language of the reasons and the explanation: that of the text, where it can be judged."""

    @property
    def kinds(self) -> tuple[CriterionKind, ...]:
        """The kinds met, in the order of the findings, each once, counting findings from the threshold on."""
        met = [f.criterion.kind for f in self.findings if f.confidence >= self.threshold and f.criterion.kind]
        return tuple(dict.fromkeys(met))

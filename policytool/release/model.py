"""The values of the release room: Signature, Problem, Proposal."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from typing import Literal, Self

from policytool.archive.model import Version, VersionNumber
from policytool.archive.record import ConsentPlan
from policytool.errors import NotSignedOff
from policytool.redline.model import Redline
from policytool.significance.model import Assessment, Significance
from policytool.text.model import Document

_SIGNATURE = re.compile(r"\s*(?P<name>[^<>\s][^<>]*?)\s*<\s*(?P<mail>[^<>@\s]+@[^<>@\s]+)\s*>\s*\Z")


@dataclass(frozen=True, kw_only=True)
class Signature:
    """The person who signs off."""

    name: str
    mail: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "Name <mail>". Raises NotSignedOff for anything else."""
        found = _SIGNATURE.match(text)
        if found is None or not text.isprintable() or len(text) > 300:
            todo = 'Write it like this: --sign-off "Ada Lawyer <ada@example.com>"'
            raise NotSignedOff(f"{text[:80]!r} does not name a person and a mail address", todo=todo)
        return cls(name=found["name"], mail=found["mail"])

    def __str__(self) -> str:
        return f"{self.name} <{self.mail}>"


Rule = Literal[
    "metadata",
    "number",
    "dates",
    "criteria",
    "link",
    "clause-id",
    "raw-html",
    "summary",
    "translation",
    "verdict",
    "promise",
    "consent",
    "unchanged",
    "repository",
]
"""Which rule a problem breaks."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Something that a person should know before releasing."""

    rule: Rule
    message: str
    todo: str = ""
    path: str = ""
    """The file concerned, from the project's folder; empty when it is none."""
    line: int | None = None
    blocks: bool = True
    """Whether the release is refused for it; otherwise it is a warning."""

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}: " if self.line else f"{self.path}: " if self.path else ""
        return f"{where}{self.message}"


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A draft judged: what its release would be."""

    policy: str
    previous: Version | None
    drafts: dict[str, Document]
    """The texts to release, by language, the authoritative one first."""
    sources: dict[str, bytes]
    """The files they were read from."""
    left_out: tuple[str, ...]
    """Languages that this release leaves out, whose translation follows later."""
    behind: tuple[str, ...]
    """Languages whose translation does not follow the authoritative text, left out or not."""
    redline: Redline | None
    """Against the previous version; None for the first."""
    assessment: Assessment | None
    """None for the first version, which revises nothing."""
    significance: Significance
    """The verdict, or what it is overridden with; `minor` for the first version."""
    number: VersionNumber
    published: datetime.date
    effective: datetime.date
    changed: bool
    """Whether the draft says anything that the previous version does not."""
    problems: tuple[Problem, ...]
    emergency: str = ""
    """Why the version takes effect earlier than the lead time allows; empty where it does not."""
    consent: ConsentPlan | None = None
    """How users are asked where the revision leaves them with less."""

    @property
    def overridden(self) -> bool:
        return self.assessment is not None and self.assessment.significance != self.significance

    @property
    def lowered(self) -> bool:
        return self.overridden and self.significance == "minor"

    @property
    def blocking(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.blocks)

    @property
    def questions(self) -> tuple[Problem, ...]:
        """Those that block until the person who releases answers them."""
        return tuple(problem for problem in self.blocking if problem.rule == "consent" and self.consent is None)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if not problem.blocks)

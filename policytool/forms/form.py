"""The values of the forms room: Fault, Section, Text, Form."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from policytool.forms.model import Affiliate, Facts, Front, Incident, Kind, Termination, Translation
from policytool.text.model import Clause, Document


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A field that is missing or wrong."""

    path: str
    line: int
    message: str
    todo: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of the prose."""

    id: str
    title: str
    line: int
    clauses: tuple[Clause, ...]

    @property
    def text(self) -> str:
        return "\n".join(clause.text for clause in self.clauses)


@dataclass(frozen=True, kw_only=True)
class Text:
    """What the form says in one language."""

    front: Front
    sections: tuple[Section, ...]
    document: Document
    lines: dict[str, int]
    """Line of each top key of the front matter."""

    @property
    def name(self) -> str:
        """What messages call its file."""
        return self.document.name


@dataclass(frozen=True, kw_only=True)
class Form:
    """A notice as its form tells it, in every language; the authoritative one first."""

    id: str
    """The kind and a number: "incident-1"."""
    facts: Facts
    texts: dict[str, Text]

    @property
    def kind(self) -> Kind:
        return self.facts.notice

    @property
    def policy(self) -> str:
        return self.facts.policy

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.texts)

    def called(self, words: str, language: str) -> str:
        """What `words` of the facts are called in `language`: the same where no translation says otherwise."""
        front = self.texts[language].front
        return front.translated.get(words, words) if isinstance(front, Translation) else words

    @property
    def day(self) -> datetime.date:
        """The day that the notice is about: of discovery, end, first new use, or taking over."""
        facts = self.facts
        if isinstance(facts, Incident):
            return facts.discovered.date()
        if isinstance(facts, Termination):
            return facts.ends
        return facts.begins if isinstance(facts, Affiliate) else facts.takes_over

    @property
    def last_shown(self) -> datetime.date:
        """The last day on which the website's pages point to the notice; of an incident nobody can tell from here."""
        facts = self.facts
        if isinstance(facts, Termination):
            return max(facts.ends, facts.data_by)
        return facts.until if isinstance(facts, Affiliate) else self.day

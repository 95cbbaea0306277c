"""The values of an adoption: Doubt, Facts, Adopted."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from policytool.text.model import Clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something that was read one way and may be meant another."""

    line: int
    """Line of the company's file; 0 where the file has no lines, as Word."""
    what: str
    """What was done, and what to check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the text states plainly about itself; empty or None where it does not."""

    title: str = ""
    language: str = "en"
    name: str = ""
    department: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    published: datetime.date | None = None
    effective: datetime.date | None = None


@dataclass(frozen=True, kw_only=True)
class Adopted:
    """A policy taken over from a file that somebody else wrote."""

    clauses: tuple[Clause, ...]
    """In reading order; headings carry ids of their own."""
    facts: Facts
    doubts: tuple[Doubt, ...] = ()

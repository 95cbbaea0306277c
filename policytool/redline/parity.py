"""Two languages of one policy side by side: whether the same sections, clauses, numbers and addresses stand in both.

Words are not compared: no program can say whether a translation is right. What is told here needs a person's eye.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from policytool.text.model import Clause, Document

ParityKind = Literal["section", "order", "clauses", "numbers", "addresses"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disparity:
    """One place at which two languages of a policy differ in more than their words."""

    kind: ParityKind
    section: str
    """Id of the section; empty before the first."""
    first: tuple[str, ...]
    """What stands in the first text alone; for `clauses` how many of which kind."""
    second: tuple[str, ...]


@dataclass(slots=True)
class Section:
    """A heading with an id by its author's hand, and everything up to the next one."""

    id: str
    clauses: list[Clause]

    @property
    def text(self) -> str:
        return "\n".join(clause.normal for clause in self.clauses)


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_URL = re.compile(r"https?://[\w./?=&%#~-]*[\w/]", re.ASCII)
_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?", re.ASCII)
_REFERENCE = re.compile(
    r"\b(?:sections?|clauses?|articles?|parts?|paragraphs?|items?)\s+\d[\d.]*|第\s*\d[\d.]*\s*(?=[条款项章节部])",
    re.IGNORECASE,
)
_MONTHS = "january february march april may june july august september october november december".split()
_ENGLISH = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90, "hundred": 100}
_CHINESE = {sign: value for value, sign in enumerate("零一二三四五六七八九十")} | {"两": 2}
_CHINESE_NUMBER = re.compile("[零一二三四五六七八九十两]+")


def parity(first: Document, second: Document) -> list[Disparity]:
    """Where two languages of one policy part, in the order of `first`; empty where structure and facts agree."""
    ours, theirs = sections(first), sections(second)
    known = {section.id: section for section in theirs}
    found = []
    missing = [section.id for section in ours if section.id not in known]
    foreign = [section.id for section in theirs if section.id not in {s.id for s in ours}]
    if missing or foreign:
        found.append(Disparity(kind="section", section="", first=tuple(missing), second=tuple(foreign)))
    shared = [section.id for section in ours if section.id in known]
    order = [section.id for section in theirs if section.id in set(shared)]
    if shared != order:
        found.append(Disparity(kind="order", section="", first=tuple(shared), second=tuple(order)))
    for section in ours:
        if section.id in known:
            found += _differences(section, known[section.id])
    return found


def sections(document: Document) -> list[Section]:
    found = [Section("", [])]
    for clause in document.clauses:
        if clause.kind == "heading" and clause.named:
            found.append(Section(clause.id, []))
        found[-1].clauses.append(clause)
    return found


def _differences(ours: Section, theirs: Section) -> list[Disparity]:
    found = []
    one, other = _shape(ours), _shape(theirs)
    if one != other:
        found.append(Disparity(kind="clauses", section=ours.id, first=_counts(one), second=_counts(other)))
    left, right = _numbers(ours.text), _numbers(theirs.text)
    gone, come = sorted(left - _spoken(theirs.text)), sorted(right - _spoken(ours.text))
    if gone or come:
        found.append(Disparity(kind="numbers", section=ours.id, first=tuple(gone), second=tuple(come)))
    before, after = _addresses(ours), _addresses(theirs)
    if before != after:
        lost, new = tuple(sorted(before - after)), tuple(sorted(after - before))
        found.append(Disparity(kind="addresses", section=ours.id, first=lost, second=new))
    return found


def _shape(section: Section) -> Counter[str]:
    return Counter(clause.kind for clause in section.clauses)


def _counts(shape: Counter[str]) -> tuple[str, ...]:
    return tuple(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in sorted(shape.items()))


def _addresses(section: Section) -> set[str]:
    """E-mail addresses and web addresses that a reader sees; where links lead may differ by language."""
    links = {link for clause in section.clauses for run in clause.links if (link := run.link or "")}
    mails = {link.removeprefix("mailto:") for link in links if link.startswith("mailto:")}
    return mails | set(_EMAIL.findall(section.text)) | set(_URL.findall(section.text))


def _numbers(text: str) -> set[str]:
    """The numbers written in digits, without those of addresses and of references to other sections."""
    bare = _REFERENCE.sub(" ", _URL.sub(" ", _EMAIL.sub(" ", text)))
    return {number.replace(",", "") for number in _DIGITS.findall(bare)}


def _spoken(text: str) -> set[str]:
    """All numbers that the text tells, in digits or in words."""
    words = re.findall(r"[a-z]+", text.casefold())
    found = {str(_ENGLISH.index(word)) for word in words if word in _ENGLISH}
    found |= {str(_TENS[word]) for word in words if word in _TENS}
    found |= {str(_MONTHS.index(word) + 1) for word in words if word in _MONTHS}
    return found | _numbers(text) | {str(_chinese(sign)) for sign in _CHINESE_NUMBER.findall(text)}


def _chinese(sign: str) -> int:
    """A Chinese number below a hundred; digits one after another are read as digits."""
    tens, ten, ones = sign.partition("十")
    if not ten:
        return int("".join(str(_CHINESE[digit]) for digit in sign))
    return (_CHINESE[tens[-1]] if tens else 1) * 10 + (_CHINESE[ones[0]] if ones else 0)

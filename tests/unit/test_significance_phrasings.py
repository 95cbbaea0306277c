"""The same edit made in many sentences of whole policies: what changes nothing is minor, what turns a promise is not.

The policies are our own: the starter and the sample, plain Markdown with front matter, as companies keep them in git.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

from policytool.redline.compare import compare
from policytool.significance.assess import assess
from policytool.text.parse import parse

SAMPLE = Path(__file__).parents[2] / "policy_docs" / "privacy-policy.md"
Edit = Callable[[str], Iterator[str]]
MOST = 6
"""So many places of each text are edited in turn."""


@cache
def texts() -> tuple[str, ...]:
    starter = resources.files("policytool.release") / "starter" / "policy_docs" / "privacy-policy.md"
    filled = starter.read_text(encoding="utf-8").replace("{name}", "Fernhill")
    return filled.replace("{email}", "office@fernhill.example"), SAMPLE.read_text(encoding="utf-8")


def body(text: str) -> int:
    """Where the front matter ends."""
    return text.index("\n---\n", 4) if text.startswith("---\n") else 0


def swapped(pattern: str, to: str | Callable[[re.Match[str]], str], flags: int = 0) -> Edit:
    """Each edit replaces one match of the pattern."""

    def edits(text: str) -> Iterator[str]:
        for match in re.compile(pattern, flags).finditer(text, body(text)):
            new = to(match) if callable(to) else match.expand(to)
            yield text[: match.start()] + new + text[match.end() :]

    return edits


def added(sentence: str) -> Edit:
    """Each edit puts a sentence after a paragraph."""
    return swapped(r"^(?![-*#\d ])([^\n]*[a-z]\.)(?= \{#)", rf"\1 {sentence}", re.MULTILINE)


def turned(match: re.Match[str]) -> str:
    """Two neighbouring letters in the wrong order."""
    word = match[0]
    return f"{word[:2]}{word[3]}{word[2]}{word[4:]}" if word[2] != word[3] else word


OUTSIDE_LIST = r"(?![^\n]*\{#(?:criterion|significant))"
"""Not in the policy's list of tests, where every change is told."""
MINOR: dict[str, Edit] = {
    "two spaces": swapped(r"(?<=[a-z]) (?=[a-z])", "  "),
    "another line break": swapped(r"(?<=[a-z,]) (?=[a-z])", "\n"),
    "letters in the wrong order": swapped(rf"(?<![@.])\b[a-z]{{7,}}\b(?!\.\w){OUTSIDE_LIST}", turned),
    "bold": swapped(r"(?<= )([a-z]{5,})(?= )", r"**\1**"),
    "a heading in another level": swapped(r"^## (?=.*[a-z])", "### ", re.MULTILINE),
    "a comma": swapped(r"(?<=[a-z]), (?=and|so|which)", " "),
    "contraction": swapped(r"\b(do|does|is|are) not\b", r"\1n't"),
    "in order to": swapped(r"(?<=[a-z]) to (?=deliver|keep|answer|send|show|improve)", " in order to "),
    "thanks": added("Thank you for reading this."),
    "personal data": swapped(r"\bpersonal information\b", "personal data"),
}
WE = r"\b([Ww]e) "
DOES = r"(collect|use|share|keep|store|delete|encrypt|tell|give|ask|pass|disclose|combine)\b"
SIGNIFICANT: dict[str, Edit] = {
    "not": swapped(WE + DOES, r"\1 do not \2"),
    "no longer not": swapped(rf"{WE}do not (\w+)", r"\1 \2"),
    "days": swapped(r"\b(?:30|thirty)( days)", r"90\1"),
    "years": swapped(r"\b(?:three|two|one|3|2) years?\b", "seven years"),
    "another address": swapped(r"(?<!mailto:)\b(?!legal)[\w.-]+@([\w-]+\.)", r"legal.desk@\1"),
    "sale": added("We may sell your address to advertisers."),
    "a new recipient": added("We also share your orders with credit agencies."),
    "a new kind of data": added("We also record your fingerprints when you sign in."),
    "training": added("We use your messages to train artificial intelligence models."),
    "retention": added("We keep your account information for ten years after you close your account."),
    "a right denied": added("You can no longer delete your account."),
    "disclosure on demand": added("We hand over your messages to the police on request, without a court order."),
    "only": swapped(r"\bonly (?=with|for|what|if|when|to)", ""),
    "a lost right": swapped(
        r"You (?:may|can|have the right to)\b[^.\n]*?"
        r"(?:withdraw|object|correct|delete|unsubscribe|opt out|refuse|complain|copy)[^.\n]*\.",
        "",
    ),
}


def picked(edit: Edit, text: str) -> list[str]:
    """A few of the edited texts, always the same, over the whole text."""
    edited = [new for new in edit(text) if new != text]
    return random.Random(1).sample(edited, min(MOST, len(edited)))


def wrong(edit: Edit, verdict: str) -> list[str]:
    found, tried = [], 0
    for text in texts():
        for new in picked(edit, text):
            tried += 1
            said = assess(compare(parse(text), parse(new)))
            if said.significance != verdict:
                at = next(n for n, (a, b) in enumerate(zip(text, new, strict=False)) if a != b)
                found.append(f"{new[max(0, at - 80) : at + 80]!r}: {said.explanation}")
    assert tried, "no place to edit"
    return found


@pytest.mark.parametrize("name", MINOR)
def test_edits_that_change_nothing_are_minor_wherever_they_are_made(name: str) -> None:
    assert not wrong(MINOR[name], "minor")


@pytest.mark.parametrize("name", SIGNIFICANT)
def test_edits_that_turn_a_promise_are_significant_wherever_they_are_made(name: str) -> None:
    assert not wrong(SIGNIFICANT[name], "significant")

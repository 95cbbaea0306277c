"""Headings of pages of other companies: bold lines that are headings, and sentences that are none."""

from __future__ import annotations

import re

from policytool.text.drafts import Draft
from policytool.text.markers import BULLETS, item
from policytool.text.runs import plain

_LONGEST = 100
_LONG = 160
_MOST_WORDS = 14
_SENTENCE_END = re.compile(r"[.;,!:。；，！：…\"”]\s*$")
_DATE = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\d年|last (?:updated|modified|revised)|effective",
    re.IGNORECASE,
)
_CONTACT = re.compile(r"@|https?:|www\.|\b\d{4,}\b|\+\d|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")


def settle(drafts: list[Draft]) -> None:
    """Turn whole-bold lines into headings one level below the last heading that the text marks as such.

    Dates, postcodes, addresses, sentences, links and bold lines that follow one another stay paragraphs. Long sentences
    marked as headings for their looks become paragraphs.
    """
    level = 1
    for number, draft in enumerate(drafts):
        if draft.kind == "heading" and _is_sentence(draft):
            draft.kind, draft.level = "paragraph", 0
        elif draft.kind == "heading":
            level = draft.level
        elif _reads_as_heading(draft) and _leads(drafts, number):
            draft.kind, draft.level = "heading", min(level + 1, 6)


def _is_sentence(draft: Draft) -> bool:
    text = plain(draft.runs)
    return len(text) > _LONG and text.endswith((".", ")", "!", "。", ";")) and not draft.marker and not item(text)


def _reads_as_heading(draft: Draft) -> bool:
    numbered = draft.kind == "item" and draft.level == 1 and draft.marker[0] not in BULLETS
    if not numbered and (draft.kind != "paragraph" or draft.level):
        return False
    if draft.quote or not draft.runs:
        return False
    if not all(run.strong and not run.code and run.link is None and run.image is None for run in draft.runs):
        return False
    text = plain(draft.runs)
    if len(text) > _LONGEST or "\n" in text or len(text.split()) > _MOST_WORDS:
        return False
    return not (_SENTENCE_END.search(text) or _DATE.search(text) or _CONTACT.search(text) or text[0].islower()) and any(
        sign.isalpha() for sign in text
    )


def _leads(drafts: list[Draft], number: int) -> bool:
    """Whether text follows that is not bold itself."""
    if number + 1 >= len(drafts):
        return False
    after = drafts[number + 1]
    if drafts[number].kind == "item" and (after.kind != "paragraph" or after.level):
        return False
    return after.kind != "heading" and not (after.kind == "paragraph" and all(run.strong for run in after.runs))

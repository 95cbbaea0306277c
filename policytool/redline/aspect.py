"""The weightiest difference inside a change: words, date, link, numbering, formatting, or none."""

from __future__ import annotations

import re
from itertools import groupby
from operator import attrgetter

from policytool.redline.model import Aspect
from policytool.redline.tokens import is_date, tokenise
from policytool.redline.words import WordDiff
from policytool.text.model import Clause

_NUMBER = re.compile(r"\d+(?:[.:-]\d+)*\.?[a-z]?\Z|[ivxlc]+\Z|[a-z]\Z", re.IGNORECASE)
_POINTER = re.compile(
    r"(?:sections?|clauses?|articles?|paragraphs?|parts?|chapters?|annex|appendix|items?|points?|no|§§?|第)\Z",
    re.IGNORECASE,
)
_LAW = re.compile(r"(?:of|\(|gdpr|uk|eu|ccpa|cpra|dsgvo|rgpd|lopd|pipl|du|der|des|del)\Z", re.IGNORECASE)
_CLOSING = frozenset(".,;:。，；：")
_QUOTES = frozenset("\"'")
_BULLETS = frozenset("•-*+·‣◦▪–—")
_look = attrgetter("strong", "emphasis", "code", "struck", "link", "image")
_DATE_LABEL = re.compile(
    r"(?i)(?:(?:this|privacy|policy|notice|statement|version|was|is|are|last|latest|most|recently|updated?|modified|revised|revision|amended"
    r"|effective|date|dated?|posted|published|as|of|on|from|since|in|force|the|and|change[sd]?)\b|最近|最后|更新|修订|生效|发布|公布|日期|时间"
    r"|本|版|政策|隐私|于|自|起|[\W_])*\Z"
)


def of_words(diff: WordDiff) -> Aspect:
    """What kind of difference the words of a change make; none where they agree."""
    differing = diff.differing
    if not differing:
        return "none"
    if all(is_date(key) for key in differing):
        return "date"
    if all(_refers(key, *around) for key, around in zip(differing, diff.around, strict=True)):
        return "numbering"
    if all(key in _QUOTES for key in differing) or (diff.last and all(key in _CLOSING for key in differing)):
        return "formatting"
    return "words"


def of_clause(text: str) -> Aspect:
    """What an inserted or deleted clause is: a line that gives nothing but a date, or words."""
    keys = tokenise(text).keys if len(text) <= 120 else ()
    dates = [key for key in keys if is_date(key)]
    if dates and _DATE_LABEL.match(" ".join(key for key in keys if not is_date(key))):
        return "date"
    return "words"


def of_presentation(old: Clause, new: Clause) -> Aspect:
    """What differs between two clauses of the same words: link, numbering, formatting, or none."""
    if _same(old, new):
        return "none"
    if _links(old) != _links(new):
        return "link"
    renumbered = old.kind != "row" and (old.level != new.level or not same_marker(old, new))
    return "numbering" if old.kind == new.kind and renumbered else "formatting"


def _links(clause: Clause) -> list[str]:
    """The targets in order; neighbouring runs with the same one count once."""
    return [link for link, _ in groupby(run.link for run in clause.runs if run.text or run.image) if link]


def same_marker(old: Clause, new: Clause) -> bool:
    return old.marker == new.marker or (old.marker in _BULLETS and new.marker in _BULLETS)


def _same(old: Clause, new: Clause) -> bool:
    return (
        old.text == new.text
        and old.kind == new.kind
        and old.level == new.level
        and old.quote == new.quote
        and same_marker(old, new)
        and (old.runs == new.runs or _runs(old) == _runs(new))
    )


def _runs(clause: Clause) -> list[tuple[object, str]]:
    """Formatting and text of the runs, neighbours of the same formatting joined: what a reader sees."""
    visible = [run for run in clause.runs if run.text or run.image]
    if len(visible) == 1:
        return [(_look(visible[0]), visible[0].text.strip())]
    return [(look, "".join([run.text for run in group]).strip()) for look, group in groupby(visible, key=_look)]


def _refers(key: str, before: str, after: str) -> bool:
    """Whether `key` is the number in a reference to another place of the same text, not of a law."""
    return bool(_NUMBER.match(key)) and bool(_POINTER.match(before)) and not _LAW.match(after)

"""Where a policy lists its tests of significance, and the items of that list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from policytool.significance.binding import kind_of
from policytool.text.model import Clause, Document

_WEIGHTY = (
    r"(?:significant|material|major|substantial|substantive|important|essential|fundamental|considerable|serious)"
)
_CHANGE = r"(?:changes?|changed|modification|amendment|revision|update|alteration|adjustment)s?"
_SPEAKS = re.compile(
    rf"\b{_WEIGHTY}\b(?:[\s,'’“”\"()-]+\w+){{0,2}}?[\s,'’“”\"()-]+{_CHANGE}\b"
    rf"|\b{_CHANGE}\b[^.;:]{{0,40}}?\b(?:are|is|be|as|considered|deemed|count as|regarded as)\s+(?:\w+\s)?{_WEIGHTY}\b"
    rf"|\bchang\w+\s+(?:{_WEIGHTY}ly)\b|\b{_WEIGHTY}ly\s+(?:chang\w+|amend\w*|revis\w+|alter\w*|modif\w+)"
    rf"|\b{_CHANGE}\s+(?:that\s+)?matters?\b(?!\s+to\b)"
    r"|(?:重大|重要|实质性?|主要)的?[^，。；：的]{0,4}(?:变更|变化|修改|修订|调整|更新|改变|变动)",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(
    r"(?:[:：]|\b(?:includ\w+|such as|following|these (?:are|cases)|mean(?:s|t)?|counts?"
    r"|consider\w*|regard\w*|treat\w*|concern\w*|when(?:ever)?|where|if|ones? that|those that|cases|examples?|e\.g\.)\b"
    r"|包括|如下|下列|以下|是指|例如|之一|视为|属于|情形)",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"(?:not (?:be )?(?:limited|restricted|confined)|without limitation|not exhausti"
    r"|non-exhausti|such as|for (?:example|instance)|e\.g\.|among (?:others|other things)"
    r"|in particular|\band (?:so on|the like)|\betc\b|\binclud(?:e|es|ing)\b|不限于|例如|包括|等)",
    re.IGNORECASE,
)
_DENIES = re.compile(
    rf"\b(?:not|never|neither|nor|no)\b(?:\s+(?:be|been|a|an|as|to be|any|themselves|count(?:ed)?|considered|deemed"
    rf"|regarded|treated|constitute))*\s+{_WEIGHTY}\b|\b(?:im|in|un)(?:material|significant|substantial|important)\b"
    rf"|(?:\bnot|n['’]t|\bnever)\b[^.;:]{{0,60}}?\bas\s+(?:a\s+|an\s+)?{_WEIGHTY}\b"
    r"|不(?:属于|构成|视为|是|作为)(?:重大|重要|实质|主要)|非(?:重大|实质)",
    re.IGNORECASE,
)
"""The words of a list of what is no test."""
_CHANGE_HINTS = ("chang", "modif", "amend", "revis", "updat", "alter", "adjust", "变", "修", "调整", "更新")
_WEIGHT_HINTS = (
    *(
        "significant",
        "matter",
        "material",
        "major",
        "substan",
        "important",
        "essential",
        "fundamental",
        "considerable",
        "serious",
    ),
    *("重大", "重要", "实质", "主要"),
)
_COLONS = (":", "：")
_MEANT = re.compile(
    r"\W*(?:these|those|this|they|such|the following|examples?|by (?:this|that|these|those|which)"
    r"|这些|此类|包括|具体|例如)",
    re.IGNORECASE,
)
"""How a sentence goes on about the changes that the one before it named."""
_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])|(?<=[。！？])")
_MARKED = re.compile(
    r"\s*(?:[-•*–‣◦▪·]\s+|\(?(?:\d{1,2}|[a-hA-H]|[ivx]{1,4})[.)、]\s*|[①-⑳]\s*|[(（][一二三四五六七八九十\da-z]{1,2}[)）]\s*|[一二三四五六七八九十]{1,2}、)"
)
_INNER = re.compile(
    r"(?:^|(?<=[\s;；,，:：.。]))(?:[(（](?:\d{1,2}|[a-h]|[ivx]{1,4}|[一二三四五六七八九十])[)）]|\d{1,2}(?:、|[.)](?=\s))|(?:[a-h]|[ivx]{1,4})\)|[①-⑳])\s*"
)
_TOUCHES = r"(?:concern|affect|regard|relat|alter|chang|touch|impact)\w*(?:\s+to)?"
_BEGINS = re.compile(
    r"[:：]|(?<=matters)\s*[—–-]|\b(?:includ(?:e|es|ing)(?:,? (?:but (?:is |are )?not limited to"
    r"|without limitation))?|such as|for (?:example|instance)|namely|e\.g\.),?"
    r"|\b(?:are|is) (?:any )?changes? (?:to|of|in)\b"
    rf"|\b(?:are|is) (?:those|ones|changes|any) (?:which |that )?{_TOUCHES}"
    rf"|\b(?:if|where|when|that|which)\s+(?:it\s+|they\s+)?(?:would\s+)?{_TOUCHES}|\b{_CHANGE}\s+{_TOUCHES}\b"
    r"|包括(?:但不限于)?|例如|如(?=[^何果需有您])",
    re.IGNORECASE,
)
"""Where an enumeration of what is significant begins within a sentence."""
_CONSEQUENCE = re.compile(
    r"[,，\s—–-]+we\s+(?:will|shall|may|would|must|also)\b|\s*[,，—–]\s*(?:you|it|please)\s+(?:will|shall|may|would|can)\b"
    r"|[，,]\s*我们",
    re.IGNORECASE,
)
"""What follows from a significant change, and is no item of the list."""
_HEAD = 1
"""Level of the row of a table that names the columns."""
_SEMICOLON = re.compile(r"\s*[;；]\s*")
_COMMA = re.compile(r"\s*(?:,|，|、)\s*(?:(?:and|or|as well as)\s+)?|\s+(?:and|or|as well as)\s+|以及|或者|或")
_JOIN = re.compile(r"^(?:and|or|as well as|及|和|或|以及|或者)[/\s]*(?:or\s+)?|[\s,;；，]*\b(?:and|or|and/or)?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item of a list, before its wording is bound."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list of tests: the clause that introduces it, its items, and whether it says that it is not exhaustive."""

    clause: Clause
    items: tuple[Item, ...]
    open: bool


def under(document: Document, clause_id: str) -> Listing | None:
    """The list under the clause with that id; None where there is no such clause or nothing below it."""
    place = next((n for n, clause in enumerate(document.clauses) if clause.id == clause_id), None)
    if place is None:
        return None
    clause = document.clauses[place]
    if clause.kind == "heading":
        return best(_listing(document.clauses, n) for n in _section(document.clauses, place))
    return _listing(document.clauses, place)


def best(listings: Iterable[Listing | None]) -> Listing | None:
    """The list that names the most kinds of change; None where there is none."""
    return max((listing for listing in listings if listing), key=_worth, default=None)


def found(document: Document) -> list[Listing]:
    """Every list of tests that the text introduces, each clause once."""
    clauses = document.clauses
    lists: list[Listing | None] = []
    for place, clause in enumerate(clauses):
        if not _hints(clause.text) or not _SPEAKS.search(clause.text):
            continue
        if clause.kind == "heading":
            lists += [_listing(clauses, n) for n in _section(clauses, place) if n - place <= 3]
        elif _titles(clauses, place):
            lists += [_listing(clauses, place, titled=True), _listing(clauses, place + 1)]
        else:
            lists.append(_listing(clauses, place) if _announces(clause.text) else _listed(clause, _inside(clause)))
    return list({listing.clause.id: listing for listing in lists if listing and _credible(listing)}.values())


def speaking(text: str) -> str:
    """The sentences of a clause that speak of significant changes; the whole clause where none does by itself."""
    return " ".join(part for part in _sentences(text) if _SPEAKS.search(part)) or text


def unfilled(document: Document) -> Clause | None:
    """The clause that announces a list of tests where none follows."""
    announced = (c for c in document.clauses if c.kind != "heading" and c.text.rstrip().endswith(_COLONS))
    return next((c for c in announced if _announces(c.text)), None)


def _announces(text: str) -> bool:
    """Whether the end of a clause speaks of significant changes: its last sentence, or the one before "These are:"."""
    *before, last = _sentences(text)
    if _SPEAKS.search(last):
        return not _denies(last)
    close = before[-1:] if last.rstrip().endswith(_COLONS) and _MEANT.match(last) else []
    return any(_SPEAKS.search(part) and not _denies(part) for part in close)


def _denies(sentence: str) -> bool:
    """Whether a sentence says what is not significant."""
    return bool(_DENIES.search(sentence)) and not re.search(r"\bonly\b|\bnot only\b", sentence, re.IGNORECASE)


@lru_cache(maxsize=16384)
def _hints(text: str) -> bool:
    """A quick look before the slow one; versions of a policy share most of their clauses."""
    low = text.lower()
    return any(word in low for word in _CHANGE_HINTS) and any(word in low for word in _WEIGHT_HINTS)


def _titles(clauses: Sequence[Clause], place: int) -> bool:
    """Whether a short line without a full stop stands as the title of what follows."""
    text = clauses[place].text.rstrip()
    return len(text) < 80 and not text.endswith((".", "。", ";", "；", *_COLONS)) and place + 1 < len(clauses)


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCES.split(text.rstrip()) if part.strip()]


def _section(clauses: Sequence[Clause], heading: int) -> Iterator[int]:
    """The places below a heading up to the next one that is not deeper."""
    for place in range(heading + 1, len(clauses)):
        if clauses[place].kind == "heading" and clauses[place].level <= clauses[heading].level:
            return
        if clauses[place].kind != "heading":
            yield place


def _listing(clauses: Sequence[Clause], place: int, *, titled: bool = False) -> Listing | None:
    intro = clauses[place]
    introduces = titled or _INTRODUCES.search(_sentences(intro.text)[-1])
    items = _below(clauses, place) if introduces else []
    return _listed(intro, items if len(items) > 1 else _inside(intro))


def _listed(intro: Clause, items: Sequence[Item]) -> Listing | None:
    opens = bool(_OPEN.search(_opening(intro.text)))
    return Listing(clause=intro, items=tuple(items), open=opens) if items else None


def _opening(text: str) -> str:
    """The part of an introducing clause that speaks of the list."""
    spoken = _SPEAKS.search(text)
    return text[spoken.start() :] if spoken else text


def _below(clauses: Sequence[Clause], place: int) -> list[Item]:
    """The list clauses or rows of a table right below; items of a deeper level belong to the one above them."""
    items: list[Item] = []
    level = 0
    for clause in clauses[place + 1 :]:
        text = clause.text.strip()
        if clause.kind == "item":
            level = level or clause.level
            if clause.level < level:
                break
            if clause.level > level:
                items[-1] = Item(id=items[-1].id, text=f"{items[-1].text} {text}")
                continue
        elif clause.kind == "row" and level == 0:
            if clause.level == _HEAD:
                continue
            text = max(text.split("\t"), key=len).strip()
        elif clause.kind == "paragraph" and _MARKED.match(clause.text) and level == 0:
            text = clause.text[_MARKED.match(clause.text).end() :]  # type: ignore[union-attr]
        else:
            break
        items.append(Item(id=clause.id, text=text))
    return items


def _inside(clause: Clause) -> list[Item]:
    """Items written in one paragraph, in any sentence of it that speaks of significant changes."""
    return max((_after(clause, spoken) for spoken in _spoken(clause.text)), key=_named, default=[])


def _spoken(text: str) -> Iterator[re.Match[str]]:
    """Where the sentences that say what is significant begin to say so."""
    at = 0
    for sentence in _sentences(text):
        at = text.find(sentence, at)
        if not _denies(sentence) and (found := _SPEAKS.search(text, at, at + len(sentence))):
            yield found
        at += len(sentence)


def _after(clause: Clause, spoken: re.Match[str]) -> list[Item]:
    """Numbered parts, parts between semicolons, or an enumeration."""
    parts = _numbered(clause.text, spoken.start()) or _enumerated(clause.text, spoken)
    cleaned = [_JOIN.sub("", part.strip(" \n.。,;；")).strip(" \n.。,;；") for part in parts]
    return [Item(id=f"{clause.id}-{n}", text=part) for n, part in enumerate((p for p in cleaned if p), 1)]


def _numbered(text: str, start: int) -> list[str]:
    marks = list(_INNER.finditer(text, start))
    if len(marks) < 2:
        return []
    ends = [mark.start() for mark in marks[1:]] + [_sentence_end(text, marks[-1].end())]
    return [text[mark.end() : end] for mark, end in zip(marks, ends, strict=True)]


def _enumerated(text: str, spoken: re.Match[str]) -> list[str]:
    begin = _BEGINS.search(text, spoken.start())
    if begin is None:
        return []
    rest = text[begin.end() :]
    if len(_SEMICOLON.split(rest)) > 2:
        return _SEMICOLON.split(rest[: _sentence_end(rest, rest.rfind(";") if ";" in rest else rest.rfind("；"))])
    rest = rest[: _sentence_end(rest, 0)]
    consequence = _CONSEQUENCE.search(rest)
    return _COMMA.split(rest[: consequence.start()] if consequence else rest)


def _sentence_end(text: str, start: int) -> int:
    end = re.compile(r"[.。!?](?:\s|$)|[)）](?=[\s,.，。]|$)|。").search(text, max(start, 0))
    return end.start() if end else len(text)


def _worth(listing: Listing) -> int:
    return _named(listing.items)


def _named(items: Iterable[Item]) -> int:
    """How many kinds of change the items name."""
    return len({kind_of(item.text) for item in items} - {None})


def _credible(listing: Listing) -> bool:
    """Whether a list that nobody named is one of tests: several kinds of change, most items bound, and none a
    description of practices (those run to several sentences)."""
    bound = [kind for kind in (kind_of(item.text) for item in listing.items) if kind]
    short = all(len(_SENTENCES.split(item.text)) <= 3 and len(item.text) <= 600 for item in listing.items)
    return short and len(set(bound)) >= 2 and len(bound) * 3 >= len(listing.items) * 2

"""Plain noise of a place: what mutes it, unless a fact speaks against that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rapidfuzz.distance import OSA

from policytool.significance.changed import content_keys
from policytool.significance.facts.figures import PERIOD, spans
from policytool.significance.lexicon import packaged
from policytool.significance.patterns import ACTION, PHONE
from policytool.significance.small import keys_of, small
from policytool.significance.vocabulary.load import table

if TYPE_CHECKING:
    from policytool.significance.measured import Measured
    from policytool.significance.words import Word
    from policytool.text.model import Run

MUTED: dict[str, float] = {
    "noise.statistic": 0.3,
    "noise.metrics": 0.35,
    "noise.copyright": 0.2,
    "noise.definition": 0.45,
    "noise.link_text": 0.4,
    "noise.rename": 0.45,
    "noise.placeholder": 0.3,
    "noise.advice": 0.3,
    "noise.gloss": 0.3,
    "noise.typo": 0.3,
    "noise.length": 0.3,
    "noise.phone": 0.3,
    "noise.route": 0.4,
    "noise.announces": 0.4,
    "noise.recut": 0.45,
    "noise.menu": 0.3,
    "noise.masked": 0.3,
    "noise.label": 0.3,
    "noise.reference": 0.3,
    "noise.revision": 0.3,
    "noise.leads": 0.3,
    "noise.footer": 0.3,
}
"""Noise → how surely at most."""

SILENCED = frozenset(
    f"noise.{name}"
    for name in (
        "copyright advice gloss typo length phone route announces menu label reference revision leads footer".split()
    )
)
"""Noise that no fact speaks against."""

_ADVISES = re.compile(
    r"\s*(?:please\b(?! note)|we (?:recommend|advise|encourage|urge|ask) (?:that )?you\b|you should\b|请)",
    re.IGNORECASE,
)
_ACTS = re.compile(
    r"\b(?:we|us) (?:may|will|can|shall|collect|use|share|sell|keep|store|process)\b"
    r"|\b(?:opt|unsubscribe|request|contact|write|call|e-?mail|form|complain|withdraw|object|consent|rights?)\b|@|我们(?:会|将|可)|联系|投诉|拒绝|撤回|权",
    re.IGNORECASE,
)
"""Words by which advice to users becomes a practice of the company, or a route to a right."""
_DEFINES = re.compile(r"^\W*(?:[Mm]eans\b|[\"“]?[\w\s()]{2,40}[\"”]?\s+(?:means|refers to)\b|An? (?:\w+ ){1,3}is an? )")
_GLOSS = re.compile(
    r"^\W*An? (?:\w+ ){1,3}is (?:a|an|the|one|any|short for)\b|^\W*\w+ are (?:small|short|tiny|pieces|files)\b"
)
_SOMEBODY = re.compile(
    r"\b(?:we|us|our|you|your|they|partners?|providers?|third part\w+|compan\w+|advertis\w+|track\w*)\b", re.IGNORECASE
)
"""Who handles information: a sentence without any of them tells what a word means."""
_LINK_TEXT = frozenset(
    [
        "here",
        "link",
        "click",
        "page",
        "visit",
        "view",
        "see",
        "read",
        "learn",
        "more",
        "below",
        "abov",
        "find",
        "found",
        "websit",
        "can",
        "be",
        "at",
        "in",
        "on",
        "by",
    ]
)
_ANNOUNCES = re.compile(
    r"(?:[\w’' ]{2,30}, |As (?:an? )?[\w’' ]{2,30} )?(?:"
    r"(?:you have|there are) (?:a number of|certain|the following|several|various|some|these) "
    r"(?:\w+ ){0,2}(?:rights|choices|options|ways)"
    r"|this (?:part|section) (?:explains|describes|tells you|lists) (?:our|your|how|what|which) [\w’' ]{3,60})[.:]"
    r"|您(?:享有|拥有)(?:以下|下列|多项)权利[：:。]",
    re.IGNORECASE,
)
"""A sentence that announces what others say."""
_WAYS = frozenset("writ email mail send contact reach messag to us at through address".split())
_CAN = frozenset({"may", "can"})
"""Words for writing to an address that is named."""
_TITLE_MOST = 8
_ENTRY_MOST = 6
_LABEL_MOST = 4
_LEAD_MOST = 12
_NEAR = 14
_SHORT = 8
_MENUS = 5
_LONG = 10
_SEAMS = 0.05
"""So great a share of the words of a statement cut anew stands beside another word than before."""
_SECTION = re.compile(r"[“\"‘]([^”\"’“]{2,90}|[^”\"“]{2,90})[”\"’]\s+(?:sections?|heading|chapter|paragraph)\b")
"""A section that a sentence points to by its title."""
_REVISED = re.compile(
    r"\W*(?:we(?:['’]ve| have)? (?:also |recently )?(?:updated|revised) (?:our|this|the)\b"
    r".{0,60}\b(?:policy|notice|statement)\b"
    r"|我们.{0,6}(?:更新|修订)了.{0,12}(?:政策|声明))",
    re.IGNORECASE,
)
"""What a policy says of its own last revision, which the redline shows."""
_KEPT = frozenset(
    [
        "not",
        "no",
        "never",
        "without",
        "cannot",
        "nobody",
        "neither",
        "none",
        "nor",
        "may",
        "might",
        "can",
        "could",
        "will",
        "shall",
        "must",
        "only",
        "sole",
        "unless",
        "except",
        "any",
        "our",
        "your",
        "their",
        "its",
        "other",
        "before",
        "after",
        "until",
        "within",
        "prior",
        "during",
        "upon",
        "explicit",
        "express",
    ]
)
_SMALL = frozenset(word for line in table("small").values() for word in line.split()) - _KEPT
_MENU = frozenset(table("furniture")["words"].split())


def read(m: Measured) -> Iterator[tuple[str, bool]]:
    """The noise that a place is."""
    keys = {key for s in (*m.place.olds, *m.place.news) for key in s.all_keys}
    changed = [w for w in (*m.added, *m.removed) if w.kind != "date"]
    numbers = [w for w in changed if w.kind == "number"]
    years = bool(changed) and all(re.fullmatch(r"(?:19|20)\d\d", w.key) for w in changed)
    yield "noise.copyright", years and bool(re.search(r"©|copyright", m.text, re.IGNORECASE))
    yield "noise.metrics", bool({"metric", "median"} & (keys | set(m.heading)))
    yield "noise.statistic", bool(numbers) and bool(keys & {"million", "billion"}) and "user" in keys
    yield "noise.title", not m.two_sided and m.titled and len(changed) <= _TITLE_MOST and not m.fresh_terms
    yield (
        "noise.definition",
        not m.two_sided and bool(_DEFINES.match(m.text)),
    )
    yield "noise.gloss", not m.two_sided and bool(_GLOSS.match(m.text)) and not numbers and not _SOMEBODY.search(m.text)
    content = [w.key for w in changed if w.kind == "word"]
    yield "noise.link_text", m.two_sided and len(content) == len(changed) > 0 and _said_of_links(content)
    yield (
        "noise.advice",
        all(_ADVISES.match(s.text) and not _ACTS.search(s.text) for s in (*m.place.olds, *m.place.news)),
    )
    swapped = bool(m.added and m.removed) and len(content) == len(changed)
    yield "noise.route", swapped and _only_ways(set(content)) and _same_points(m)
    yield "noise.phone", len(numbers) == len(changed) > 0 and m.phones[0] == m.phones[1] != set() and _beside_phones(m)
    yield "noise.length", m.two_sided and bool(changed) and _same_length(m)
    yield (
        "noise.announces",
        not m.two_sided and all(_ANNOUNCES.fullmatch(s.text.strip()) for s in (*m.place.olds, *m.place.news)),
    )
    yield "noise.rename", m.repeated
    yield "noise.typo", m.two_sided and (_letters_only(m) or _characters_only(m))
    yield "noise.contents", m.elsewhere
    yield "noise.recut", not m.elsewhere and recut(m)
    mails = [w.key for w in changed if w.kind == "mail"]
    only = all(w.kind in ("mail", "url") for w in changed)
    yield "noise.masked", m.two_sided and only and any("protected" in mail for mail in mails)
    plain = m.place.clause.kind == "paragraph" and all(w.kind == "word" for w in changed) and not m.regions
    yield "noise.label", plain and m.verbless and len(changed) <= _LABEL_MOST and _everywhere(m)
    yield "noise.reference", m.two_sided and bool(_SECTION.search(m.text)) and _said_of_sections(m)
    sentences = [s.text.strip() for s in (*m.place.olds, *m.place.news)]
    yield "noise.revision", all(_REVISED.match(text) for text in sentences)
    leads = all(text.endswith((":", "：")) for text in sentences)
    yield "noise.leads", not m.two_sided and m.verbless and leads and not m.regions and len(changed) <= _LEAD_MOST
    yield "noise.footer", not m.two_sided and m.verbless and _in_footer(m)
    yield "noise.menu", not m.two_sided and _entry(m)
    yield "noise.placeholder", bool(content) and all(key in _MENU for key in content) and not m.two_sided and m.verbless


def _same_length(m: Measured) -> bool:
    """Whether nothing changed but the unit in which a period is told: 12 months are one year."""
    figures = all(w.kind == "number" or w.key in PERIOD | {"one", "calendar"} for w in (*m.added, *m.removed))
    units = all({w.key for w in side} & PERIOD for side in (m.added, m.removed))
    return figures and units and spans(m.sides[0]) == spans(m.sides[1]) != []


def _beside_phones(m: Measured) -> bool:
    """Whether the sides agree in every figure beside their telephone numbers."""
    old, new = (re.findall(r"\d+", PHONE.sub(" ", side.replace("(0)", ""))) for side in m.sides)
    return old == new


def _only_ways(changed: set[str]) -> bool:
    """Whether nothing changed but how one writes to an address; "you may" and "you can" are one."""
    return bool(changed) and changed - (_CAN if changed >= _CAN else set()) <= _WAYS


def _same_points(m: Measured) -> bool:
    """Whether both sides name the same mail addresses, at least one."""
    old, new = ({w.key for s in side for w in s.words if w.kind == "mail"} for side in (m.place.olds, m.place.news))
    return old == new != set()


def recut(m: Measured) -> bool:
    """Whether a long statement stands in the other document too, cut into other sentences, cells or items."""
    changed = len(m.place.added) + len(m.place.removed)
    return not m.two_sided and changed >= _LONG and m.novel_share <= _SEAMS


def _everywhere(m: Measured) -> bool:
    """Whether the same line came, or went, at three places or more, by itself."""
    return not m.two_sided and m.context.swaps[content_keys(m.place.removed), content_keys(m.place.added)] >= 3


def _in_footer(m: Measured) -> bool:
    """Whether a line stands among many as short, some of them nothing but words of menus: the end of a web page."""
    whole = m.context.new if m.place.news else m.context.old
    clauses, at = whole.document.clauses, whole.places[m.place.clause.id]
    near = [one.text for one in clauses[max(0, at - _NEAR) : at + _NEAR + 1] if one.kind in ("paragraph", "item")]
    short = [keys for text in near if text[-1:] not in ".:;," and 0 < len(keys := keys_of(text)) <= _LABEL_MOST]
    menus = [keys for keys in short if all(key in small().menu or key in small().group for key in keys)]
    return len(short) >= _SHORT and len(menus) >= _MENUS


def _said_of_sections(m: Measured) -> bool:
    """Whether the sides agree but for the titles of the sections that they point to."""
    old, new = (keys_of(_SECTION.sub(" ", side)) for side in m.sides)
    return old == new


def _entry(m: Measured) -> bool:
    """Whether an item is nothing but a short link to another page of the same site: an entry of its menu, or of a list
    of contents. What users can do there is more."""
    clause, whole = m.place.clause, m.context.new if m.place.news else m.context.old
    if clause.kind != "item" or len(clause.links) != 1 or ACTION.search(clause.text):
        return False
    (link,), text = clause.links, clause.text.strip()
    return link.text.strip() == text and len(text.split()) <= _ENTRY_MOST and _host(link) in ("", whole.home)


def _host(link: Run) -> str:
    return urlsplit(link.link or "").netloc


def _said_of_links(keys: list[str]) -> bool:
    return all(key in _LINK_TEXT or key in _SMALL for key in keys)


def _letters_only(m: Measured) -> bool:
    """Whether each word that changed is the same word misspelt: by one letter, where one spelling is known and the
    other is no word of this text or of the vocabulary, or by two neighbouring letters in the wrong order."""
    gone, come = ([w for w in side if w.kind != "date"] for side in (m.removed, m.added))
    if not gone or len(gone) != len(come):
        return False
    return all(_misspelt(m, old, new) for old, new in zip(gone, come, strict=True))


def _characters_only(m: Measured) -> bool:
    """Whether the sides agree once Chinese words with a wrong character are written rightly, and turns alike alike."""
    old, new = (_written(side) for side in m.sides)
    return old == new


@cache
def _rightly() -> dict[str, str]:
    """Chinese words with a wrong character and turns of phrase, and what they say rightly."""
    same = table("same")
    return {**same["written"], **same["turns"]}


def _written(text: str) -> str:
    for wrong, right in _rightly().items():
        text = text.replace(wrong, right)
    return text


def _misspelt(m: Measured, old: Word, new: Word) -> bool:
    a, b = old.key, new.key
    if old.kind != "word" or new.kind != "word" or min(len(a), len(b)) < _LEAST or OSA.distance(a, b) != 1:
        return False
    if len(a) == len(b) and sorted(a) == sorted(b):
        return True
    known = [key in _vocabulary() or m.context.uses(key) > 1 for key in (a, b)]
    return known[0] != known[1]


@cache
def _vocabulary() -> frozenset[str]:
    """The words of the packaged vocabulary, spelt rightly."""
    lexicon = packaged()
    return frozenset(lexicon.words) | frozenset(small().group)


_LEAST = 5

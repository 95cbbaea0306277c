"""What is measured of a place: generic properties of the words that changed, keyed by readable names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import log1p

from rapidfuzz import fuzz

from policytool.significance import noise
from policytool.significance.changed import names_in, names_in_lists, new_pairs, regions_in
from policytool.significance.facts.subject import subject
from policytool.significance.measured import Measured, swap
from policytool.significance.patterns import ACTION, MASKED, POINTER, VERB
from policytool.significance.small import small

_Features = Iterator[tuple[str, float]]
_MOST = 120
_DURATION = re.compile(r"(?:day|week|month|year|hour|minute|calendar|business|working|日|天|月|年|小)")
_AGE = re.compile(r"(?:ag|aged|old|child|children|minor|under|over|岁|周)")
_ACTORS = {"we": "we", "our": "we", "us": "we", "you": "you", "your": "you", "user": "you", "我": "we", "您": "you"}
_ACTORS |= {"they": "they", "their": "they"}
_OPENING = {**_ACTORS, "if": "if", "when": "if", "to": "to", "for": "for", "the": "it", "this": "it", "these": "it"}
_TELLING = frozenset(
    "shares user_controls control_named right_named collects uses keeps source outside_gets contact_route request_route"
    " security user_feature denies_sharing".split()
)
"""Frames of the neighbouring statements that tell what a statement is a part of."""
_STREET = frozenset(
    [
        "street",
        "road",
        "avenue",
        "av",
        "lane",
        "square",
        "suite",
        "floor",
        "building",
        "box",
        "boulevard",
        "blvd",
        "rue",
        "straß",
        "strass",
        "strasse",
        "way",
        "drive",
        "court",
        "plaza",
        "quay",
        "place",
        "str",
        "路",
        "街",
        "巷",
        "楼",
        "室",
    ]
)


def measure(m: Measured) -> dict[str, float]:
    """The features of a place, by name; those that are zero are left out."""
    found: dict[str, float] = {"bias": 1.0}
    for part in (
        _shape,
        _facts,
        noise.read,
        _size,
        _novelty,
        _small_words,
        _terms,
        _topic,
        _numbers,
        _contacts,
        _names,
        _frames,
        _actors,
        _beside,
        _companies,
        _kind_of_text,
        _sameness,
        _lexical,
    ):
        for name, value in part(m):
            if value:
                found[name] = 1.0 if isinstance(value, bool) else round(float(value), 4)
    if told := subject(m):
        found[f"domain.{told}"] = 1.0
    return found


def shape_of(m: Measured) -> str:
    """How a place changes: edited in part, a sentence that came or went, or a line without a verb."""
    if m.two_sided:
        return "edit"
    text = " ".join(s.text for s in (*m.place.news, *m.place.olds)).strip()
    if POINTER.search(text) and not ACTION.search(text):
        return "pointer"
    return "sentence" if VERB.search(text.lower()) or re.search("[\u3400-\u9fff]{8}", text) else "line"


def _facts(m: Measured) -> _Features:
    for name in m.held:
        yield name, 1.0


def _shape(m: Measured) -> _Features:
    yield f"shape.{shape_of(m)}", 1.0


def _size(m: Measured) -> _Features:
    gone, come = len(m.gone), len(m.come)
    yield "size.gone", log1p(min(gone, _MOST))
    yield "size.come", log1p(min(come, _MOST))
    yield "size.any", log1p(min(gone + come, _MOST))
    yield "size.none", gone + come == 0
    yield "size.one", gone + come == 1
    yield "side.both", m.two_sided
    yield "side.came", not m.place.olds
    yield "side.went", not m.place.news
    total = sum(len(s.words) for s in (*m.place.olds, *m.place.news)) or 1
    yield "size.share", (len(m.removed) + len(m.added)) / total
    yield "size.length", log1p(min(total, 200))
    yield "edit.only_came", bool(m.two_sided and come and not gone)
    yield "edit.only_went", bool(m.two_sided and gone and not come)
    yield "edit.swap", bool(m.two_sided and gone and come)


def _novelty(m: Measured) -> _Features:
    old, new = m.context.old, m.context.new
    fresh = [w for w in m.come if w.key not in old.words]
    lapsed = [w for w in m.gone if w.key not in new.words]
    yield "novel.come", log1p(min(len(fresh), 30))
    yield "novel.gone", log1p(min(len(lapsed), 30))
    yield "novel.none", bool(m.come or m.gone) and not fresh and not lapsed
    yield "novel.pairs_come", log1p(min(new_pairs(m.place.added, old), 40))
    yield "novel.pairs_gone", log1p(min(new_pairs(m.place.removed, new), 40))
    yield "novel.sentence_elsewhere", m.elsewhere
    yield "novel.sentence_twice", _twice(m)
    yield "novel.pairs_share", m.novel_share


def _twice(m: Measured) -> bool:
    """Whether a one-sided line stands elsewhere in its own document too, as a title does in a list of contents."""
    if m.two_sided:
        return False
    own = m.context.new if m.place.news else m.context.old
    return all(own.spelled.count(f" {' '.join(s.all_keys)} ") > 1 for s in (*m.place.olds, *m.place.news))


def _small_words(m: Measured) -> _Features:
    groups = small().group
    come = Counter(groups[w.key] for w in m.added if w.key in groups)
    gone = Counter(groups[w.key] for w in m.removed if w.key in groups)
    where = "edit" if m.two_sided else "whole"
    for name in sorted(come.keys() | gone.keys()):
        if name == "no_effect":
            continue
        yield f"{where}.small.{name}", 1.0
        if m.two_sided and come[name] != gone[name]:
            yield f"{where}.small.{name}.{'more' if come[name] > gone[name] else 'less'}", 1.0


def _terms(m: Measured) -> _Features:
    for name, found, is_fresh in (("gain", m.gained, m.is_new), ("lose", m.lost, m.is_gone)):
        counts: Counter[str] = Counter()
        for sentence, match in found:
            counts[match.term.group] += 1
            yield f"{name}.t.{match.term.name}", 1.0
            yield f"either.t.{match.term.name}", 1.0
            if is_fresh(sentence, match):
                counts[f"{match.term.group}.new"] += 1
                yield f"either.new.t.{match.term.name}", 1.0
        for group, count in counts.items():
            yield f"{name}.{group}", log1p(count)
            yield f"{name}.{group}.any", 1.0
            yield f"either.{group}.any", 1.0
    if m.two_sided:
        yield "edit.no_terms", not m.gained and not m.lost


def _topic(m: Measured) -> _Features:
    terms = {match.term for _, match in (*m.old_terms, *m.new_terms)}
    groups = Counter(term.group for term in terms)
    for group, count in groups.items():
        yield f"about.{group}", log1p(count)
    for term in terms:
        yield f"about.t.{term.name}", 1.0
    heads = {match.term for match in m.context.lexicon.find(m.heading)}
    for term in heads:
        yield f"head.t.{term.name}", 1.0
    for group in {term.group for term in heads}:
        yield f"head.{group}", 1.0


def _numbers(m: Measured) -> _Features:
    come = [w.key for w in m.added if w.kind == "number"]
    gone = [w.key for w in m.removed if w.kind == "number"]
    yield "number.any", bool(come or gone)
    if not (come or gone):
        return
    near = m.near_numbers
    kind = "edit" if m.two_sided else "whole"
    yield f"number.{kind}", 1.0
    yield "number.duration", any(_DURATION.match(key) for key in near)
    yield "number.age", any(_AGE.fullmatch(key) for key in near)
    yield "number.swap", bool(come and gone)
    duration, age = any(_DURATION.match(key) for key in near), any(_AGE.fullmatch(key) for key in near)
    if come and gone and m.two_sided:
        yield "number.swap.duration", duration
        yield "number.swap.age", age
        yield "number.swap.other", not duration and not age
    yield "number.statistic", bool(near & {"million", "billion", "metric", "median", "averag", "total", "number", "%"})
    yield "number.year", any(re.fullmatch(r"(?:19|20)\d\d", n) for n in (*come, *gone))
    yield "number.section", any(key in {"section", "claus", "articl", "paragraph", "art"} for key in near)
    yield "number.long", any(len(re.sub(r"\D", "", n)) >= 4 for n in (*come, *gone))
    yield "number.decimal", any(re.fullmatch(r"\d{1,2}\.\d{1,2}", n) for n in (*come, *gone))


def _contacts(m: Measured) -> _Features:
    come = {w.key for w in m.added if w.kind == "mail" and not MASKED.search(w.key)}
    gone = {w.key for w in m.removed if w.kind == "mail" and not MASKED.search(w.key)}
    masked = any(w.kind == "mail" and MASKED.search(w.key) for w in (*m.added, *m.removed))
    yield "mail.masked", masked
    yield "mail.same", m.two_sided and not (come or gone or masked) and "@" in m.sides[0]
    if not masked:
        yield "mail.came", bool(come)
        yield "mail.went", bool(gone)
        yield "mail.swap", bool(come and gone)
        yield "mail.new", any(mail not in m.context.old.words for mail in come)
        yield "mail.gone", any(mail not in m.context.new.words for mail in gone)
    yield "phone.change", m.phones[0] != m.phones[1]
    yield "phone.swap", bool(m.phones[0] and m.phones[1] and m.phones[0] != m.phones[1])
    keys = {w.key for w in (*m.added, *m.removed)}
    yield "address.words", bool(keys & _STREET)
    yield "address.number", bool(keys & _STREET) and any(w.kind == "number" for w in (*m.added, *m.removed))
    yield "link.change", any(w.kind == "url" for w in (*m.added, *m.removed))


def _names(m: Measured) -> _Features:
    forms = small().forms
    come = [w.key for w in m.added if w.key in forms]
    gone = [w.key for w in m.removed if w.key in forms]
    yield "entity.came", bool(come)
    yield "entity.went", bool(gone)
    yield "entity.swap", bool(come and gone)
    yield "entity.about", any(key in forms for s in (*m.place.olds, *m.place.news) for key in s.all_keys)
    came, went = regions_in(m.place.added), regions_in(m.place.removed)
    gained, lost = came - went, went - came
    yield "geo.came", bool(gained)
    yield "geo.went", bool(lost)
    yield "geo.many", len(gained) + len(lost) > 2
    yield "geo.new", any(not m.context.old.says(name) for name in gained)
    yield "geo.gone", any(not m.context.new.says(name) for name in lost)
    fresh = [w for w in names_in(m.place.added) if w.key not in m.context.old.words]
    lapsed = [w for w in names_in(m.place.removed) if w.key not in m.context.new.words]
    yield "proper.new", log1p(len(fresh))
    yield "proper.gone", log1p(len(lapsed))
    yield (
        "proper.only",
        bool(m.come or m.gone)
        and len(names_in(m.place.added)) + len(names_in(m.place.removed)) == len(m.come) + len(m.gone),
    )
    listed = names_in_lists(m.place.added) | names_in_lists(m.place.removed)
    yield "proper.listed", bool(listed)
    yield "proper.listed.new", bool(listed & {w.key for w in (*fresh, *lapsed)})
    yield "proper.edit.new", m.two_sided and bool(fresh or lapsed) and len(m.come) + len(m.gone) <= 6
    yield "proper.new.share", bool(fresh) and m.sharing
    yield "proper.gone.share", bool(lapsed) and m.sharing


def _frames(m: Measured) -> _Features:
    old, new = m.frames
    if not m.two_sided:
        for name in old | new:
            yield f"frame.{name}", 1.0
        return
    for name in old & new:
        yield f"edit.frame.{name}", 1.0
    for name in new - old:
        yield f"edit.frame.{name}.came", 1.0
        yield f"frame.{name}", 1.0
    for name in old - new:
        yield f"edit.frame.{name}.went", 1.0
        yield f"frame.{name}", 1.0


def _actors(m: Measured) -> _Features:
    """Who is spoken of first in statements that came or went, and how they open."""
    if m.two_sided:
        return
    for sentence in (*m.place.olds, *m.place.news):
        keys = sentence.all_keys
        if keys:
            yield f"opens.{_OPENING.get(keys[0], 'other')}", 1.0
            yield f"actor.{next((_OPENING[key] for key in keys if key in _ACTORS), 'nobody')}", 1.0


def _beside(m: Measured) -> _Features:
    if m.two_sided:
        return
    yield "beside.count", log1p(len(m.block.members) - 1)
    for name in m.block.beside(m) & _TELLING:
        yield f"beside.{name}", 1.0


def _companies(m: Measured) -> _Features:
    gone, come = m.companies
    yield "company.changed", bool(gone or come)
    yield "company.swap", bool(gone and come)
    fresh, lapsed = come - m.context.old.companies, gone - m.context.new.companies
    yield "company.new", bool(fresh)
    yield "company.gone", bool(lapsed)
    controls = bool((m.frames[0] | m.frames[1]) & {"is_controller", "applies"}) or m.about("Controller")
    yield "company.controller", bool(gone or come) and controls
    yield "company.controller.new", bool(fresh or lapsed) and controls
    yield (
        "company.shared",
        bool(fresh or lapsed) and bool((m.frames[0] | m.frames[1]) & {"shares", "outside_gets", "named_helper"}),
    )


def _kind_of_text(m: Measured) -> _Features:
    clause = m.place.clause
    yield f"clause.{clause.kind}", 1.0
    text = " ".join(s.text for s in (m.place.news or m.place.olds)).strip()
    keys = [key for s in (*m.place.olds, *m.place.news) for key in s.all_keys]
    yield "text.no_verb", not VERB.search(text.lower())
    yield "text.short", len(keys) <= 6
    yield "text.question", text.endswith(("?", "？"))
    yield "text.colon", text.endswith((":", "："))
    yield "text.stop", text.endswith((".", "。", "!", ";"))
    pointer = bool(POINTER.search(text))
    yield "text.pointer", pointer
    yield "text.pointer.mute", pointer and not ACTION.search(text)
    yield "text.pointer.action", pointer and bool(ACTION.search(text))
    changed = [w.key for w in (*m.removed, *m.added) if w.kind != "date"]
    menu = small().menu
    yield "text.menu", sum(key in menu for key in changed) / len(changed) if changed else 0.0
    yield "text.menu.all", bool(changed) and all(key in menu for key in changed)
    yield "text.dated", any(w.kind == "date" for s in (*m.place.olds, *m.place.news) for w in s.words)
    yield "text.you", "you" in keys or "your" in keys
    yield "text.we", "we" in keys or "our" in keys
    yield "text.caps", len(text) > 8 and text.upper() == text
    yield "text.no_head", not clause.path
    yield from _position(m)


def _position(m: Measured) -> _Features:
    whole = m.context.new if m.place.news else m.context.old
    size = len(whole.places) or 1
    place = whole.places.get(m.place.clause.id, 0)
    yield "position.first", place / size < 0.03
    yield "position.last", place / size > 0.95


def _sameness(m: Measured) -> _Features:
    if not m.two_sided:
        return
    old = " ".join(key for s in m.place.olds for key in s.all_keys)
    new = " ".join(key for s in m.place.news for key in s.all_keys)
    yield "same.ratio", fuzz.token_sort_ratio(old, new) / 100
    yield "same.typo", m.misspelt
    repeats = m.context.swaps[swap(m.place)]
    yield "same.rename", bool(repeats >= 3 and m.gone and m.come)
    yield "same.repeats", log1p(repeats - 1)


def _lexical(m: Measured) -> _Features:
    for word in {w.key for w in m.removed} | {w.key for w in m.added}:
        yield f"word.{word}", 1.0

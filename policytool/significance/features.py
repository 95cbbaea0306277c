"""What is measured of a place: generic properties of the words that changed, keyed by readable names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import log1p

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from policytool.significance import facts, words
from policytool.significance.lexicon import GROUPS, Lexicon, Match, Term
from policytool.significance.places import Place
from policytool.significance.sentences import Sentence
from policytool.significance.vocabulary.load import table
from policytool.significance.whole import Whole
from policytool.significance.words import Word

_MOST = 120
_MASKED = re.compile(r"\[email|email@|@example")
_DURATION = re.compile(r"(?:day|week|month|year|hour|minute|calendar|business|working|日|天|月|年|小)")
_AGE = re.compile(r"(?:ag|aged|old|child|children|minor|under|over|岁|周)")
_PHONE = re.compile(r"\+?\(?\d[\d().\s-]{6,}\d")
_POINTER = re.compile(
    r"^\W*(?:(?:please\s+)?(?:see|read|click|visit|learn|find out|view|refer|check)\b|for (?:more|further|additional)\b"
    r"|(?:more|further|additional) (?:information|details)\b|to (?:learn|find out|read|see) (?:more|about)\b|you can (?:find|read|learn|see|view)\b"
    r"|.{0,60}\b(?:available|found|described|explained|set out|listed) (?:here|at|in|on|below|above)\b)|请(?:参阅|查看|点击)|详见",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"opt|unsubscrib|request|contact|exercis|delet|withdraw|object|manage|control|complain|choice", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|may|will|can|must|shall|should|have|has|do|does|uses?|collects?|shares?|provides?|process|processes|contact"
    r"|receives?|disclose|appl(?:y|ies)|includes?|delete|keep|store|retain|sell|transfer|tell|notify|ask|give|encrypt|send|record|need|want|help"
    r"|analy[sz]e|combine|treat|require|offer|rely|work|make|take|protect|inform|publish|obtain|update|reserve)\b"
)


@dataclass(frozen=True, slots=True)
class Small:
    """The small words, the words of menus, and names of places, as sets."""

    group: dict[str, str]
    menu: frozenset[str]
    phrases: frozenset[tuple[str, ...]]
    places: frozenset[tuple[str, ...]]
    forms: frozenset[str]


@cache
def small() -> Small:
    groups = {word: name for name, line in table("small").items() for word in line.split()}
    furniture, geography = table("furniture"), table("geography")
    keyed = {key: name for word, name in groups.items() for key in (word, *words.keys(word))}
    return Small(
        group=keyed,
        menu=frozenset(key for word in furniture["words"].split() for key in words.keys(word)),
        phrases=frozenset(_keys(phrase) for phrase in furniture["phrases"].split(";") if phrase.strip()),
        places=frozenset(_keys(name) for name in geography["places"].split(";") if name.strip()),
        forms=frozenset(geography["legal_forms"].split()),
    )


def _keys(text: str) -> tuple[str, ...]:
    return tuple(word.key for word in words.read(text))


@dataclass(frozen=True, kw_only=True)
class Context:
    """Both documents whole, the lexicon, and what repeats over all places of the revision."""

    old: Whole
    new: Whole
    lexicon: Lexicon
    swaps: Counter[tuple[tuple[str, ...], tuple[str, ...]]]
    count: int


def context(places: Sequence[Place], old: Whole, new: Whole, lexicon: Lexicon) -> Context:
    swaps = Counter(swap(place) for place in places)
    return Context(old=old, new=new, lexicon=lexicon, swaps=swaps, count=len(places))


def swap(place: Place) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that went and came at a place: the same pair at many places is a renaming."""
    return _content_keys(place.removed), _content_keys(place.added)


def _content_keys(changed: Sequence[tuple[Sentence, Word]]) -> tuple[str, ...]:
    return tuple(sorted({word.key for _, word in changed if _content(word)}))


class Measured:
    """A place with everything that rules and weights ask of it, worked out once."""

    def __init__(self, place: Place, context: Context) -> None:
        self.place = place
        self.context = context

    @cached_property
    def removed(self) -> list[Word]:
        return [word for _, word in self.place.removed]

    @cached_property
    def added(self) -> list[Word]:
        return [word for _, word in self.place.added]

    @cached_property
    def gone(self) -> list[Word]:
        """Removed words with a meaning of their own."""
        return [word for word in self.removed if _content(word)]

    @cached_property
    def come(self) -> list[Word]:
        return [word for word in self.added if _content(word)]

    @cached_property
    def two_sided(self) -> bool:
        return bool(self.place.olds and self.place.news)

    def _terms(self, sentences: tuple[Sentence, ...]) -> list[tuple[Sentence, Match]]:
        return [(s, match) for s in sentences for match in self.context.lexicon.find(s.all_keys)]

    @cached_property
    def old_terms(self) -> list[tuple[Sentence, Match]]:
        return self._terms(self.place.olds)

    @cached_property
    def new_terms(self) -> list[tuple[Sentence, Match]]:
        return self._terms(self.place.news)

    @cached_property
    def gained(self) -> list[tuple[Sentence, Match]]:
        """Terms that the new sentences name and the old ones do not, at words that came."""
        return _only(self.new_terms, self.old_terms, self.place.added)

    @cached_property
    def lost(self) -> list[tuple[Sentence, Match]]:
        return _only(self.old_terms, self.new_terms, self.place.removed)

    def is_new(self, sentence: Sentence, match: Match) -> bool:
        """Whether the old document never uses these words."""
        return not self.context.old.says(sentence.all_keys[match.start : match.end])

    def is_gone(self, sentence: Sentence, match: Match) -> bool:
        return not self.context.new.says(sentence.all_keys[match.start : match.end])

    @cached_property
    def kept(self) -> int:
        """How many words stay."""
        return min(
            sum(len(s.words) for s in self.place.olds) - len(self.removed),
            sum(len(s.words) for s in self.place.news) - len(self.added),
        )

    def about(self, *names: str) -> bool:
        """Whether the sentences or the headings above speak of one of these terms."""
        return bool(self._named & set(names))

    @cached_property
    def _named(self) -> set[str]:
        heads = {match.term.name for match in self.context.lexicon.find(self.heading)}
        return heads | {match.term.name for _, match in (*self.old_terms, *self.new_terms)}

    @cached_property
    def groups(self) -> set[str]:
        """The groups of terms that the sentences or the headings above speak of."""
        heads = {match.term.group for match in self.context.lexicon.find(self.heading)}
        return heads | {match.term.group for _, match in (*self.old_terms, *self.new_terms)}

    @cached_property
    def near_numbers(self) -> set[str]:
        return _near(self.place.added) | _near(self.place.removed)

    @cached_property
    def phones(self) -> tuple[set[str], set[str]]:
        old, new = (" ".join(s.text for s in side) for side in (self.place.olds, self.place.news))
        return _phones(old), _phones(new)

    @cached_property
    def proper(self) -> list[Word]:
        """Changed names that the other document does not know."""
        return [
            *(w for w in _proper(self.place.added) if w.key not in self.context.old.words),
            *(w for w in _proper(self.place.removed) if w.key not in self.context.new.words),
        ]

    @cached_property
    def forms(self) -> tuple[list[str], list[str]]:
        forms = small().forms
        return [w.key for w in self.removed if w.key in forms], [w.key for w in self.added if w.key in forms]

    @cached_property
    def listed_names(self) -> set[str]:
        return (_listed(self.place.added) | _listed(self.place.removed)) & {w.key for w in self.proper}

    @cached_property
    def regions(self) -> set[tuple[str, ...]]:
        return _places(self.place.added) ^ _places(self.place.removed)

    @cached_property
    def sharing(self) -> bool:
        return "recipients" in self.groups

    @cached_property
    def rights_nearby(self) -> bool:
        return "rights" in self.groups

    @cached_property
    def contact_nearby(self) -> bool:
        return bool(self.groups & {"contact", "organisation"}) or "contact" in self.heading

    @cached_property
    def repeated(self) -> bool:
        """Whether the same words are swapped at three places or more: a renaming, unless they are facts."""
        gone, come = swap(self.place)
        facts_ = any(w.kind != "word" for w in (*self.added, *self.removed)) or self.regions
        return bool(gone and come) and not facts_ and self.context.swaps[gone, come] >= 3

    @cached_property
    def elsewhere(self) -> bool:
        return bool(_elsewhere(self))

    @cached_property
    def verbless(self) -> bool:
        text = " ".join(s.text for s in (*self.place.news, *self.place.olds))
        return not _VERB.search(text.lower())

    @cached_property
    def titled(self) -> bool:
        """Whether a line stands as a title: a heading, or no verb, no list, no full stop."""
        clause = self.place.clause
        text = " ".join(s.text for s in (*self.place.news, *self.place.olds)).strip()
        return clause.kind == "heading" or (
            clause.kind == "paragraph" and self.verbless and not text.endswith((".", ",", ";", ":"))
        )

    @cached_property
    def fresh_terms(self) -> bool:
        return any(self.is_new(s, match) for s, match in self.gained) or any(
            self.is_gone(s, match) for s, match in self.lost
        )

    @property
    def legal_forms(self) -> frozenset[str]:
        return small().forms

    @cached_property
    def changed_by_controller(self) -> bool:
        """Whether a changed company name stands in a sentence that names the controller."""
        forms = small().forms
        for sentence, match in (*self.old_terms, *self.new_terms):
            if match.term.name == "Controller":
                own = [w for s, w in (*self.place.added, *self.place.removed) if s is sentence]
                if any(w.key in forms or sentence.text[w.start].isupper() for w in own if w.kind == "word"):
                    return True
        return False

    @cached_property
    def novel_owner(self) -> bool:
        """Whether a merger or a parent company is spoken of in words new to the document, or no longer."""
        names = {"Merger", "ParentCompany"}
        return any(m.term.name in names and self.is_new(s, m) for s, m in self.gained) or any(
            m.term.name in names and self.is_gone(s, m) for s, m in self.lost
        )

    @cached_property
    def fresh_groups(self) -> set[str]:
        """The groups of the terms that the other document never names."""
        came = {match.term.group for s, match in self.gained if self.is_new(s, match)}
        return came | {match.term.group for s, match in self.lost if self.is_gone(s, match)}

    @cached_property
    def gained_names(self) -> set[str]:
        return {match.term.name for _, match in self.gained}

    @cached_property
    def lost_names(self) -> set[str]:
        return {match.term.name for _, match in self.lost}

    def sentence_about(self, *names: str) -> bool:
        """Whether the sentences themselves speak of one of these terms."""
        return any(match.term.name in names for _, match in (*self.old_terms, *self.new_terms))

    @cached_property
    def sale_fresh(self) -> bool:
        """Whether selling is spoken of for the first time, or no longer."""
        return any(match.term.name == "Sell" and self.is_new(s, match) for s, match in self.gained) or any(
            match.term.name == "Sell" and self.is_gone(s, match) for s, match in self.lost
        )

    @cached_property
    def pointing(self) -> bool:
        text = " ".join(s.text for s in (*self.place.news, *self.place.olds)).strip()
        return bool(_POINTER.search(text))

    @cached_property
    def novel_share(self) -> float:
        """Share of the changed words whose pair with the word before the other document does not have."""
        changed = min(len(self.place.added), 80) + min(len(self.place.removed), 80)
        pairs = _new_pairs(self.place.added, self.context.old) + _new_pairs(self.place.removed, self.context.new)
        return pairs / changed if changed else 0.0

    @cached_property
    def new_sensitive(self) -> bool:
        """Whether information of a sensitive kind is named for the first time."""
        return any(match.term.name in _SENSITIVE and self.is_new(s, match) for s, match in self.gained)

    @cached_property
    def heading(self) -> tuple[str, ...]:
        return _keys(" ".join(self.place.clause.path[-3:]))

    @cached_property
    def text(self) -> str:
        return " ".join(s.text for s in (*self.place.olds, *self.place.news))


_SENSITIVE = frozenset(
    {"Biometric", "Genetic", "PreciseLocation", "EthnicOrigin", "Religion", "PoliticalOpinion", "AITraining", "AutomatedDecisionMaking"}
)


def _phones(text: str) -> set[str]:
    return {re.sub(r"\D", "", found) for found in _PHONE.findall(text)}


def _content(word: Word) -> bool:
    return word.kind not in ("date", "url", "ref") and word.key not in small().group


def _only(
    here: list[tuple[Sentence, Match]], there: list[tuple[Sentence, Match]], changed: Sequence[tuple[Sentence, Word]]
) -> list[tuple[Sentence, Match]]:
    named = {match.term.name for _, match in there}
    spots = {(id(sentence), word.start) for sentence, word in changed}
    return [
        (s, match)
        for s, match in here
        if match.term.name not in named
        and any((id(s), s.words[n].start) in spots for n in range(match.start, match.end))
    ]


def measure(m: Measured) -> dict[str, float]:
    """The features of a place, by name; those that are zero are left out."""
    found: dict[str, float] = {"bias": 1.0}
    for part in (
        _shape,
        facts.read,
        _size,
        _novelty,
        _small_words,
        _terms,
        _topic,
        _numbers,
        _contacts,
        _names,
        _kind_of_text,
        _sameness,
        _lexical,
    ):
        for name, value in part(m):
            if value:
                found[name] = 1.0 if isinstance(value, bool) else round(float(value), 4)
    if m_domain := facts.domain(m):
        found[f"domain.{m_domain}"] = 1.0
    shape = shape_of(m)
    found |= {f"{shape}:{name}": value for name, value in found.items() if name.split(".")[0] in _SHAPED}
    return found


_SHAPED = frozenset(
    {
        "bias",
        "size",
        "novel",
        "gain",
        "lose",
        "either",
        "proper",
        "geo",
        "clause",
        "head",
        "about",
        "text",
        "line",
        "number",
    }
)


def shape_of(m: Measured) -> str:
    """How a place changes: edited in part, a sentence that came or went, or a line without a verb."""
    if m.two_sided:
        return "edit"
    text = " ".join(s.text for s in (*m.place.news, *m.place.olds)).strip()
    if _POINTER.search(text) and not _ACTION.search(text):
        return "pointer"
    return "sentence" if _VERB.search(text.lower()) or re.search("[\u3400-\u9fff]{8}", text) else "line"


def _shape(m: Measured) -> _Features:
    yield f"shape.{shape_of(m)}", 1.0


_Features = Iterator[tuple[str, float]]


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
    yield "novel.pairs_come", log1p(min(_new_pairs(m.place.added, old), 40))
    yield "novel.pairs_gone", log1p(min(_new_pairs(m.place.removed, new), 40))
    yield "novel.sentence_elsewhere", _elsewhere(m)
    yield "novel.sentence_twice", _twice(m)
    yield "novel.pairs_share", m.novel_share


def _new_pairs(changed: Sequence[tuple[Sentence, Word]], other: Whole) -> int:
    """How many changed words, with the word before them, the other document does not have."""
    count = 0
    for sentence, word in changed[:80]:
        place = sentence.place_of(word)
        if place and not other.says(sentence.all_keys[place - 1 : place + 1]):
            count += 1
    return count


def _elsewhere(m: Measured) -> float:
    """Whether a one-sided sentence stands word for word in the other document too."""
    if m.two_sided:
        return 0.0
    other = m.context.old if m.place.news else m.context.new
    return all(other.says(s.all_keys) for s in (*m.place.olds, *m.place.news))


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


def _near(changed: Sequence[tuple[Sentence, Word]]) -> set[str]:
    keys: set[str] = set()
    for sentence, word in changed:
        if word.kind == "number":
            place = sentence.place_of(word)
            keys.update(sentence.all_keys[max(0, place - 4) : place + 6])
    return keys


def _contacts(m: Measured) -> _Features:
    come = {w.key for w in m.added if w.kind == "mail" and not _MASKED.search(w.key)}
    gone = {w.key for w in m.removed if w.kind == "mail" and not _MASKED.search(w.key)}
    masked = any(w.kind == "mail" and _MASKED.search(w.key) for w in (*m.added, *m.removed))
    yield "mail.masked", masked
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


_STREET = frozenset(
    "street road avenue av lane square suite floor building box boulevard blvd rue straß strass strasse way drive court plaza quay place str 路 街 巷 楼 室".split()
)


def _names(m: Measured) -> _Features:
    forms = small().forms
    come = [w.key for w in m.added if w.key in forms]
    gone = [w.key for w in m.removed if w.key in forms]
    yield "entity.came", bool(come)
    yield "entity.went", bool(gone)
    yield "entity.swap", bool(come and gone)
    yield "entity.about", any(key in forms for s in (*m.place.olds, *m.place.news) for key in s.all_keys)
    came, went = _places(m.place.added), _places(m.place.removed)
    gained, lost = came - went, went - came
    yield "geo.came", bool(gained)
    yield "geo.went", bool(lost)
    yield "geo.many", len(gained) + len(lost) > 2
    yield "geo.new", any(not m.context.old.says(name) for name in gained)
    yield "geo.gone", any(not m.context.new.says(name) for name in lost)
    fresh = [w for w in _proper(m.place.added) if w.key not in m.context.old.words]
    lapsed = [w for w in _proper(m.place.removed) if w.key not in m.context.new.words]
    yield "proper.new", log1p(len(fresh))
    yield "proper.gone", log1p(len(lapsed))
    yield (
        "proper.only",
        bool(m.come or m.gone)
        and len(_proper(m.place.added)) + len(_proper(m.place.removed)) == len(m.come) + len(m.gone),
    )
    listed = _listed(m.place.added) | _listed(m.place.removed)
    yield "proper.listed", bool(listed)
    yield "proper.listed.new", bool(listed & {w.key for w in (*fresh, *lapsed)})
    yield "proper.edit.new", m.two_sided and bool(fresh or lapsed) and len(m.come) + len(m.gone) <= 6
    yield "proper.new.share", bool(fresh) and _sharing(m)
    yield "proper.gone.share", bool(lapsed) and _sharing(m)


def _listed(changed: Sequence[tuple[Sentence, Word]]) -> set[str]:
    """Changed names that stand in a list of names."""
    found = set()
    for sentence, word in changed:
        place = sentence.place_of(word)
        near = sentence.words[max(0, place - 3) : place] + sentence.words[place + 1 : place + 4]
        others = [w for w in near if sentence.text[w.start].isupper() and w.kind == "word" and w.key != word.key]
        around = sentence.text[max(0, word.start - 12) : word.end + 12]
        if sentence.text[word.start].isupper() and others and re.search(r",|\bor\b|\band\b|e\.g\.|;|/", around):
            found.add(word.key)
    return found


def _sharing(m: Measured) -> bool:
    about = {match.term.group for _, match in (*m.old_terms, *m.new_terms)}
    heads = {match.term.group for match in m.context.lexicon.find(m.heading)}
    return "recipients" in about | heads


def _places(changed: Sequence[tuple[Sentence, Word]]) -> set[tuple[str, ...]]:
    names = small().places
    found: set[tuple[str, ...]] = set()
    for sentence, word in changed:
        place = sentence.place_of(word)
        for size in (1, 2, 3):
            for start in range(max(0, place - size + 1), place + 1):
                keys = sentence.all_keys[start : start + size]
                if keys in names:
                    found.add(keys)
    return found


def _proper(changed: Sequence[tuple[Sentence, Word]]) -> list[Word]:
    """Changed words written with a capital where no sentence starts."""
    return [
        word
        for sentence, word in changed
        if word.kind == "word"
        and sentence.text[word.start].isupper()
        and sentence.place_of(word) > 0
        and _content(word)
    ]


def _kind_of_text(m: Measured) -> _Features:
    clause = m.place.clause
    yield f"clause.{clause.kind}", 1.0
    text = " ".join(s.text for s in (m.place.news or m.place.olds)).strip()
    keys = [key for s in (*m.place.olds, *m.place.news) for key in s.all_keys]
    yield "text.no_verb", not _VERB.search(text.lower())
    yield "text.short", len(keys) <= 6
    yield "text.question", text.endswith(("?", "？"))
    yield "text.colon", text.endswith((":", "："))
    yield "text.stop", text.endswith((".", "。", "!", ";"))
    pointer = bool(_POINTER.search(text))
    yield "text.pointer", pointer
    yield "text.pointer.mute", pointer and not _ACTION.search(text)
    yield "text.pointer.action", pointer and bool(_ACTION.search(text))
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
    gone, come = [w.key for w in m.gone], [w.key for w in m.come]
    if len(gone) == len(come) and gone:
        yield "same.typo", all(_typo(a, b) for a, b in zip(gone, come, strict=True))
    repeats = m.context.swaps[swap(m.place)]
    yield "same.rename", bool(repeats >= 3 and gone and come)
    yield "same.repeats", log1p(repeats - 1)


def _typo(old: str, new: str) -> bool:
    return min(len(old), len(new)) > 3 and Levenshtein.distance(old, new, score_cutoff=2) <= 2 and not old.isdigit()


def _lexical(m: Measured) -> _Features:
    for word in {w.key for w in m.removed} | {w.key for w in m.added}:
        yield f"word.{word}", 1.0
    for key in {key for s in (*m.place.olds, *m.place.news) for key in s.all_keys}:
        yield f"near.{key}", 1.0
    for key in set(m.heading):
        yield f"under.{key}", 1.0

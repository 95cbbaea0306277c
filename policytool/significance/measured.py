"""A place with everything that facts, features and rules ask of it, worked out once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import Levenshtein

from policytool.significance import addresses
from policytool.significance.blocks import Block
from policytool.significance.changed import (
    content_keys,
    is_content,
    names_in,
    names_in_lists,
    near_numbers,
    new_pairs,
    only_here,
    phones_in,
    regions_in,
)
from policytool.significance.companies import companies
from policytool.significance.frames import frames
from policytool.significance.lexicon import Lexicon, Match
from policytool.significance.patterns import POINTER, VERB
from policytool.significance.places import Place
from policytool.significance.sentences import Sentence
from policytool.significance.small import keys_of, small
from policytool.significance.whole import Whole
from policytool.significance.words import Word

_SENSITIVE = frozenset(
    {
        "Biometric",
        "Genetic",
        "PreciseLocation",
        "EthnicOrigin",
        "Religion",
        "PoliticalOpinion",
        "AITraining",
        "AutomatedDecisionMaking",
    }
)


@dataclass(frozen=True, kw_only=True)
class Context:
    """Both documents whole, the lexicon, and what repeats over all places of the revision."""

    old: Whole
    new: Whole
    lexicon: Lexicon
    swaps: Counter[tuple[tuple[str, ...], tuple[str, ...]]]
    count: int
    addresses: tuple[Place, ...] = ()
    """The places that are lines of a postal address and nothing else."""

    def uses(self, word: str) -> int:
        """How often both documents together say a word, each counting for itself."""
        return self.old.count((word,)) + self.new.count((word,))


def context(places: Sequence[Place], old: Whole, new: Whole, lexicon: Lexicon) -> Context:
    swaps = Counter(swap(place) for place in places)
    return Context(old=old, new=new, lexicon=lexicon, swaps=swaps, count=len(places), addresses=addresses.lines(places))


def swap(place: Place) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words that went and came at a place: the same pair at many places is a renaming."""
    return content_keys(place.removed), content_keys(place.added)


def _typo(old: str, new: str) -> bool:
    return min(len(old), len(new)) > 3 and Levenshtein.distance(old, new, score_cutoff=2) <= 2 and not old.isdigit()


def _says(sentences: Sequence[Sentence], name: tuple[str, ...]) -> bool:
    return any(f" {' '.join(name)} " in f" {' '.join(s.all_keys)} " for s in sentences)


class Measured:
    """A place with everything that rules and weights ask of it, worked out once."""

    held: frozenset[str] = frozenset()
    """The names of the facts that hold here; they are read last."""

    def __init__(self, place: Place, context: Context) -> None:
        self.place = place
        self.context = context
        self.block = Block([self])

    @cached_property
    def removed(self) -> list[Word]:
        return [word for _, word in self.place.removed]

    @cached_property
    def added(self) -> list[Word]:
        return [word for _, word in self.place.added]

    @cached_property
    def gone(self) -> list[Word]:
        """Removed words with a meaning of their own."""
        return [word for word in self.removed if is_content(word)]

    @cached_property
    def come(self) -> list[Word]:
        return [word for word in self.added if is_content(word)]

    @cached_property
    def size(self) -> float:
        """How many words with a meaning of their own changed; two Chinese characters are about a word."""
        return sum(0.5 if "\u3400" <= word.key[:1] <= "\u9fff" else 1.0 for word in (*self.gone, *self.come))

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
        return only_here(self.new_terms, self.old_terms, self.place.added)

    @cached_property
    def lost(self) -> list[tuple[Sentence, Match]]:
        return only_here(self.old_terms, self.new_terms, self.place.removed)

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
        return self.heading_names | {match.term.name for _, match in (*self.old_terms, *self.new_terms)}

    @cached_property
    def heading_names(self) -> set[str]:
        """The terms that the headings above name."""
        return {match.term.name for match in self.context.lexicon.find(self.heading)}

    @cached_property
    def heading_groups(self) -> set[str]:
        """The groups of terms that the headings above speak of."""
        return {match.term.group for match in self.context.lexicon.find(self.heading)}

    @cached_property
    def groups(self) -> set[str]:
        """The groups of terms that the sentences or the headings above speak of."""
        return self.heading_groups | {match.term.group for _, match in (*self.old_terms, *self.new_terms)}

    @cached_property
    def near_numbers(self) -> set[str]:
        return near_numbers(self.place.added) | near_numbers(self.place.removed)

    @cached_property
    def phones(self) -> tuple[set[str], set[str]]:
        old, new = (" ".join(s.text for s in side) for side in (self.place.olds, self.place.news))
        return phones_in(old), phones_in(new)

    @cached_property
    def proper(self) -> list[Word]:
        """Changed names that the other document does not know."""
        return [
            *(w for w in names_in(self.place.added) if w.key not in self.context.old.words),
            *(w for w in names_in(self.place.removed) if w.key not in self.context.new.words),
        ]

    @cached_property
    def forms(self) -> tuple[list[str], list[str]]:
        forms = small().forms
        return [w.key for w in self.removed if w.key in forms], [w.key for w in self.added if w.key in forms]

    @cached_property
    def listed_names(self) -> set[str]:
        return (names_in_lists(self.place.added) | names_in_lists(self.place.removed)) & {w.key for w in self.proper}

    @cached_property
    def regions(self) -> set[tuple[str, ...]]:
        """Countries and states that only one side of the place names, at words that changed, and not in the name of a
        company that changed."""
        changed = regions_in(self.place.added) ^ regions_in(self.place.removed)
        named = {key for side in self.companies for company in side for key in keys_of(company)} if changed else set()
        return {
            name
            for name in changed
            if _says(self.place.olds, name) != _says(self.place.news, name) and not named.issuperset(name)
        }

    @cached_property
    def region_fresh(self) -> bool:
        """Whether a country or state is named for the first time, or no longer."""
        came, went = regions_in(self.place.added), regions_in(self.place.removed)
        return any(not self.context.old.says(name) for name in came - went) or any(
            not self.context.new.says(name) for name in went - came
        )

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
        """Whether a one-sided sentence stands word for word in the other document too."""
        if self.two_sided:
            return False
        other = self.context.old if self.place.news else self.context.new
        return all(other.says(s.all_keys) for s in (*self.place.olds, *self.place.news))

    @cached_property
    def verbless(self) -> bool:
        text = " ".join(s.text for s in (*self.place.news, *self.place.olds))
        return not VERB.search(text.lower())

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
    def _fresh(self) -> list[Match]:
        """The terms that came and the other document never names, and those that went for good."""
        came = [match for s, match in self.gained if self.is_new(s, match)]
        return came + [match for s, match in self.lost if self.is_gone(s, match)]

    @cached_property
    def fresh_groups(self) -> set[str]:
        return {match.term.group for match in self._fresh}

    @cached_property
    def fresh_names(self) -> set[str]:
        return {match.term.name for match in self._fresh}

    @cached_property
    def misspelt(self) -> bool:
        """Whether the words only lose or gain a letter or two, one for one."""
        gone, come = [w.key for w in self.gone], [w.key for w in self.come]
        return len(gone) == len(come) > 0 and all(_typo(a, b) for a, b in zip(gone, come, strict=True))

    @cached_property
    def one_sided_groups(self) -> set[str]:
        """The groups of which a term new to the document came and none went, or one lapsed and none came, and nothing
        else changed: a member of an enumeration."""
        if bool(self.come) == bool(self.gone):
            return set()
        came, went = ({match.term.group for _, match in side} for side in (self.gained, self.lost))
        return self.fresh_groups & (came ^ went)

    @cached_property
    def kept_groups(self) -> set[str]:
        """The groups of the terms that both sides name."""
        old, new = ({match.term for _, match in side} for side in (self.old_terms, self.new_terms))
        return {term.group for term in old & new}

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
        return bool(POINTER.search(text))

    @cached_property
    def novel_share(self) -> float:
        """Share of the changed words whose pair with the word before the other document does not have."""
        changed = min(len(self.place.added), 80) + min(len(self.place.removed), 80)
        pairs = new_pairs(self.place.added, self.context.old) + new_pairs(self.place.removed, self.context.new)
        return pairs / changed if changed else 0.0

    @cached_property
    def new_sensitive(self) -> bool:
        """Whether information of a sensitive kind is named for the first time."""
        return any(match.term.name in _SENSITIVE and self.is_new(s, match) for s, match in self.gained)

    @cached_property
    def heading(self) -> tuple[str, ...]:
        return keys_of(" ".join(self.place.clause.path[-3:]))

    @cached_property
    def address_moved(self) -> bool:
        """Whether the place is a line of a postal address that became another."""
        return any(place is self.place for place in self.context.addresses) and addresses.moved(
            self.place, self.context.addresses, self.context.old.words, self.context.new.words
        )

    @cached_property
    def sides(self) -> tuple[str, str]:
        """The old sentences and the new ones, as written."""
        return (" ".join(s.text for s in self.place.olds), " ".join(s.text for s in self.place.news))

    @cached_property
    def frames(self) -> tuple[frozenset[str], frozenset[str]]:
        """Who does what in the old sentences and in the new ones."""
        return frames(self.sides[0]), frames(self.sides[1])

    @cached_property
    def companies(self) -> tuple[frozenset[str], frozenset[str]]:
        """The companies that only the old sentences name, and only the new ones."""
        old, new = companies(self.sides[0]), companies(self.sides[1])
        return old - new, new - old

    @cached_property
    def text(self) -> str:
        return " ".join(s.text for s in (*self.place.olds, *self.place.news))

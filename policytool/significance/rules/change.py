"""What became of a place, in as few words of the policy as show it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policytool.significance.lexicon import Match
from policytool.significance.measured import Measured
from policytool.significance.noise import recut
from policytool.significance.pairing import Pair, Span, Turn, pair
from policytool.significance.patterns import VERB
from policytool.significance.quotes import LONG, around, clean, quote, whole
from policytool.significance.rules.scope import scope
from policytool.significance.sayings import Phrase
from policytool.significance.sentences import Sentence
from policytool.significance.whole import Whole

_NAMED = 60
"""Words that became others are named by themselves up to so many characters, with the sentence around them."""
_JOINED = 260
"""The same for words to which nothing corresponds on the other side."""
_BOTH = 210
"""So much of a sentence that went and of the other that came instead is quoted."""
_PLAIN = 60
"""Two sentences as short as this are quoted whole."""
_TITLE = 70
_CONTEXT = 110
"""So much of a sentence is quoted around words that are named."""
_CELL = 6
_SHORT = 100
_SPOKEN = re.compile(r"\W*(?:we|you|they|it|if|when|where|this|these|the|our|please|in|for)\b", re.IGNORECASE)
"""How whole sentences begin, and entries of a list seldom."""
_INSIDE = re.compile(r"[A-Za-z0-9&'’@/_.-]")
_TOKEN = re.compile(r"\s*([A-Za-z0-9](?:[A-Za-z0-9&'’@/_-]|\.(?=\w)|(?<=\.\w)\.)*)")
_ABBREVIATED = re.compile(r"\.\w\.$")
_JOIN = re.compile(r"^(?:and|or)\b\s*|\s*\b(?:and|or)$|^[和及或、]|[和及或、]$", re.IGNORECASE)
_UNFINISHED = re.compile(r"(?:&|\b(?:and|or|of|the|to|our|your|with|for|by|in|an?))$")
_STOPS = (".", "!", "?", "。")
_WIDE = re.compile(r"[\u3400-\u9fff]")
_SAYS = re.compile(r"[我您你]|会|将|可|应|须|是|有|不")
"""Signs of a whole sentence in Chinese."""


def change(m: Measured) -> Phrase:
    """What came, what went, or what became something else."""
    if m.two_sided:
        return turned(pair(m.place))
    sentence = (*m.place.news, *m.place.olds)[0]
    where = _title(sentence)
    form = "" if not where else "again-" if m.elsewhere or recut(m) else _form(sentence)
    within = "" if form else scope(sentence, m.context.new if m.place.news else m.context.old)
    form = "under-" if within else form
    other = m.context.old if m.place.news else m.context.new
    return Phrase(f"{form}{ending(m)}", {"words": _finished(sentence, other), "where": within or where})


def _finished(sentence: Sentence, other: Whole) -> str:
    """The sentence; where it breaks off at the end of a line, with the next line, if that came or went too."""
    text, after = whole(sentence), sentence.clause.text[sentence.end :].strip().partition("\n")[0]
    goes_on = after and _UNFINISHED.search(text) and after.strip().rstrip(".;:,") not in other.lines
    return f"{text} {clean(after)}" if goes_on else text


def change_at(m: Measured, found: Sequence[tuple[Sentence, Match]]) -> Phrase:
    """The same; where much changed and cannot be named in a few words, the words around the terms."""
    told = change(m)
    if told.name not in ("becomes", "replaced"):
        return told
    here = [(s, word) for s, match in found for word in s.words[match.start : match.end]]
    came = any(found[0][0] is sentence for sentence in m.place.news)
    return Phrase("came" if came else "went", {"words": quote([found[0][0]], here)})


def ending(m: Measured) -> str:
    """The ending of a saying: changed, came or went."""
    return ("changed" if m.place.olds else "came") if m.place.news else "went"


def turned(two: Pair) -> Phrase:
    """One sentence and the other beside it."""
    old, new = two.old, two.new
    if not two.alike and (where := _title(new)) and _entry(old) and _entry(new):
        return Phrase("instead", {"old": whole(old), "new": whole(new), "where": where})
    if not two.alike:
        return Phrase("replaced", {"old": around(old, 0, 0, long=_BOTH), "new": around(new, 0, 0, long=_BOTH)})
    if len(two.turns) == 1 and max(_width(old.text), _width(new.text)) > _PLAIN:
        told = _named(two, two.turns[0])
        if told is not None:
            return told
    if not two.turns or max(len(old.text.strip()), len(new.text.strip())) <= LONG:
        return Phrase("becomes", {"old": whole(old), "new": whole(new)})
    turn = two.greatest
    return Phrase("becomes", {"old": around(old, *turn.old), "new": around(new, *turn.new)})


def _width(text: str) -> int:
    """How long a text is to read: a Chinese character is as much as two letters."""
    return len(text) + len(_WIDE.findall(text))


def _named(two: Pair, turn: Turn) -> Phrase | None:
    """The words that turn and the sentence around them; None where they are too many to be named so."""
    turn = _widened(two, turn)
    gone, come = _words(two.old.text, turn.old), _words(two.new.text, turn.new)
    if not (_balanced(gone) and _balanced(come)):
        return None
    if gone and come and max(len(gone), len(come)) <= _NAMED:
        return Phrase("swapped", {"gone": gone, "come": come, "around": around(two.new, *turn.new, long=_CONTEXT)})
    if come and not gone and len(come) <= _JOINED:
        beside = _beside(come, (two.new, turn.new), (two.old, turn.old))
        return Phrase("added", {"come": _joining(come), "around": beside})
    if gone and not come and len(gone) <= _JOINED:
        beside = _beside(gone, (two.old, turn.old), (two.new, turn.new))
        return Phrase("struck", {"gone": _joining(gone), "around": beside})
    return None


def _beside(words: str, here: tuple[Sentence, Span], there: tuple[Sentence, Span]) -> str:
    """What stands around the words: with them where they are few, else without."""
    sentence, span = here if len(words) <= _NAMED else there
    return around(sentence, *span, long=_CONTEXT)


def _joining(words: str) -> str:
    """What joins a list, without the "and" before it."""
    return _JOIN.sub("", words) or words


def _widened(two: Pair, turn: Turn) -> Turn:
    """The turn with the written words of which only a part turns, on both sides: "S.A." and "S.L."."""
    old, new = _token(two.old.text, *turn.old), _token(two.new.text, *turn.new)
    if new[1] > turn.new[1] and old[0] == old[1] and (after := _TOKEN.match(two.old.text, old[1])):
        old = after.span(1)
    if old[1] > turn.old[1] and new[0] == new[1] and (after := _TOKEN.match(two.new.text, new[1])):
        new = after.span(1)
    return Turn(old, new)


def _token(text: str, start: int, end: int) -> Span:
    if start == end and not (start and _INSIDE.match(text[start - 1]) and _goes_on(text, end)):
        return start, end
    while start > 0 and _INSIDE.match(text[start - 1]):
        start -= 1
    while _goes_on(text, end):
        end += 1
    return start, end


def _goes_on(text: str, at: int) -> bool:
    """Whether a written word goes on there: with a letter, or a mark that another letter follows or that closes an
    abbreviation."""
    if at >= len(text) or not _INSIDE.match(text[at]):
        return False
    return text[at].isalnum() or text[at + 1 : at + 2].isalnum() or (text[at] == "." and text[at - 2 : at - 1] == ".")


def _words(text: str, span: Span) -> str:
    """What is written there, with the bracket that closes one in it."""
    said = text[slice(*span)]
    if "(" in said.rpartition(")")[2] and text[span[1] : span[1] + 1] == ")":
        said += ")"
    return f"{clean(said)}." if _ABBREVIATED.search(said) else clean(said)


def _balanced(text: str) -> bool:
    """Whether quotation marks and brackets are not torn apart."""
    return text.count("(") == text.count(")") and text.count("‘") <= text.count("’")


def bare(text: str) -> bool:
    """Whether a line is no sentence: a name, an entry of a list."""
    text = text.strip()
    return not (VERB.search(text.lower()) or _SAYS.search(text) or text.endswith(_STOPS))


def _entry(sentence: Sentence) -> bool:
    """Whether all of a cell or an item is one short line."""
    return sentence.clause.kind in ("item", "row") and len(sentence.text) <= _SHORT


def _form(sentence: Sentence) -> str:
    """How a line is told that is no sentence and says nothing without the title above it."""
    kind, text = sentence.clause.kind, sentence.text.strip()
    entry = kind in ("item", "row") and not text.endswith(_STOPS) and not _SPOKEN.match(text)
    if entry and (kind == "item" or len(sentence.words) <= _CELL):
        return "list-" if kind == "item" else "table-"
    return ("table-" if kind == "row" else "line-") if bare(text) else ""


def _title(sentence: Sentence) -> str:
    title = clean(sentence.clause.path[-1]) if sentence.clause.path else ""
    return title if len(title) <= _TITLE else f"{title[:_TITLE].rsplit(' ', 1)[0]} …"

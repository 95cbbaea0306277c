"""Few words by which a statement becomes its opposite, weaker, or wider."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policytool.significance.facts.fact import Fact

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

FACTS = {
    "polarity": Fact("", 0.75),
    "modal": Fact("", 0.55),
    "bound": Fact("", 0.6, soft=True),
    "and_or": Fact("", 0.55),
    "time": Fact("", 0.6),
    "own": Fact("", 0.55),
    "condition": Fact("", 0.6),
    "unasked": Fact("", 0.6),
    "denial_dropped": Fact("", 0.55, soft=True),
    "including": Fact("", 0.55, soft=True),
    "consent": Fact("rights", 0.6),
    "opposite": Fact("", 0.6),
    "weakened": Fact("", 0.55),
    "opened": Fact("", 0.6),
}

NOT = frozenset(
    {"not", "no", "never", "without", "cannot", "nobody", "neither", "none", "nor", "不", "未", "无", "没", "非"}
)
_NO_DENIAL = re.compile(
    r"\bnot (?:only|just|limited to|later than|more than|longer than|less than|exceed)"
    r"|\b(?:do|does|will|shall)(?: not|n['’]t) (?:\w+ )?charge\b|\bno (?:charge|fee|cost)s?\b"
    r"|\bno (?:later|longer|more|less) than|\bwhether or not|\bneed not"
    r"|\b(?:do|does|will|would)(?: not|n['’]t) (?:need|have) to|非常|不(?:仅|限于|超过|晚于|少于|必)|无[需须]",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:not|no|never|without|cannot|nobody|neither|none|nor)\b|n['’]t\b|[不未无没非]", re.IGNORECASE
)
_MODAL = {"may": "may", "might": "may", "can": "may", "could": "may", "will": "will", "shall": "will", "must": "must"}
_BOUND = frozenset(
    "only sole solely exclusiv exclusively unless except explicit express any prior 仅 只 除".split(),
)
_TIME = frozenset("before after until within prior during upon".split())
_OWN = frozenset("our your their its other".split())
_WHOSE = frozenset({"our", "other"})
"""Between "your" and "their" only the voice changes."""
_CONDITION = frozenset("if where unless except provided subject only when whether case".split())
_CONSENT = (
    frozenset("agre consent optin permission authoriz accept approv".split()),
    frozenset("object optout unless declin refus".split()),
)
_OPPOSITES = tuple(
    (frozenset(one.split()), frozenset(other.split()))
    for one, other in (
        ("before prior", "after"),
        ("alway", "never"),
        ("optional voluntari voluntary", "mandatori mandatory need must obligatory"),
        ("includ like", "exclud exclude except"),
        ("anonym anonymou aggregat deidentifi", "identifi identifiabl personal"),
        ("increas longer", "decreas shorter"),
        ("free", "fee charg"),
        ("automatically automaticly automat", "human manually staff employe"),
        ("同", "拒 绝 反"),
        ("apart separately separat", "combin merg together"),
        ("consent agre permission ask", "inform notify tell"),
        ("之前 前", "之后 后"),
        ("内", "外"),
        ("征 求", "知"),
    )
)
_LIMITS = frozenset("limit limited restrict only need strictly 仅 只".split())
_LIMITING = frozenset({"strictly", "strict", "solely", "sole", "exclusively", "exclusiv"})
_OPENS = frozenset("all any every unlimited everyone anyone 可 任 所".split())
_WEAK = re.compile(r"\bwe (?:may|might|can|could|try to|aim to|endeavou?r to)\b|可能|尽量", re.IGNORECASE)
_IS_DONE = re.compile(r"\b(?:is|are|will be|shall be|must be) (?:\w+ly )?(\w+ed|kept|held|bound)\b", re.IGNORECASE)
_MAY_BE_DONE = re.compile(r"\b(?:may|might|can|could) be (?:\w+ly )?(\w+ed|kept|held|bound)\b", re.IGNORECASE)
_SELDOM = frozenset("sometim usually occasionally generally typically mostly often".split())
_AT_ONCE = frozenset("promptly immediately prompt immediat".split())
_TIMES = re.compile(r"\b(?:at any time|from time to time|in any (?:case|event))\b", re.IGNORECASE)
_INCLUDING = re.compile(r"\bincluding\b|\bsuch as\b|\bfor example\b|包括|例如", re.IGNORECASE)
_NO = ("un", "in", "im", "ir", "dis", "non")
_ASKED = re.compile(
    r"\b(?:with|after|upon|subject to|having obtained|unless we have) your (?:\w+ ){0,2}"
    r"(?:consent|permission|agreement|authori[sz]ation)"
    r"|\b(?:if|when|where|once|after) you (?:have )?(?:agree|consent|permit|allow|opt(?:ed)?[- ]in)"
    r"|\bif you (?:like|wish|want|choose|so choose|prefer)\b|\b(?:optionally|voluntarily)\b|如果?您(?:愿意|选择)"
    r"|(?:征得|取得|获得|经)您?的?[^，。；]{0,6}(?:同意|授权|许可)|在您[^，。；]{0,4}(?:同意|授权)",
    re.IGNORECASE,
)
"""A practice that waits until users agree."""
_AGREES = re.compile(
    r"\b(?:if you|allow|choose|wish|consent|agree|permission|authori[sz]|opt)|同意|授权|许可", re.IGNORECASE
)
_LITTLE = 6
_SOME = 8


def read(m: Measured) -> Iterator[tuple[str, bool]]:
    if not m.two_sided:
        return
    came, went = {w.key for w in m.added}, {w.key for w in m.removed}
    size = m.size
    yield "polarity", denied(m) is not None and m.kept >= 2 and size <= min(_LITTLE, m.kept)
    modals = {_MODAL[k] for k in came if k in _MODAL}, {_MODAL[k] for k in went if k in _MODAL}
    yield "modal", size <= 3 and m.kept >= 4 and bool(modals[0] and modals[1]) and modals[0] != modals[1]
    tiny = size <= 1 and m.kept >= 4
    yield (
        "bound",
        tiny and bool(came & _BOUND) != bool(went & _BOUND) and not m.pointing and not _style(m) and not _limited(m),
    )
    yield "and_or", (came, went) in (({"or"}, {"and"}), ({"and"}, {"or"}))
    yield "time", tiny and bool(came & _TIME) and bool(went & _TIME)
    yield "own", tiny and bool(came & _OWN) and bool(went & _OWN) and bool((came | went) & _WHOSE)
    yield "condition", _condition(m)
    yield "including", came | went == {"like"} and m.kept >= 4 and not m.pointing and _including(m)
    dropped = not m.added and len(m.removed) >= 4 and m.kept >= 4
    yield "denial_dropped", dropped and _denials(m.sides[0]) > _denials(m.sides[1])
    yield "unasked", not m.come and m.kept >= 2 and bool(_ASKED.search(m.sides[0])) and not _AGREES.search(m.sides[1])
    if len(came) + len(went) > 2 * _SOME or m.repeated:
        return
    little = size <= _SOME and m.kept >= 3
    agreed = bool(m.gone and m.come) and size <= 4 and bool(came & _CONSENT[0]) != bool(went & _CONSENT[0])
    yield "consent", little and (agreed or _swapped(came, went, *_CONSENT))
    yield "opposite", little and not NOT & (came | went) and any(_swapped(came, went, a, b) for a, b in _OPPOSITES)
    yield "opened", little and bool(went & _LIMITS) and (bool(came & _OPENS) or ("only" in went and "or" in came))
    weaker = _weakened(*m.sides) or bool(came & _SELDOM and not went & _SELDOM)
    yield "weakened", (size <= 2 and m.kept >= 3 and weaker) or (little and _later(came, went))


def _limited(m: Measured) -> bool:
    """Whether "only" came where the sentence says "strictly" or "solely" already, or went where that stays."""
    kept = {key for s in m.place.olds for key in s.all_keys} & {key for s in m.place.news for key in s.all_keys}
    return bool(kept & _LIMITING)


def _style(m: Measured) -> bool:
    """Whether a word that binds belongs to a phrase that does not: "not only … but also"."""
    if any(_TIMES.search(side) for side in m.sides):
        return not m.rights_nearby
    return any(_NO_DENIAL.search(side) for side in m.sides) or "just" in {w.key for w in (*m.added, *m.removed)}


def denied(m: Measured) -> bool | None:
    """True where a denial came, False where one went; "not only" and "need not" deny nothing."""
    came, went = any(w.key in NOT for w in m.added), any(w.key in NOT for w in m.removed)
    if came == went or _denials(m.sides[0]) == _denials(m.sides[1]) or _within_a_word(m):
        return None
    return came


def _within_a_word(m: Measured) -> bool:
    """Whether the denial only moved into a word or out of it: "unsatisfied" and "not satisfied"."""
    came, went = {w.key for w in m.added}, {w.key for w in m.removed}
    return any(f"{no}{key}" in other for one, other in ((came, went), (went, came)) for key in one for no in _NO)


def denies(text: str) -> bool:
    """Whether something is denied in `text`."""
    return _denials(text) > 0


def _denials(text: str) -> int:
    return len(_DENIAL.findall(_NO_DENIAL.sub(" ", text)))


def _swapped(came: set[str], went: set[str], one: frozenset[str], other: frozenset[str]) -> bool:
    return bool((one & went and other & came) or (other & went and one & came))


def _including(m: Measured) -> bool:
    """Whether an example became the whole, or the whole an example."""
    return bool(_INCLUDING.search(m.sides[0])) != bool(_INCLUDING.search(m.sides[1]))


def _later(came: set[str], went: set[str]) -> bool:
    """Whether something else stands for "promptly"."""
    return bool(came) and bool(went & _AT_ONCE) and not came & (_AT_ONCE | {"delay"})


def _weakened(old: str, new: str) -> bool:
    done = {match[1].lower() for match in _IS_DONE.finditer(old)}
    if any(match[1].lower() in done for match in _MAY_BE_DONE.finditer(new)):
        return not _MAY_BE_DONE.search(old)
    return (
        bool(_WEAK.search(new))
        and not _WEAK.search(old)
        and bool(re.search(r"\bwe\b|[\u4e00-\u9fff]", old, re.IGNORECASE))
    )


def _condition(m: Measured) -> bool:
    """Whether a whole condition came or went, and nothing else changed."""
    sides = [side for side in (m.place.added, m.place.removed) if side]
    if len(sides) != 1 or not 4 <= len(sides[0]) <= 25 or m.kept < 1:
        return False
    sentence, first = sides[0][0]
    place = sentence.place_of(first)
    places = [sentence.place_of(word) for each, word in sides[0] if each is sentence]
    joined = len(places) == len(sides[0]) and places[-1] - places[0] <= len(places) + 2
    lead = sentence.all_keys[max(0, place - 1) : place + 1]
    return joined and bool(set(lead) & _CONDITION)

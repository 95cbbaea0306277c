"""Hard facts and plain noise of a place: what decides however many words changed.

Each is a named feature. Facts raise a place, noise mutes it; both were written from the language of privacy policies
and hold without anything learned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

RAISED: dict[str, tuple[str, float]] = {
    "fact.polarity": ("", 0.75),
    "fact.modal": ("", 0.55),
    "fact.bound": ("", 0.6),
    "fact.and_or": ("", 0.55),
    "fact.age": ("processing", 0.8),
    "fact.period": ("", 0.75),
    "fact.mail": ("contact", 0.85),
    "fact.phone": ("contact", 0.8),
    "fact.street": ("contact", 0.7),
    "fact.officer": ("contact", 0.6),
    "fact.entity": ("organisation", 0.75),
    "fact.controller": ("organisation", 0.7),
    "fact.owner": ("organisation", 0.7),
    "fact.law": ("rights", 0.65),
    "fact.authority": ("contact", 0.65),
    "fact.vendor": ("recipients", 0.6),
    "fact.basis": ("processing", 0.7),
    "fact.region": ("rights", 0.65),
    "fact.sensitive": ("processing", 0.7),
    "fact.right": ("rights", 0.7),
    "fact.item.data": ("processing", 0.6),
    "fact.item.recipients": ("recipients", 0.6),
    "fact.place": ("processing", 0.65),
    "fact.mechanism": ("processing", 0.65),
    "fact.ground": ("recipients", 0.6),
    "fact.promise": ("", 0.55),
    "fact.fee": ("rights", 0.65),
    "fact.procedure": ("rights", 0.6),
    "fact.time": ("", 0.6),
    "fact.anchor": ("", 0.6),
    "fact.own": ("", 0.55),
    "fact.condition": ("", 0.6),
    "fact.choice": ("rights", 0.6),
    "fact.share": ("recipients", 0.6),
    "fact.notice": ("other", 0.6),
    "fact.sell": ("recipients", 0.7),
}
"""Fact → the kind it speaks for ("" for the likeliest) and how surely at least."""

SOFT = frozenset(
    f"fact.{name}"
    for name in (
        *(
            "vendor",
            "region",
            "share",
            "bound",
            "notice",
            "place",
            "ground",
            "promise",
            "fee",
            "procedure",
            "mechanism",
        ),
        *("owner", "sell"),
    )
)
"""Facts that decide whether a revision is significant, and say nothing more about one that is already."""


_NOT = frozenset({"not", "no", "never", "without", "cannot", "nobody", "neither", "none", "nor", "不", "未", "无"})
_MODAL = {"may": "may", "might": "may", "can": "may", "could": "may", "will": "will", "shall": "will", "must": "must"}
_BOUND = frozenset(
    {
        "only",
        "sole",
        "solely",
        "exclusiv",
        "exclusively",
        "unless",
        "except",
        "explicit",
        "express",
        "any",
        "prior",
        "仅",
        "只",
        "除",
    }
)
_PERIOD = frozenset(["day", "week", "month", "year", "hour", "日", "天", "月", "年"])
_AGE = frozenset(["age", "aged", "child", "children", "minor", "kid", "old", "teen", "岁", "周"])
_STATISTIC = frozenset(["million", "billion", "metric", "median", "averag", "total", "percent"])
_BASIS = frozenset(["consent", "contract", "legitimat", "interest", "lit", "obligat", "vital"])
_TIME = frozenset(["before", "after", "until", "within", "prior", "during", "upon"])
_OWN = frozenset(["our", "your", "their", "its", "other"])
_CONDITION = frozenset(["if", "where", "unless", "except", "provided", "subject", "only", "when", "whether", "case"])
_ACTS = frozenset({"Share", "Disclose", "Sell", "Transfer"})
_NOTICE = frozenset(
    [
        "email",
        "notify",
        "inform",
        "prior",
        "prominent",
        "before",
        "after",
        "advanc",
        "day",
        "immediately",
        "effectiv",
        "consent",
        "post",
        "sms",
        "mail",
        "banner",
        "continu",
        "邮",
        "知",
        "前",
    ]
)
_LITTLE = 6
_STREET_END = re.compile(
    r"\w{3,}(?:straße|strasse|straat|gade|laan|weg|allee|platz|avenue|gatan|vej|katu)\b", re.IGNORECASE
)
_STREET = re.compile(
    r"\b(?:street|road|avenue|lane|suite|floor|boulevard|blvd"
    r"|drive|square|rue|plaza|quay|court|p\.?\s?o\.? box)\b|路.{0,6}号",
    re.IGNORECASE,
)
_POST = re.compile(r"\b\d{4,5}\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s?\d[A-Z]{2}\b")
_TITLE_MOST = 8


def read(m: Measured) -> Iterator[tuple[str, bool]]:
    """The facts and the noise that hold for a place."""
    if m.two_sided:
        yield from _edits(m)
    yield from _contacts(m)
    yield from _who(m)
    yield from _what(m)


def _edits(m: Measured) -> Iterator[tuple[str, bool]]:
    came, went = {w.key for w in m.added}, {w.key for w in m.removed}
    little = len(m.gone) + len(m.come) <= _LITTLE and m.kept >= 4
    tiny = len(m.gone) + len(m.come) <= 1 and m.kept >= 4
    denial = bool(came & _NOT) != bool(went & _NOT)
    yield (
        "fact.polarity",
        denial
        and m.kept >= 2
        and len(m.gone) + len(m.come) <= min(_LITTLE, m.kept)
        and bool(came & _NOT) != bool(went & _NOT),
    )
    modals = {_MODAL[k] for k in came if k in _MODAL}, {_MODAL[k] for k in went if k in _MODAL}
    yield (
        "fact.modal",
        little and len(m.gone) + len(m.come) <= 3 and bool(modals[0]) and bool(modals[1]) and modals[0] != modals[1],
    )
    yield "fact.bound", tiny and bool(came & _BOUND) != bool(went & _BOUND) and not m.pointing
    yield "fact.and_or", (came, went) in (({"or"}, {"and"}), ({"and"}, {"or"}))
    numbers = [w for w in m.added if w.kind == "number"], [w for w in m.removed if w.kind == "number"]
    if numbers[0] and numbers[1] and len(m.added) + len(m.removed) <= 8:
        near = m.near_numbers
        yield "fact.age", bool(near & _AGE) and not near & _STATISTIC
        yield "fact.period", bool(near & _PERIOD) and not near & _AGE and not near & _STATISTIC
    else:
        yield "fact.anchor", little and len(m.gone) + len(m.come) >= 1 and _by_a_period(m)
    yield "fact.time", tiny and bool(came & _TIME) and bool(went & _TIME)
    yield "fact.own", tiny and bool(came & _OWN) and bool(went & _OWN)
    yield "fact.condition", _condition(m)
    ground = bool((came | went) & _BASIS) and m.about("LegalBasis", "LegitimateInterest", "Contract", "GDPR")
    yield "fact.basis", ground and len(m.gone) + len(m.come) <= 10 and m.kept >= 3


def _by_a_period(m: Measured) -> bool:
    """Whether something changed right next to a period, such as "30 days after …"."""
    for sentence, word in (*m.place.added, *m.place.removed):
        place = sentence.place_of(word)
        near = sentence.words[max(0, place - 4) : place + 2]
        if any(w.kind == "number" for w in near) and any(w.key in _PERIOD for w in near) and word.kind == "word":
            return True
    return False


def _condition(m: Measured) -> bool:
    """Whether a whole condition came or went, and nothing else changed."""
    sides = [side for side in (m.place.added, m.place.removed) if side]
    if len(sides) != 1 or not 4 <= len(sides[0]) <= 25 or m.kept < 5:
        return False
    sentence, first = sides[0][0]
    place = sentence.place_of(first)
    places = [sentence.place_of(word) for each, word in sides[0] if each is sentence]
    joined = len(places) == len(sides[0]) and places[-1] - places[0] <= len(places) + 2
    lead = sentence.all_keys[max(0, place - 1) : place + 1]
    return joined and bool(set(lead) & _CONDITION)


def domain(m: Measured) -> str:
    """The kind that the subject of a place speaks for, for facts that fit any kind; empty where it does not say."""
    if m.about("PolicyChanges", "NoticeOfChange", "TakesEffect", "Breach", "SecurityMeasures"):
        return "other"
    if m.about("ResponseTime", "RequestForm", "RightAccess", "RightErasure", "OptOut", "Right", "VerifyRequest"):
        return "rights"
    if m.about("Retain", "Store", "Erase", "Collect", "Cookies", "Beacons", "Tracking", "Profiling"):
        return "processing"
    if m.about("Share", "Disclose", "Sell", "Transfer"):
        return "recipients"
    return "processing" if m.groups & {"processing", "purposes", "data"} else ""


def _contacts(m: Measured) -> Iterator[tuple[str, bool]]:
    mails = {w.key for w in m.added if w.kind == "mail"}, {w.key for w in m.removed if w.kind == "mail"}
    masked = any("protected" in mail or mail.startswith("email@") for side in mails for mail in side)
    yield "fact.mail", not masked and any(x not in m.context.old.words for x in mails[0]) and mails[0] != mails[1]
    yield "fact.phone", bool(m.phones[0] and m.phones[1] and m.phones[0] != m.phones[1])
    text = m.text
    street = bool(_STREET_END.search(text) or _STREET.search(text))
    numbers = any(w.kind == "number" for w in (*m.added, *m.removed))
    new_numbers = any(w.kind == "number" and w.key not in m.context.old.words for w in m.added)
    yield "fact.street", street and numbers and (new_numbers or bool(m.proper)) and len(text) < 400 and m.contact_nearby
    officer = any(match.term.name in ("DataProtectionOfficer", "Representative") for _, match in (*m.gained, *m.lost))
    yield "fact.officer", officer and (m.about("ContactUs") or any(w.kind == "mail" for w in (*m.added, *m.removed)))


def _who(m: Measured) -> Iterator[tuple[str, bool]]:
    forms = m.forms
    swapped = bool(forms[0] and forms[1]) or bool((forms[0] or forms[1]) and m.two_sided and m.proper)
    yield "fact.entity", swapped and m.about("Controller", "LegalEntity", "WeMeans") and not m.repeated
    yield (
        "fact.vendor",
        bool(m.listed_names) and not swapped and m.sharing and not m.repeated and len(m.come) + len(m.gone) <= 8,
    )
    yield (
        "fact.region",
        m.two_sided and m.kept >= 4 and bool(m.regions) and m.rights_nearby and len(m.come) + len(m.gone) <= 8,
    )
    named = bool(forms[0] or forms[1] or m.proper)
    company = bool(forms[0] or forms[1]) or any(
        key in m.legal_forms for s in (*m.place.olds, *m.place.news) for key in s.all_keys
    )
    yield (
        "fact.controller",
        named and company and m.sentence_about("Controller") and not m.repeated and m.changed_by_controller,
    )
    yield "fact.owner", named and bool((m.gained_names | m.lost_names) & {"Merger", "ParentCompany"}) and m.novel_owner
    yield "fact.sensitive", m.new_sensitive
    told = m.gained_names | m.lost_names
    whole = not m.two_sided and not m.elsewhere and m.novel_share > 0.5 and not m.pointing
    yield (
        "fact.choice",
        whole and not m.verbless and bool(told & {"OptIn", "OptOut", "RightWithdraw", "RightErasure", "RightObject"}),
    )
    yield "fact.share", whole and bool(told & _ACTS) and "recipients" in m.groups and len(m.come) + len(m.gone) >= 4
    yield "fact.sell", bool(told & {"Sell"}) and m.sale_fresh
    changed = {w.key for w in (*m.added, *m.removed)}
    dated = any(w.kind == "date" for x in (*m.place.olds, *m.place.news) for w in x.words)
    noticing = not dated and (
        m.sentence_about("NoticeOfChange") or (m.sentence_about("TakesEffect", "PolicyChanges") and m.kept >= 5)
    )
    yield "fact.notice", noticing and bool(changed & _NOTICE) and (m.two_sided or whole)


def _what(m: Measured) -> Iterator[tuple[str, bool]]:
    """Items, places, routes and promises that came or went."""
    told = m.gained_names | m.lost_names
    changed = {w.key for w in (*m.added, *m.removed)}
    whole = not m.two_sided and not m.elsewhere and not m.pointing
    item = whole and m.place.clause.kind in ("item", "row") and not m.repeated
    yield "fact.item.data", item and "data" in m.fresh_groups
    yield "fact.item.recipients", item and "recipients" in m.fresh_groups
    yield "fact.place", m.two_sided and m.kept >= 4 and bool(m.regions) and m.sentence_about(*_STORED)
    yield "fact.mechanism", m.two_sided and bool(m.gained_names & _MECHANISM) and bool(m.lost_names & _MECHANISM)
    yield "fact.ground", m.two_sided and bool(told & {"LegalProcess"}) and m.sentence_about("Share", "Disclose")
    lawful = bool(changed & {"act", "law", "法"}) and bool(m.regions) and (not m.two_sided or m.kept >= 4)
    yield (
        "fact.law",
        lawful and m.region_fresh and "rights" in m.groups | {"rights" for key in m.heading if key == "law"},
    )
    watched = m.sentence_about("Complain", "Authority", "Complaints") and len(m.come) + len(m.gone) <= 12
    yield "fact.authority", m.two_sided and watched and bool(changed & _WATCHDOGS) and not m.repeated
    rights = "rights" in m.groups
    yield (
        "fact.fee",
        m.two_sided and rights and bool(changed & {"fee", "free", "charg", "cost"}) and bool(m.come or m.gone),
    )
    exercised = m.sentence_about("RequestForm", "Right", "OptOut", "RightErasure", "RightAccess")
    yield "fact.procedure", m.two_sided and exercised and bool(changed & _ROUTES) and len(m.come) + len(m.gone) >= 2
    text = m.text
    yield "fact.right", whole and m.novel_share > 0.4 and bool(_RIGHT.search(text))
    promise = not m.place.news and whole and m.novel_share > 0.5 and bool(_PROMISE.search(text))
    yield "fact.promise", promise and len(m.gone) >= 3


_WATCHDOGS = frozenset(
    ["commission", "commissioner", "authority", "ombudsman", "regulator", "garant", "cnil", "ico", "dpc"]
)
_STORED = ("Store", "CrossBorderTransfer", "Transfer", "Retain")
_MECHANISM = frozenset(
    {"AdequacyDecision", "StandardContractualClauses", "PrivacyShield", "DataPrivacyFramework", "BindingCorporateRules"}
)
_ROUTES = frozenset(
    [
        "form",
        "letter",
        "email",
        "phone",
        "portal",
        "call",
        "writ",
        "mail",
        "post",
        "account",
        "setting",
        "button",
        "online",
    ]
)
_RIGHT = re.compile(
    r"\b(?:you|users|individuals|consumers|residents)\s+(?:also\s+|may\s+)?(?:have|has)\s+(?:the\s+|a\s+|certain\s+)?right|您.{0,6}有权",
    re.IGNORECASE,
)
_PROMISE = re.compile(
    r"\bwe\b[^.;]{0,40}?\b(?:delete|erase|destroy|encrypt|anonymi[sz]e|notify"
    r"|inform you|tell you|never|do not|don't|will not|won't|only|limit|"
    r"protect|audit|ask (?:you|for))\b|我们.{0,12}(?:删除|加密|匿名|通知|告知|不会|仅)",
    re.IGNORECASE,
)

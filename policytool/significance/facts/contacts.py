"""Addresses, telephone numbers, officers and authorities."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policytool.significance.addresses import STREET, STREET_END
from policytool.significance.changed import names_in, phones_in
from policytool.significance.facts.fact import Fact

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

FACTS = {
    "mail": Fact("contact", 0.85),
    "mail_lost": Fact("contact", 0.55, soft=True),
    "phone": Fact("contact", 0.8),
    "phone_lost": Fact("contact", 0.55, soft=True),
    "street": Fact("contact", 0.7),
    "address": Fact("contact", 0.65),
    "officer": Fact("contact", 0.6),
    "officer_named": Fact("contact", 0.6),
    "authority": Fact("contact", 0.65),
    "department": Fact("contact", 0.6),
}

_DEPARTMENT = re.compile(
    r"\b(?:[A-Z][a-z]+ ){1,4}(?:Office|Officer|Department|Team|Desk|Unit)\b"
    r"|\b(?:to|contact|call|ask|reach|with|by) (?:our|the) "
    r"((?:[a-z-]+ ){0,3}?(?:office|officer|department|team|desk|unit))\b"
    r"|(?:由|向|联系|至)[\u4e00-\u9fff]{2,10}?(?:部门|部|办公室|团队)"
)
_OFFICE = re.compile(
    r"(?:our |the )?(?:[\w-]+ ){1,4}(?:office|officer|department|team|desk|unit)"
    r"|[\u4e00-\u9fff]{2,14}(?:部门|部|办公室|团队|中心|专员)",
    re.IGNORECASE,
)
"""A cell that names an office and nothing else."""
WATCHDOGS = frozenset("commission commissioner authority ombudsman regulator garant cnil ico dpc".split())
_OFFICES = frozenset({"DataProtectionOfficer", "Representative"})
_LONGEST = 400
_FEW = 8


def read(m: Measured) -> Iterator[tuple[str, bool]]:
    changed = (*m.added, *m.removed)
    came, went = ({w.key for w in side if w.kind == "mail"} for side in (m.added, m.removed))
    masked = any("protected" in mail or mail.startswith("email@") for mail in came | went)
    yield "mail", not masked and came != went and any(mail not in m.context.old.words for mail in came)
    lost = bool(went) and not came and not masked and not any(mail in m.context.new.words for mail in went)
    yield "mail_lost", lost and not m.elsewhere
    yield "phone", bool(m.phones[0] and m.phones[1] and m.phones[0] != m.phones[1])
    yield "phone_lost", m.two_sided and bool(m.phones[0]) and not m.phones[1] and _rings_nowhere(m)
    yield "street", m.contact_nearby and len(m.text) < _LONGEST and _street(m)
    yield "address", m.address_moved and not m.repeated and not m.sharing
    officer = any(match.term.name in ("DataProtectionOfficer", "Representative") for _, match in (*m.gained, *m.lost))
    yield "officer", officer and (m.about("ContactUs") or bool(came | went))
    yield "officer_named", _another_officer(m)
    watched = m.sentence_about("Complain", "Authority", "Complaints") and m.size <= 12
    names = {w.key for w in changed} & WATCHDOGS
    old, new = ({match[1] or match[0] for match in _DEPARTMENT.finditer(side)} for side in m.sides)
    another = bool(old - new and new - old) and m.kept >= 2
    cell = m.place.clause.kind == "row" and m.two_sided and all(_OFFICE.fullmatch(side.strip()) for side in m.sides)
    yield "department", (another or cell) and m.size <= _FEW and not m.repeated
    yield "authority", m.two_sided and watched and bool(names) and not m.repeated


def _rings_nowhere(m: Measured) -> bool:
    """Whether the new document gives none of the telephone numbers that went."""
    return not m.phones[0] & phones_in(m.context.new.text)


def _another_officer(m: Measured) -> bool:
    """Whether both sides name a person for the same office, and not the same one."""
    names = names_in(m.place.added), names_in(m.place.removed)
    office = {match.term.name for _, match in m.old_terms} & {match.term.name for _, match in m.new_terms} & _OFFICES
    fresh = any(word in m.proper for word in names[0])
    return bool(office and names[0] and names[1]) and fresh and m.size <= _FEW and m.kept >= 2 and not m.repeated


def _street(m: Measured) -> bool:
    """Whether a street is named and a number of its changed, to one that is new or with a new name."""
    if not (STREET_END.search(m.text) or STREET.search(m.text)):
        return False
    numbers = any(w.kind == "number" for w in (*m.added, *m.removed))
    new = any(w.kind == "number" and w.key not in m.context.old.words for w in m.added)
    return numbers and (new or bool(m.proper))

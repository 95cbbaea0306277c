"""E-mail addresses, telephone numbers, postal addresses, officers and authorities."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.rules.draft import Draft, quoted, turn
from policytool.significance.rules.terms import named
from policytool.significance.sayings import Slots, listed


def read(m: Measured) -> list[Draft]:
    came = tuple(w.key for _, w in m.place.added if w.kind == "mail")
    went = tuple(w.key for _, w in m.place.removed if w.kind == "mail")
    if came or went:
        ending = ("changed" if went else "came") if came else "went"
        return [_draft(f"mail-{ending}", {"before": went, "after": came})]
    slots = quoted(m)
    roles = named([*m.gained, *m.lost], "contact")
    return [_draft(f"contact-{turn(slots)}", {**slots, "roles": f" ({listed(roles)})" if roles else ""})]


def _draft(saying: str, slots: Slots) -> Draft:
    return Draft(kind="contact", saying=saying, slots=slots, direction="different", rule="contact-point")

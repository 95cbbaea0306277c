"""E-mail addresses, telephone numbers, postal addresses, officers and authorities."""

from __future__ import annotations

from policytool.significance.changed import Changed
from policytool.significance.measured import Measured
from policytool.significance.rules import letters
from policytool.significance.rules.change import bare, change, ending
from policytool.significance.rules.draft import Draft
from policytool.significance.rules.terms import named
from policytool.significance.sayings import Slots, listed
from policytool.significance.whole import Whole

_SAID = ("contact us", "address", "email")
"""Roles that the saying or the words themselves tell."""


def read(m: Measured) -> list[Draft]:
    came, went = _mails(m.place.added, m.context.old), _mails(m.place.removed, m.context.new)
    spoken = not m.two_sided and not bare(m.text)
    if (came or went) and not spoken:
        return [_mail(m, came, went)]
    old, new = letters.read(m)
    if old or new:
        return [_draft(f"address-{('changed' if old else 'came') if new else 'went'}", {"old": old, "new": new})]
    roles = [role for role in named([*m.gained, *m.lost], "contact") if role not in _SAID]
    return [_draft(f"contact-{ending(m)}", {"change": change(m), "roles": f" ({listed(roles)})" if roles else ""})]


def _mails(changed: Changed, other: Whole) -> tuple[str, ...]:
    """The addresses among the changed words that the other document does not give."""
    return tuple(dict.fromkeys(w.key for _, w in changed if w.kind == "mail" and not other.says((w.key,))))


def _mail(m: Measured, came: tuple[str, ...], went: tuple[str, ...]) -> Draft:
    how = ("changed" if went else "came") if came else "replaced" if m.two_sided and m.come else "went"
    many = "s" if len(came or went) > 1 else ""
    return _draft(f"mail{many}-{how}", {"before": went, "after": came, "change": change(m)})


def _draft(saying: str, slots: Slots) -> Draft:
    return Draft(kind="contact", saying=saying, slots=slots, rule="contact-point")

"""E-mail addresses, telephone numbers, postal addresses, officers and authorities."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.quotes import quote
from policytool.significance.rules.draft import Draft, listed
from policytool.significance.rules.terms import named


def read(m: Measured) -> list[Draft]:
    came = [w.key for _, w in m.place.added if w.kind == "mail"]
    went = [w.key for _, w in m.place.removed if w.kind == "mail"]
    if came and went:
        return [
            _draft(
                f"The e-mail address {listed(went)} becomes {listed(came)}.",
                f"Please write to {listed(came)} from now on.",
            )
        ]
    if came:
        return [_draft(f"The e-mail address {listed(came)} is new.", f"You can now write to {listed(came)}.")]
    if went:
        return [_draft(f"The e-mail address {listed(went)} is no longer given.", f"We no longer use {listed(went)}.")]
    return _others(m)


def _others(m: Measured) -> list[Draft]:
    old, new = quote(m.place.olds, m.place.removed), quote(m.place.news, m.place.added)
    roles = listed(named([*m.gained, *m.lost], "contact") or ["contact details"])
    if old and new:
        reason = f"The contact details change: “{old}” becomes “{new}”."
    elif new:
        reason = f"The policy now gives {_about(roles)}: “{new}”."
    else:
        reason = f"The policy no longer gives {_about(roles)}: “{old}”."
    told = f"Our contact details change: “{new}”." if new else f"We no longer give this contact: “{old}”."
    return [_draft(reason, told)]


def _about(roles: str) -> str:
    return "contact details" if roles == "contact details" else f"contact details ({roles})"


def _draft(reason: str, told: str) -> Draft:
    return Draft(kind="contact", reason=reason, told=told, direction="different", rule="contact-point")

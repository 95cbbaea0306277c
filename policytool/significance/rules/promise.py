"""How users are told of changes, when changes take effect, security, liability, disputes."""

from __future__ import annotations

from policytool.significance.measured import Measured
from policytool.significance.quotes import quote
from policytool.significance.rules.draft import Draft

_ABOUT = {
    "PolicyChanges": "changes of the policy",
    "NoticeOfChange": "how users are told of changes",
    "TakesEffect": "when changes take effect",
    "SecurityMeasures": "security",
    "Breach": "security incidents",
    "Liability": "liability",
    "DisputeResolution": "disputes",
    "GoverningLaw": "the governing law",
    "PrevailingLanguage": "which language prevails",
    "ServiceEnd": "the end of the service",
}


def read(m: Measured) -> list[Draft]:
    named = [match.term.name for _, match in (*m.gained, *m.lost, *m.new_terms, *m.old_terms)]
    about = next((_ABOUT[name] for name in named if name in _ABOUT), "a commitment")
    old, new = quote(m.place.olds, m.place.removed), quote(m.place.news, m.place.added)
    if old and new:
        reason = f"On {about}, “{old}” becomes “{new}”."
    else:
        reason = f"On {about}, the policy {'now says' if new else 'no longer says'}: “{new or old}”."
    told = f"On {about}, our policy {'now says' if new else 'no longer says'}: “{new or old}”."
    return [
        Draft(kind="other", reason=reason, told=told, direction="different", reduces_rights=not new, rule="promise")
    ]

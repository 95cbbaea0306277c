"""What a company promises to do for people, sentence by sentence: a duty that the new text bears less often is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from policytool.significance.facts.fact import Fact

if TYPE_CHECKING:
    from policytool.significance.measured import Measured

FACTS = {
    "duty_dropped": Fact("", 0.55, soft=True),
    "duty_replaced": Fact("", 0.55, soft=True),
    "duty_gone": Fact("", 0.55, soft=True),
    "safeguard_less": Fact("other", 0.55, soft=True),
    "safeguard_gone": Fact("other", 0.55, soft=True),
    "denial_gone": Fact("", 0.55, soft=True),
    "asking_gone": Fact("rights", 0.55, soft=True),
    "channel_dropped": Fact("other", 0.55, soft=True),
}

_DUTIES = tuple(
    re.compile(rf"\b(?:{english})|{chinese}", re.IGNORECASE)
    for english, chinese in (
        ("encrypt", "加密"),
        ("delet|eras|destr|anonym|remov|purg|dispos|wip|de-?identif|shred|get rid", "删除|销毁|匿名|清除"),
        ("audit", "审计"),
        ("confidential", "保密"),
        ("certif|accredit", "认证"),
        ("end-to-end", "端到端"),
    )
)
"""One family of words for each duty."""
_BEARER = re.compile(r"\b(?:we|our|us|partners?|providers?|suppliers?|staff|employees|processors?)\b|我们|合作", re.I)
_NEVER = re.compile(
    r"\bwe (?:will |shall )?(?:never|do not|don['’]t|will not|won['’]t)\b|我们(?:绝不|绝不会|不会)", re.I
)
_ASKING = re.compile(
    r"\b(?:must|shall|will|has to|have to)\b[^.;]{0,20}\b(?:ask|obtain|seek|request)\b[^.;]{0,40}"
    r"\b(?:consent|permission|authori[sz]ation|agreement)\b|(?:征求|取得|征得)您?的?[^。；]{0,8}(?:同意|授权)",
    re.I,
)
_DENIES = re.compile(r"\b(?:no|not|never|nobody|none|neither|cannot)\b|n['’]t\b|[不未]", re.IGNORECASE)
_OURS = re.compile(r"\b(?:we|our|us|data|information|files?|messages?)\b|我们|信息|数据", re.IGNORECASE)
_SHORT = 12
_TELLING = re.compile(r"\b(?:tell|notify|inform) you\b|(?:告知|通知)您", re.I)
_CHANNELS = frozenset({"Email", "Telephone", "PostalAddress", "TextMessage"})

_FEW = 6


def read(m: Measured) -> Iterator[tuple[str, bool]]:
    old, new = m.sides
    only_went = bool(m.gone) and not m.come and not m.repeated
    less = [duty for duty in _DUTIES if duty.search(old) and not duty.search(new) and _fewer(m, duty)]
    borne = bool(_BEARER.search(old)) or "security" in m.frames[0]
    yield "duty_dropped", m.two_sided and only_went and borne and bool(less)
    little = m.two_sided and bool(m.come and m.gone) and m.size <= _FEW and not m.repeated
    yield "duty_replaced", little and borne and bool(less)
    whole = bool(old) and not m.two_sided and not m.elsewhere and not m.pointing
    denied = bool(_NEVER.search(old)) and _fewer(m, _NEVER)
    yield "duty_gone", whole and borne and (bool(less) or denied)
    safe = bool(m.heading_names & {"SecurityMeasures", "Security"}) and not m.repeated and not m.misspelt
    yield (
        "safeguard_less",
        m.two_sided and safe and bool(m.gone) and not m.added and m.size <= _FEW and m.kept >= 3 and _loses(m),
    )
    yield "safeguard_gone", whole and safe and m.novel_share > 0.5 and len(m.gone) >= 3
    ours = bool(_OURS.search(old)) and m.novel_share > 0.5 and len(m.gone) <= _SHORT
    yield "denial_gone", whole and ours and bool(m.lost_names) and bool(_DENIES.search(old))
    yield "asking_gone", whole and bool(_ASKING.search(old)) and _fewer(m, _ASKING)
    told = m.two_sided and only_went and bool(_TELLING.search(old)) and bool(_TELLING.search(new))
    yield "channel_dropped", told and bool(m.lost_names & _CHANNELS)


def _loses(m: Measured) -> bool:
    """Whether words of a safeguard went for good: the new document says them nowhere."""
    return any(word.key not in m.context.new.words for word in m.gone)


def _fewer(m: Measured, said: re.Pattern[str]) -> bool:
    """Whether the new document says it less often than the old one: it did not merely move."""
    return len(said.findall(m.context.new.text)) < len(said.findall(m.context.old.text))

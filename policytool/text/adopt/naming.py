"""Ids for the headings of an adopted policy: readable, in small letters, from the title's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policytool.text import ids
from policytool.text.model import Clause

_TOPICS = (
    ("significant-changes", ("重大变更", "重大变化")),
    ("cookies", ("cookie",)),
    ("children", ("未成年", "儿童")),
    ("sharing", ("共享", "转让", "披露", "委托处理", "对外提供")),
    ("transfers", ("跨境", "出境", "境外")),
    ("retention", ("存储", "保存", "保留")),
    ("security", ("安全", "保护")),
    ("rights", ("权利", "管理您", "访问", "更正", "注销")),
    ("changes", ("变更", "修订", "更新", "修改", "通知")),
    ("contact", ("联系", "投诉", "反馈")),
    ("use", ("使用",)),
    ("collection", ("收集",)),
    ("definitions", ("定义",)),
    ("scope", ("适用", "范围")),
)
_FIRST = frozenset({"significant-changes", "cookies", "children"})


def named(clauses: Sequence[Clause]) -> tuple[Clause, ...]:
    """The clauses with an id of its own on each heading; the author's are kept."""
    register = ids.Register({clause.id for clause in clauses if clause.named})
    found = []
    count = 0
    for clause in clauses:
        if clause.kind == "heading" and not clause.named:
            count += 1
            wanted = identifier(clause.text, count)
            wanted = "policy" if clause.level == 1 and wanted.startswith("section-") else wanted
            clause = replace(clause, id=register.claim(wanted), named=True)
        found.append(clause)
    return tuple(found)


def identifier(title: str, count: int) -> str:
    """An id for a heading: its slug where that is plain letters, else its topic or its number."""
    slug = ids.slug(title, limit=40)
    plain = "-".join(part for part in "".join(sign for sign in slug if sign.isascii()).split("-") if part)
    if len(plain) >= 0.6 * len(slug) and any(sign.isalpha() for sign in plain):
        return plain.lstrip("0123456789-") or f"section-{count}"
    lower = title.casefold()
    places = {topic: min((lower.find(word) for word in words if word in lower), default=-1) for topic, words in _TOPICS}
    found = [topic for topic, place in places.items() if place >= 0]
    if found and found[0] in _FIRST:
        return found[0]
    return min(found, key=lambda topic: places[topic], default=f"section-{count}")

"""The promise that rights under the policy are not reduced without consent."""

from __future__ import annotations

import re

from policytool.release.promises.model import Statement
from policytool.release.promises.reading import holding
from policytool.text.model import Document

_LESS = r"(?:reduc(?:e|es|ed|ing)|diminish(?:es|ed)?|restrict(?:s|ed)?|limit(?:s|ed)?|curtail(?:s|ed)?|weaken(?:s|ed)?)"
_ENGLISH = (
    re.compile(r"\b(?:not|never|no)\b", re.IGNORECASE),
    re.compile(rf"\b{_LESS}\b", re.IGNORECASE),
    re.compile(r"\brights?\b", re.IGNORECASE),
    re.compile(
        r"\bwithout (?:(?:first|your|their|the user['’]?s?|explicit|express|prior|informed|obtaining|asking|for|active)"
        r"[\s,]+)*(?:consent|agreement)\b"
        r"|\b(?:unless|until|except where|only if) (?:you|users?|they)\b[^.;]{0,30}\b(?:consents?|agrees?)\b",
        re.IGNORECASE,
    ),
)
_CHINESE = (
    re.compile(r"未经|未(?:获得?|取得|征得|得到)|除非"),
    re.compile(r"同意"),
    re.compile(r"(?:不会?|不得|绝不)(?:擅自)?(?:减少|削减|限制|降低|缩减|减损|削弱|缩小)"),
    re.compile(r"权利|权益"),
)


def read(document: Document) -> tuple[Statement, ...]:
    """The sentences that promise to ask before rights are reduced."""
    return holding(document, _ENGLISH, _CHINESE)

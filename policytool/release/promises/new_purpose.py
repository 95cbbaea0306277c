"""The promise that people are asked before their information is used for a purpose that the policy does not cover."""

from __future__ import annotations

import re

from policytool.release.promises.model import Statement
from policytool.release.promises.reading import holding
from policytool.text.model import Document

_ENGLISH = (
    re.compile(r"\b(?:other|another|new|different|further|any)\b[^.;]{0,30}\bpurposes?\b|\bnot cover", re.IGNORECASE),
    re.compile(r"\bpurposes?\b", re.IGNORECASE),
    re.compile(r"\b(?:we|us) (?:\w+ ){0,3}?(?:ask|obtain|seek|request|need)\b", re.IGNORECASE),
    re.compile(r"\b(?:beforehand|first|before|prior|consent|agree\w*|permission|authori[sz]ation)\b", re.IGNORECASE),
)
_CHINESE = (
    re.compile(r"其他目的|未载明的目的|新的?目的"),
    re.compile(r"征求|征得|取得"),
    re.compile(r"同意|授权|意见"),
)


def read(document: Document) -> tuple[Statement, ...]:
    """The sentences that promise to ask before a new purpose."""
    return holding(document, _ENGLISH, _CHINESE)

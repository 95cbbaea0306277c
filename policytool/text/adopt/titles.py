"""Whether a line reads as a title, a sentence, or the furniture of a web page."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from policytool.text.adopt.lines import width_of

_WIDEST = 90
_MOST_WORDS = 14
_ABBREVIATED = re.compile(r"\b(?:Inc|Ltd|Co|Corp|LLC|U\.S|U\.K|etc|Jr)\.\Z")
_INNER_END = re.compile(r"[a-z]{3}[.!]\s+\S|•|[。！？；;]\s*\S|，|,.*,.*,")
_HANGS = re.compile(
    r"(?:[,，、(（&/]|\b(?:the|an?|of|and|or|to|with|for|by|in|on|at|from|into|that|which|your|their|its|as|than|such|is|are))\Z"
)
_CONTACT = re.compile(
    r"@|https?:|www\.|\.(?:com|org|net|cn)\b|\+\d|\d{3}[-\s]\d{3,4}|\d{5,}|电话|邮箱|邮编|地址[：:]", re.IGNORECASE
)
_COMPANY = re.compile(r"\b(?:Inc|Ltd|Limited|LLC|GmbH|Corp|plc|PLC|LLP)\.?\s*\Z|有限公司\s*\Z")
_STREET = re.compile(
    r"\d+\w?\s.*\b(?:street|st|road|rd|drive|dr|avenue|ave|lane|way|boulevard|blvd|square|court|place|floor|suite)\b",
    re.IGNORECASE,
)
POLICY = re.compile(
    r"privacy|polic(?:y|ies)|notice|statement|terms|agreement|隐私|政策|声明|协议|条款|规则|个人信息保护", re.IGNORECASE
)
"""Words by which the title of a whole text is known."""
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_DATED = re.compile(
    r"\b(?:last|date)\s+(?:updated|modified|revised|reviewed|of)\b|\beffective date\b"
    r"|\b(?:effective|updated|revised|published|version)\b.{0,24}\d"
    r"|\b\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|\d{4}\s*年|(?:更新|生效|发布|修订|版本)(?:日期|时间|号)"
    rf"|\b{_MONTH}\.?\s+\d{{1,2}}\b|\b\d{{1,2}}\s+{_MONTH}\b",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"\S\s*(?:[>|»›→]|\s/\s)\s*\S")
_SENTENCE = re.compile(
    r"(?:we|you|i|they|he|she|it|please|click|by (?:using|continuing|visiting)|thank you|welcome|dear)\b(?!['’]?s\b)"
    r"|(?:we|you)['’]",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?:will|may|must|shall|can|could|is|are|was|were|has|have|does|do|applies|apply|uses|use|collects|explains|describes)\Z",
    re.I,
)
_ASKING = re.compile(
    r"(?:how|what|when|where|why|who|whom|whose|which|if|whether|do|does|can|are|is|will|may|should|information|data|your|things)\b",
    re.I,
)
_CHINESE_SENTENCE = re.compile(r"(?:我们|您|本公司|用户|公司)(?:会|将|可能|可以|不会|应|仅|已|不|需要|有权)")
_CHINESE_NOUN = re.compile(r"的[\u4e00-\u9fff]{1,6}\Z")
_CHINESE_ASKING = re.compile("如何|怎样|怎么|哪些|什么|为何|为什么|何时|谁|是否|吗")
_DEFINITION = re.compile(r"[:：]\s*\S")
_NAMED_PART = re.compile(r"(?:part|section|article|chapter|step)\b", re.IGNORECASE)
_SUBJECT = re.compile(r"(?:your|our|information|data|things)\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")


def titleish(text: str, *, numbered: bool = False) -> bool:
    """Whether `text` could be a title: short, no sentence, no date, no address, no definition."""
    text = text.strip()
    if not any(sign.isalpha() for sign in text) or text[0].islower() or furniture(text):
        return False
    wide = width_of(text) > len(text) * 1.3
    if _too_long(text, wide=wide) or _INNER_END.search(text.rstrip("?？")):
        return False
    if (_HANGS.search(text) and not _ASKING.match(text)) or (not numbered and _COMPANY.search(text)):
        return False
    if not numbered and _STREET.match(text):
        return False
    if _CONTACT.search(text) or _DATED.search(text) or _closed(text, numbered=numbered):
        return False
    return question(text) or not sentence(text, wide=wide)


def _too_long(text: str, *, wide: bool) -> bool:
    asking = question(text)
    return width_of(text) > (64 if wide else _WIDEST) + 30 * asking or len(text.split()) > _MOST_WORDS + 8 * asking


def _closed(text: str, *, numbered: bool) -> bool:
    """Whether the line ends as sentences or lead-ins do, or defines a word ("Cookies: small files")."""
    if text[-1] in ".;,!。；，、！…":
        return not _ABBREVIATED.search(text)
    if numbered:
        return False
    return text[-1] in ":：" or bool(_DEFINITION.search(text) and not _NAMED_PART.match(text))


def sentence(text: str, *, wide: bool = False) -> bool:
    """Whether a line without a full stop is a sentence all the same: "We collect your name"."""
    if wide:
        return bool(_CHINESE_SENTENCE.match(text)) and not (_CHINESE_ASKING.search(text) or _CHINESE_NOUN.search(text))
    if capitals(text) or capitalised(text):
        return False
    if _SENTENCE.match(text):
        return True
    words = text.lower().split()
    verb = next((place for place, word in enumerate(words[:5]) if place and _VERB.match(word)), None)
    if verb is None:
        return False
    related = words[verb - 1] in {"we", "you", "they", "it"} or not _SUBJECT.match(text)
    return not (_ASKING.match(text) and related)


def capitals(text: str) -> bool:
    """WRITTEN LIKE THIS."""
    return len(_LETTER.findall(text)) >= 4 and text.upper() == text and text.lower() != text


def capitalised(text: str) -> bool:
    """Written Like This: at least two words, all long ones with capitals."""
    long = [word for word in re.findall(r"[^\W\d_][\w'’-]*", text) if len(word) > 3]
    return len(long) >= 2 and all(word[0].isupper() for word in long)


def question(text: str) -> bool:
    return text.rstrip().endswith(("?", "？"))


def furniture(text: str) -> bool:
    """Whether the line belongs to the page and not to the policy: "Back to top", a trail of links, a cookie banner."""
    return bool(_furniture().match(text.strip())) or (len(text) < 90 and bool(_TRAIL.search(text)))


@cache
def _furniture() -> re.Pattern[str]:
    source = (resources.files("policytool.text.adopt") / "words" / "furniture.txt").read_text(encoding="utf-8")
    phrases = [line for line in source.splitlines() if line and not line.startswith("#")]
    return re.compile(rf"\W*(?:{'|'.join(phrases)})\W*\Z", re.IGNORECASE)

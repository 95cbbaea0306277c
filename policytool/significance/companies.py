"""Companies as texts name them: "Fernhill Trading Ltd.", "Example (Ireland) Limited", 某某有限公司."""

from __future__ import annotations

import re
from functools import lru_cache

_FORMS = {
    "limited": r"Ltd|Limited",
    "inc": r"Inc|Incorporated",
    "llc": r"LLC|L\.L\.C",
    "corp": r"Corp|Corporation",
    "plc": r"[Pp]lc|PLC|Oyj",
    "gmbh": r"GmbH",
    "sarl": r"S\.? ?[aAàÀ]\.? ?[rR]\.? ?[lL]|Sàrl",
    "unlimited": r"Unlimited Company",
    "sas": r"S\.?A\.?S\.?U?",
    "sa": r"S\.?A|SE",
    "ag": r"AG|KGaA|KG",
    "bv": r"B\.?V|N\.?V",
    "ab": r"AB|AS|A/S|ApS|Oy|OÜ",
    "srl": r"S\.?[rR]\.?[lL]|S\.?[pP]\.?A",
    "kk": r"K\.K|KK",
    "gk": r"G\.K|GK",
    "llp": r"LLP|L\.P|LP",
    "pte": r"Pte|Pty",
    "ltda": r"Ltda|S\.L\.?U?|SL|Kft|UAB|SIA|ULC|PBC",
}
_NAME = r"[A-Z][\w'’.&+!\-]*(?:,? (?:(?:of|and|de|&|\(?[A-Z][\w'’.&+\-]*\)?)(?= ))){0,6}?"
_ANY = "|".join(f"(?P<{form}>{spelled})" for form, spelled in _FORMS.items())
_COMPANY = re.compile(rf"({_NAME}),? (?:{_ANY})\b\.?|([\u4e00-\u9fff（）]{{2,20}}?(?:有限公司|股份公司))")
_HINT = re.compile(rf" (?=[A-Zp])(?:{'|'.join(_FORMS.values())})\b|公司")
_LEADING = frozenset(
    ["the", "this", "if", "for", "we", "by", "our", "contact", "please", "to", "at", "attn", "by", "and", "of", "with"]
)


@lru_cache(maxsize=16384)
def companies(text: str) -> frozenset[str]:
    """The companies that `text` names, in lower case, each with its legal form as the last word."""
    if not _HINT.search(text):
        return frozenset()
    found = set()
    for match in _COMPANY.finditer(text):
        if match.lastgroup is None:
            found.add(match[0])
            continue
        name = [word.strip(".,()").lower() for word in match[1].split()]
        while name and name[0] in _LEADING:
            name = name[1:]
        if name:
            found.add(" ".join([*name, match.lastgroup]))
    return frozenset(found)

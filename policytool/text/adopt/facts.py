"""What a policy states plainly about itself: title, language, who is responsible, dates."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Sequence

from policytool.text.adopt.model import Doubt, Facts
from policytool.text.model import Clause

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_EMAIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._%+-]*@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_PHONE = re.compile(
    r"(?:telephone|phone|tel|call|hotline|电话|热线|致电|拨打)[^+\d\n]{0,30}(\+?\(?\d[\d() -]{5,20}\d)", re.IGNORECASE
)
_ADDRESS = re.compile(
    r"(?:(?:postal|mailing|our) address|registered (?:office|address)|address|write to us at|(?:注册|办公|联系)?地址)"
    r"\s*(?:is|:|：|为|是)\s*([^\n。;；]{8,120})",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b((?:[A-Z][\w&'’-]*,?[ \t]+){1,5}(?:\([A-Z][\w ]+\)[ \t]+)?"
    r"(?:Co\.,? Ltd|Ltd|Limited|Inc|LLC|L\.L\.C|Corporation|Corp|GmbH|AG|S\.A|B\.V|PLC|plc|LLP|Pty Ltd)\b\.?)"
)
_CHINESE_COMPANY = re.compile(
    r"(?:^|[由是为即称与和及（(“《：:，,。；\s])([\u4e00-\u9fff（）()A-Za-z]{2,24}?"
    r"(?:股份有限公司|有限责任公司|有限公司))",
    re.MULTILINE,
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = (
    r"(?:(?P<y>\d{4})\s*[-./年]\s*(?P<m>\d{1,2})\s*[-./月]\s*(?P<d>\d{1,2})"
    r"|(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+(?P<M2>[A-Za-z]{3,9})\.?,?\s+(?P<y2>\d{4})"
    r"|(?P<M3>[A-Za-z]{3,9})\.?\s+(?P<d3>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y3>\d{4}))"
)
_EFFECTIVE = re.compile(
    r"(?:effective(?: date| as of| from| on)?|in force (?:from|since)|takes? effect(?: on| from)?|生效(?:日期|时间)?)"
    rf"[^\d\n]{{0,20}}?{_DAY}",
    re.IGNORECASE,
)
_EFFECTIVE_BEHIND = re.compile(rf"{_DAY}\s*日?\s*(?:起)?(?:生效|施行|实施)")
_PUBLISHED = re.compile(
    r"(?:last (?:updated|modified|revised)(?: on)?|(?:last )?updated?(?: on)?|published(?: on)?|posted(?: on)?"
    rf"|(?:更新|发布|修订|公布)(?:日期|时间)?)[^\d\n]{{0,20}}?{_DAY}",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(r"\b(?:team|department|dept|office|officer|attn|attention)\b|部|办公室", re.IGNORECASE)
_PRIVATE = re.compile(r"privacy|dpo|data|gdpr|protection|legal|隐私", re.IGNORECASE)


def read(clauses: Sequence[Clause]) -> tuple[Facts, list[Doubt]]:
    """The facts of the text, and what was doubtful about them."""
    doubts: list[Doubt] = []
    text = "\n".join(clause.text for clause in clauses)
    first = next((clause for clause in clauses if clause.kind == "heading" and clause.level == 1), None)
    chinese = len(_CHINESE.findall(text)) > 0.2 * len(re.findall(r"\w", text))
    title = first.text if first is not None else "隐私政策" if chinese else "Privacy Policy"
    if first is None:
        doubts.append(Doubt(line=1, what=f"No title was found; it is called “{title}”. Correct `title` if need be."))
    name = _company(text, doubts)
    department, address = _place(text, name)
    found = Facts(
        title=title,
        language="zh" if chinese else "en",
        name=name,
        department=department,
        address=_first(_ADDRESS, text) or address,
        email=_email(text, doubts),
        phone=_first(_PHONE, text),
        published=_date(_PUBLISHED, text),
        effective=_date(_EFFECTIVE, text) or _date(_EFFECTIVE_BEHIND, text),
    )
    return found, doubts


def _place(text: str, name: str) -> tuple[str, str]:
    """Department and address where they stand behind the company's name: "…, Privacy Team, 12 Lane, Bristol"."""
    behind = re.search(re.escape(name) + r"[,，]\s*([^\n.;。；]{8,150})", text) if name else None
    parts = [part.strip() for part in re.split("[,，]", behind[1])] if behind is not None else []
    department = parts.pop(0) if parts and _DEPARTMENT.search(parts[0]) else ""
    address = ", ".join(parts)
    plain = re.search(r"\d", address) and not re.search(r"@|https?:|\b(?:we|you|is|are)\b", address)
    return department, address if plain else ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1].strip(" .,") if found else ""


def _email(text: str, doubts: list[Doubt]) -> str:
    found: list[str] = list(dict.fromkeys(address.rstrip(".") for address in _EMAIL.findall(text)))
    private = [address for address in found if _PRIVATE.search(address.partition("@")[0])]
    if len(found) > 1:
        what = f"Several addresses are named; {(private or found)[0]} was taken for privacy questions. Check it."
        doubts.append(Doubt(line=0, what=what))
    return (private or found or [""])[0]


def _company(text: str, doubts: list[Doubt]) -> str:
    found: Counter[str] = Counter(name.strip() for name in [*_COMPANY.findall(text), *_CHINESE_COMPANY.findall(text)])
    if not found:
        return ""
    best = max(found, key=lambda name: (found[name], -list(found).index(name)))
    if len(found) > 1:
        doubts.append(Doubt(line=0, what=f"Several companies are named; {best} was taken as responsible. Check it."))
    return best


def _date(pattern: re.Pattern[str], text: str) -> datetime.date | None:
    found = pattern.search(text)
    if found is None:
        return None
    part = found.groupdict()
    month = part["M2"] or part["M3"]
    number = _MONTHS.index(month.casefold()[:3]) + 1 if month and month.casefold()[:3] in _MONTHS else 0
    try:
        return datetime.date(
            int(part["y"] or part["y2"] or part["y3"]),
            int(part["m"] or number),
            int(part["d"] or part["d2"] or part["d3"]),
        )
    except ValueError:
        return None

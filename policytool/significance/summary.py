"""The findings in two or three sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policytool import __version__
from policytool.significance import sayings
from policytool.significance.model import Assessment, CriteriaReading, Finding

_LONG = 640
"""So many characters of reasons are read in one go; what goes beyond stands with the findings."""
_ALL = 800
"""So many, where they tell it all."""
_SHORT = 110
"""So many characters of a quotation are enough of what decides nothing."""
_MOST = 3
"""Sentences that are told, with the one before them that counts the other findings."""
_LISTED = 4
"""So much is listed in one of them."""
_QUOTE = re.compile("“([^”]*)”")
_NEAR = 0.1
"""Findings so little less sure than the surest are told before it where they say more to users."""


def explain(findings: Sequence[Finding], threshold: float, language: str = "en") -> str:
    """Two or three sentences: the surest findings, and what else the revision concerns where they do not say it all.

    Findings come surest first.
    """
    strong = [finding for finding in findings if finding.confidence >= threshold]
    if not strong:
        return _minor(findings, language)
    told = _told(strong, _MOST, _ALL)
    if not _all_told(told, strong):
        told = _told(strong, _MOST - 1, _LONG)
    reasons = _merged([finding.reason for finding in told], language)
    if _all_told(told, strong):
        return sayings.joined(reasons, language)
    return sayings.joined([lead(strong, language), *reasons], language)


def _all_told(told: Sequence[Finding], strong: Sequence[Finding]) -> bool:
    places = _places(told)
    return _kinds(told) == _kinds(strong) and all(
        f.clause in places or f.reason in places or f.prominence < 0 or not _says_more(f, told) for f in strong
    )


def _told(strong: Sequence[Finding], most: int, long: int) -> list[Finding]:
    """The first finding, and the surest of those that quote other words and are short enough: as many as make up to
    `most` sentences of together `long` characters.

    One of a kind not told yet goes before one that says what came where the first says what went, and that before the
    rest. What says little by itself is told only where nothing else is.
    """
    told = [_first(strong)]
    left = [finding for finding in strong if finding.prominence >= 0]
    while left := [f for f in left if _says_more(f, told) and _fits(f, told, most, long)]:
        told.append(min(left, key=lambda f: (*_after(f, told), -f.prominence if _sure(f, strong) else 0)))
    return told


def _says_more(finding: Finding, told: Sequence[Finding]) -> bool:
    quotes = _quotes(finding)
    return all(f.reason != finding.reason and not (quotes and quotes <= _quotes(f)) for f in told)


def _fits(finding: Finding, told: Sequence[Finding], most: int, long: int) -> bool:
    """Whether the finding makes no sentence too many, and none too long."""
    frames = [_frame(f.reason) for f in (*told, finding)]
    length = sum(len(f.reason) for f in (*told, finding))
    return len(set(frames)) <= most and frames.count(frames[-1]) <= _LISTED and length <= long


def _after(finding: Finding, told: Sequence[Finding]) -> tuple[bool, bool]:
    return finding.criterion.kind in _kinds(told), _ending(told[0]) == _ending(finding) == "went"


def _ending(finding: Finding) -> str:
    """ "came", "went" or "changed", where the saying tells."""
    return finding.saying.partition(":")[0].rpartition("-")[2]


def _quotes(finding: Finding) -> set[str]:
    return set(_QUOTE.findall(finding.reason))


def _merged(reasons: Sequence[str], language: str) -> list[str]:
    """The reasons, those as one that say the same of other words at their end: of a list that gains entries, say."""
    merged: dict[tuple[str, str], list[str]] = {}
    for reason in reasons:
        before, after = _frame(reason)
        words = reason[len(before) : len(reason) - len(after)]
        merged.setdefault((before, after), []).append(words)
    return [f"{before}{sayings.listed(quoted, language)}{after}" for (before, after), quoted in merged.items()]


def _frame(reason: str) -> tuple[str, str]:
    """What stands before the last quotation of a reason and after it; all of the reason where it has none."""
    quotations = list(_QUOTE.finditer(reason))
    return (reason[: quotations[-1].start()], reason[quotations[-1].end() :]) if quotations else (reason, "")


def _first(strong: Sequence[Finding]) -> Finding:
    """The finding that says most to users among the surest."""
    return max((finding for finding in strong if _sure(finding, strong)), key=lambda finding: finding.prominence)


def _sure(finding: Finding, strong: Sequence[Finding]) -> bool:
    return finding.confidence >= strong[0].confidence - _NEAR


def _places(findings: Sequence[Finding]) -> set[str]:
    return {finding.clause or finding.reason for finding in findings}


def _kinds(findings: Sequence[Finding]) -> set[str | None]:
    return {finding.criterion.kind for finding in findings}


def lead(strong: Sequence[Finding], language: str) -> str:
    """One sentence: what the revision concerns, in how many places."""
    kinds = dict.fromkeys(finding.criterion.kind or "other" for finding in strong)
    topics = sayings.listed([sayings.word("topic", kind, language) for kind in kinds], language, most=len(kinds))
    places = len(_places(strong))
    return sayings.word("summary", "many" if places > 1 else "one", language).format(topics=topics, count=places)


def _minor(findings: Sequence[Finding], language: str) -> str:
    if not findings:
        return sayings.word("summary", "nothing", language)
    nearest = _QUOTE.sub(lambda quote: f"“{_cut(quote[1])}”", findings[0].reason)
    return sayings.word("summary", "weak", language).format(reason=nearest)


def _cut(words: str) -> str:
    if len(words) <= _SHORT:
        return words
    cut = words[:_SHORT]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut} …"


def unjudged(stated: CriteriaReading, why: str) -> Assessment:
    """The verdict where the tool cannot judge: significant until a person decides."""
    return Assessment(
        significance="significant",
        score=1.0,
        threshold=0.5,
        criteria=stated.criteria,
        explanation=why,
        warnings=(*stated.warnings, why),
        judged=False,
        tool=__version__,
    )

"""The interface's words in each language, read from the TOML files of this folder; English fills what one lacks."""

from __future__ import annotations

import datetime
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from markupsafe import Markup

RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})

OWN_NAMES = {
    "ar": "العربية",
    "de": "Deutsch",
    "en": "English",
    "es": "Español",
    "fr": "Français",
    "it": "Italiano",
    "ja": "日本語",
    "ko": "한국어",
    "nl": "Nederlands",
    "pl": "Polski",
    "pt": "Português",
    "ru": "Русский",
    "tr": "Türkçe",
    "uk": "Українська",
    "vi": "Tiếng Việt",
    "zh": "中文",
    "zh-Hans": "简体中文",
    "zh-Hant": "繁體中文",
}
"""What speakers call their language, for the choice of languages."""


@cache
def catalogue(language: str) -> dict[str, Any]:
    """The words of `language` or of its widest form ("zh" for "zh-TW"); empty where there are none."""
    for name in (language, language.partition("-")[0]):
        file = files(__name__) / f"{name}.toml"
        if name.replace("-", "").isalnum() and file.is_file():
            return tomllib.loads(file.read_text(encoding="utf-8"))
    return {}


@cache
def _patterns(language: str) -> dict[str, str]:
    """All words by key; English ones where the language lacks them."""
    own = catalogue(language).get("words", {})
    return {**catalogue("en")["words"], **{key: pattern for key, pattern in own.items() if pattern}}


@lru_cache(maxsize=1 << 14, typed=True)
def _filled(pattern: str, names: tuple[str, ...], *values: object) -> str:
    """The same words stand on many pages. Typed: what is escaped already is not the same as what is not."""
    found = dict(zip(names, values, strict=True))
    if any(isinstance(value, Markup) for value in values):
        return Markup(pattern).format(**found)  # noqa: S704 - the pattern is ours, the values are escaped
    return pattern.format(**found)


def own_name(language: str) -> str:
    """A language's name in itself, or its tag."""
    return OWN_NAMES.get(language) or OWN_NAMES.get(language.partition("-")[0], language)


def direction(language: str) -> str:
    """ "rtl" for languages written from right to left, else "ltr"."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


class Words:
    """The words of one language: `words("in_force_since", date=…)`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._own = catalogue(language)
        self._english = catalogue("en")
        self._patterns = _patterns(language)

    def __call__(self, key: str, **values: object) -> str:
        """The words for `key`, filled in. When a value is Markup so is the result, and plain values are escaped."""
        return _filled(self._patterns[key], tuple(values), *values.values())

    def date(self, day: datetime.date) -> str:
        """A date in words, such as 23 December 2026."""
        source = self._own if "date" in self._own else self._english
        return str(source["date"]).format(day=day.day, month=source["months"][day.month - 1], year=day.year)

    def when(self, day: datetime.date, today: datetime.date) -> str:
        """How far off `day` is, from today on: today, tomorrow, in 30 days."""
        count = (day - today).days
        if count <= 1:
            return self("today" if count <= 0 else "tomorrow")
        return self("in_days", count=count)

    def language_name(self, language: str) -> str:
        """The name of `language` in these words' language."""
        names = {**self._english["language"], **self._own.get("language", {})}
        return str(names.get(language) or names.get(language.partition("-")[0]) or own_name(language))

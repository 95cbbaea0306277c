"""The interface's words: every language says everything, with the same gaps to fill."""

from __future__ import annotations

import datetime
import string
from importlib.resources import files

import pytest
from markupsafe import Markup

from policytool.website.words import Words, catalogue, direction, own_name

LANGUAGES = sorted(
    file.name.removesuffix(".toml")
    for file in files("policytool.website.words").iterdir()
    if file.name.endswith(".toml")
)


def gaps(pattern: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(pattern) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_has_the_same_words_with_the_same_gaps(language: str) -> None:
    english, own = catalogue("en")["words"], catalogue(language)["words"]
    assert own.keys() == english.keys()
    assert {key: gaps(own[key]) for key in own} == {key: gaps(english[key]) for key in own}


def test_a_language_without_words_of_its_own_speaks_english() -> None:
    assert Words("eo")("contents") == "Contents"
    assert Words("eo").date(datetime.date(2026, 12, 3)) == "3 December 2026"


def test_a_regional_language_speaks_its_widest_form() -> None:
    assert Words("zh-CN")("contents") == "目录"


def test_no_file_outside_the_catalogue_is_read() -> None:
    assert catalogue("../../errors") == {}


def test_dates_and_distances_are_said_in_words() -> None:
    today = datetime.date(2026, 11, 23)
    english, chinese = Words("en"), Words("zh")
    assert english.date(datetime.date(2026, 12, 23)) == "23 December 2026"
    assert chinese.date(datetime.date(2026, 12, 23)) == "2026年12月23日"
    assert english.when(datetime.date(2026, 12, 23), today) == "in 30 days"
    assert english.when(datetime.date(2026, 11, 25), today) == "in 2 days"
    assert english.when(datetime.date(2026, 11, 24), today) == "tomorrow"
    assert english.when(today, today) == "today"
    assert chinese.when(datetime.date(2026, 12, 23), today) == "30天后"


def test_what_is_filled_in_is_escaped_beside_markup() -> None:
    said = Words("en")("takes_effect", when="<b>", date=Markup("<time>x</time>"))
    assert said == "Takes effect &lt;b&gt;, on <time>x</time>"


def test_languages_are_named_in_themselves_and_in_others() -> None:
    assert (own_name("zh"), own_name("zh-TW"), own_name("tlh")) == ("中文", "中文", "tlh")
    assert Words("zh").language_name("en") == "英文"
    assert Words("en").language_name("zh-Hans") == "Simplified Chinese"
    assert Words("en").language_name("pl") == "Polski"
    assert (direction("ar-EG"), direction("en")) == ("rtl", "ltr")

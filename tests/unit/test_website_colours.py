"""The company's colour: read easily on every ground, light and dark, or refused with one that is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policytool import website
from policytool.config import SiteSettings
from policytool.errors import SettingsError
from policytool.website.colours import DARK, ENOUGH, LIGHT, contrast, least, legible, styles

CSS = Path(website.__file__).parent / "theme" / "css"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#777777", "#ffffff", 4.48),
        ("#ffffff", "#ffffff", 1.0),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_the_measure_is_that_of_the_guidelines(one: str, other: str, expected: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.005)


def test_the_grounds_are_those_of_the_style_sheets() -> None:
    theme, content = (CSS / "theme.css").read_text(), (CSS / "content.css").read_text()
    for names, css in ((("paper", "raised"), theme), (("p-notice", "p-calm"), content)):
        for name in names:
            light, dark = re.findall(rf"--{name}: (#[0-9a-f]{{6}})", css)[:2]
            assert light in LIGHT
            assert dark in DARK


def test_no_colour_is_no_style_sheet() -> None:
    assert styles(SiteSettings()) is None


def test_a_colour_is_taken_and_its_dark_one_found() -> None:
    css = (styles(SiteSettings(accent="#0B6E4F")) or b"").decode()
    light, dark = re.findall(r"--link: (#\w+);", css)
    assert light == "#0b6e4f"
    assert least(dark, DARK) >= ENOUGH
    assert css.index("prefers-color-scheme: dark") > css.index(light)


def test_both_colours_are_taken() -> None:
    css = (styles(SiteSettings(accent="#0b6e4f", accent_dark="#7fe0bd")) or b"").decode()
    assert re.findall(r"--link: (#\w+);", css) == ["#0b6e4f", "#7fe0bd"]


@pytest.mark.parametrize(
    ("settings", "grounds"),
    [(SiteSettings(accent="#ffcc00"), LIGHT), (SiteSettings(accent="#0b6e4f", accent_dark="#0b6e4f"), DARK)],
)
def test_a_colour_that_is_hard_to_read_is_refused_and_a_similar_one_proposed(
    settings: SiteSettings, grounds: tuple[str, ...]
) -> None:
    with pytest.raises(SettingsError, match=r"contrast of #\w+ is \d\.\d to 1") as refused:
        styles(settings)
    proposed = re.search(r"#[0-9a-f]{6}", refused.value.todo)
    assert proposed is not None
    assert least(proposed[0], grounds) >= ENOUGH


@pytest.mark.parametrize("colour", ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#808080", "#123456"])
def test_every_colour_has_a_legible_one(colour: str) -> None:
    for grounds in (LIGHT, DARK):
        assert least(legible(colour, grounds), grounds) >= ENOUGH

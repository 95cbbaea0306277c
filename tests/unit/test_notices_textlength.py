"""The length of text messages, as a table: alphabet, units, segments."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytool.notices.textlength import BASIC, EXTENSION, Length, measured, plainer


@pytest.mark.parametrize(
    ("text", "alphabet", "units", "segments"),
    [
        ("", "GSM-7", 0, 0),
        ("a", "GSM-7", 1, 1),
        ("a" * 160, "GSM-7", 160, 1),
        ("a" * 161, "GSM-7", 161, 2),
        ("a" * 306, "GSM-7", 306, 2),
        ("a" * 307, "GSM-7", 307, 3),
        ("a" * 459, "GSM-7", 459, 3),
        ("a" * 460, "GSM-7", 460, 4),
        ("€", "GSM-7", 2, 1),
        ("€" * 80, "GSM-7", 160, 1),
        ("a" + "€" * 80, "GSM-7", 161, 2),
        ("a" * 152 + "€" * 76 + "a", "GSM-7", 305, 2),
        ("a" * 152 + "€" + "a" * 152, "GSM-7", 306, 3),
        ("[~]{^}|\\", "GSM-7", 16, 1),
        ("äöüßñÄÖÜÑàèéùìòÇØøÅåÆæÉ¿¡£¥$§@", "GSM-7", 30, 1),
        ("ç", "UCS-2", 1, 1),
        ("`", "UCS-2", 1, 1),
        ("“a”", "UCS-2", 3, 1),
        ("政" * 70, "UCS-2", 70, 1),
        ("政" * 71, "UCS-2", 71, 2),
        ("政" * 134, "UCS-2", 134, 2),
        ("政" * 135, "UCS-2", 135, 3),
        ("政" + "a" * 69, "UCS-2", 70, 1),
        ("€政", "UCS-2", 2, 1),
        ("😀" * 35, "UCS-2", 70, 1),
        ("😀" * 36, "UCS-2", 72, 2),
        ("a😀" + "a" * 64 + "😀" + "a" * 66, "UCS-2", 135, 3),
    ],
)
def test_the_table(text: str, alphabet: str, units: int, segments: int) -> None:
    assert measured(text) == Length(alphabet=alphabet, units=units, segments=segments)  # type: ignore[arg-type]


def test_the_alphabet_is_the_standard_s() -> None:
    assert len(BASIC) == 127  # 128 places, one of which is the escape to the extension
    assert len(EXTENSION) == 10
    assert not BASIC & EXTENSION


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("“It’s” – so…", '"It\'s" - so...'),
        ("《隐私政策》–“a”", "《隐私政策》–“a”"),
        ("as it is", "as it is"),
        ("Ł–", "Ł–"),
    ],
)
def test_quotation_marks_become_plain_only_where_it_shortens(text: str, plain: str) -> None:
    assert plainer(text) == plain


@given(st.text(max_size=400))
def test_segments_hold_all_units(text: str) -> None:
    length = measured(text)
    most = (160, 153) if length.alphabet == "GSM-7" else (70, 67)
    assert length.units <= max(most[0], most[1] * length.segments)
    assert length.segments <= length.units // (most[1] - 1) + 1

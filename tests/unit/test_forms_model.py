"""The published schema of the forms, and the words of each language."""

from __future__ import annotations

import json
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from policytool.forms.model import FORMS, KINDS, schema
from policytool.forms.read import read
from policytool.forms.words import said, sections, written_day
from policytool.release.promises import end_of_service
from policytool.text.parse import parse
from tests.forms_desk import FORMS as FILLED
from tests.forms_desk import TODAY

DOCS = Path(__file__).parents[2] / "docs"


def test_the_published_schema_is_current() -> None:
    published = json.loads((DOCS / "schema" / "notice.json").read_text(encoding="utf-8"))
    assert published == schema()
    jsonschema.Draft202012Validator.check_schema(published)


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_that_is_filled_in_agrees_with_the_schema(kind: str) -> None:
    english, chinese = (text.encode() for text in FILLED[kind])
    form, faults = read(f"{kind}-1", {"one.md": english, "one.zh.md": chinese})
    assert not faults
    assert form is not None
    values = form.facts.model_dump(mode="json", exclude_none=True)
    jsonschema.validate(values, schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**values, "unknown": 1}, schema())


@pytest.mark.parametrize("kind", KINDS)
def test_the_manual_explains_every_key(kind: str) -> None:
    page = (DOCS / "other-notices.md").read_text(encoding="utf-8")
    for key in FORMS[kind].model_fields:  # type: ignore[index]
        assert f"`{key}`" in page, key


def _keys(value: Any, prefix: str = "") -> set[str]:
    if isinstance(value, dict):
        return {found for key, part in value.items() for found in _keys(part, f"{prefix}.{key}")}
    if isinstance(value, list):
        return {f"{prefix}[{at}]{found}" for at, part in enumerate(value) for found in _keys(part)}
    return {prefix}


def test_every_language_has_the_same_words_with_the_same_places() -> None:
    words = files("policytool.forms.words")
    english, chinese = (tomllib.loads((words / f"{tag}.toml").read_text(encoding="utf-8")) for tag in ("en", "zh"))
    assert {key for key in _keys(english) if ".says" not in key} == {
        key for key in _keys(chinese) if ".says" not in key
    }
    for kind in KINDS:
        assert [one.id for one in sections(kind, "en")] == [one.id for one in sections(kind, "zh")]
    for part in ("facts", "brief", "report"):
        for key, pattern in english[part].items():
            places = {piece.partition("}")[0] for piece in pattern.split("{")[1:]}
            assert places == {piece.partition("}")[0] for piece in chinese[part][key].split("{")[1:]}, key


def test_a_language_without_words_is_served_in_english() -> None:
    assert said("facts", "affiliate_silent", "fr") == said("facts", "affiliate_silent", "en")
    assert written_day(TODAY, "fr") == TODAY.isoformat()


PROMISES = [
    ("If we stop providing the service, we tell you at least 30 days beforehand.", 30),
    ("We will notify you 60 days before our services are discontinued.", 60),
    ("Should the platform be closed, users are informed two months in advance.", 62),
    ("If we close our shop, we give you ten business days' notice.", 14),
    ("我们停止运营服务的，至少提前30天告知您。", 30),
    ("服务终止的，我们将在终止前六十日通知您。", 60),
    ("We tell you 30 days before a revision takes effect.", 0),
    ("If you close your account with our service, we delete it within 30 days.", 0),
    ("We may tell you 30 days before the service ends.", 0),
    ("If the service ends, we tell you in good time.", 0),
]


@pytest.mark.parametrize(("sentence", "days"), PROMISES)
def test_the_promised_days_before_the_end_are_read(sentence: str, days: int) -> None:
    found = end_of_service.read(parse(f"# Policy\n\n{sentence}\n"))
    assert max((statement.days for statement in found), default=0) == days

"""The metadata at the top of a policy."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import jsonschema
import pytest

from policytool.errors import FrontMatterError
from policytool.text import frontmatter
from policytool.text.metadata import Metadata, schema
from policytool.text.parse import parse

GOOD = """---
policy: privacy-policy
title: "Privacy Policy: web"
language: no
version: 1.10
published: 2026-01-02
effective: 2026-02-01
controller:
  name: Milbas Ltd
  email: privacy@milbas.example
criteria:
  clause: significant-changes
  pins:
    sc-6: risk
recipients: [carriers, "payment: services"]
summary: |
  First line.
  Second line.
---
Text
"""


def metadata(lines: str) -> Metadata | None:
    return parse(f"---\n{lines}\n---\nText\n", name="p.md", metadata_required=True).metadata


def test_values_are_read_as_written() -> None:
    found = parse(GOOD).metadata
    assert found is not None
    assert (found.version, found.language, found.title) == ("1.10", "no", "Privacy Policy: web")
    assert found.effective == datetime.date(2026, 2, 1)
    assert found.criteria is not None
    assert found.criteria.pins == {"sc-6": "risk"}
    assert found.recipients == ("carriers", "payment: services")
    assert found.summary == "First line.\nSecond line.\n"
    assert parse(GOOD).clauses[0].line == 20


@pytest.mark.parametrize(
    ("lines", "line", "message", "todo"),
    [
        ("policy: p\ntitle: T\ncontroler: X", 4, "controler is unknown", "controller"),
        ("policy: p\ntitle: T\ncontroller:\n  name: X\n  mail: x", 6, "controller.mail is unknown", "email"),
        ("policy: p\ntitle: T\nxyzzy: 1", 4, "xyzzy is unknown", "Known keys: policy"),
        ("policy: p", 1, "title is missing", "title:"),
        ("title: T", 1, "policy is missing", "policy: privacy-policy"),
        ("policy: p\ntitle: T\npublished: 2026-02-30", 4, "2026-02-30", "2026-11-23"),
        ("policy: p\ntitle: T\npublished: 20260101", 4, "20260101", ""),
        ("policy: p\ntitle: T\npublished: 02.01.2026", 4, "YEAR-MONTH-DAY", ""),
        ("policy: p\ntitle: T\npublished: 2026-03-01\neffective: 2026-02-01", 1, "is before published", ""),
        ("policy: p\ntitle: T\nversion: 1", 4, "MAJOR.MINOR", ""),
        ("policy: Privacy Policy\ntitle: T", 2, "small letters", ""),
        ("policy: p\ntitle: T\nimpact_assessment:\n  risk: huge", 5, "'low', 'medium' or 'high'", ""),
        ("policy: p\ntitle: T\ntitle: U", 4, "title stands here twice", ""),
        ("policy: p\ntitle: a: b", 3, "not valid YAML", "double quotes"),
        ('policy: p\ntitle: "T', 3, "not valid YAML", ""),
        ("policy: p\n\ttitle: T", 3, "not valid YAML", ""),
        ("policy: p\ntitle: &a T\nsummary: *a", 3, "anchors", ""),
        ("policy: p\ntitle: " + "[" * 5000, 3, "nested too deeply", ""),
        ("policy: p\ntitle: !!python/object:os.system T\nversion: '1'", 4, "MAJOR.MINOR", ""),
        ("- a\n- b", 2, "not a list of keys", ""),
        ("policy: p\ntitle: T\n? [a, b]\n: c", 4, "a key must be a word", ""),
        ("policy: p\ntitle: [a]", 3, "title", ""),
        ("policy: p\ntitle: T\nsummary: {a: b}", 4, "summary", ""),
    ],
)
def test_what_is_wrong_is_told_with_its_line_in_the_file(lines: str, line: int, message: str, todo: str) -> None:
    with pytest.raises(FrontMatterError) as caught:
        metadata(lines)
    assert message in caught.value.message
    assert caught.value.where == f"p.md:{line}"
    assert todo in (caught.value.todo or "")
    assert caught.value.todo


def test_a_yaml_bomb_is_refused() -> None:
    bomb = "policy: p\na: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    with pytest.raises(FrontMatterError, match="anchors"):
        parse(f"---\n{bomb}---\nText")


@pytest.mark.parametrize("source", ["Text", "---\nText", "", "---\nlayout: x\n---\nText"])
def test_missing_metadata_is_an_error_only_where_it_is_required(source: str) -> None:
    assert parse(source).metadata is None
    with pytest.raises(FrontMatterError) as caught:
        parse(source, metadata_required=True)
    assert "policy" in caught.value.message or "metadata" in caught.value.message


def test_metadata_that_does_not_end_is_an_error() -> None:
    with pytest.raises(FrontMatterError, match="does not end"):
        parse("---\npolicy: p\n\nText")


def test_updating_touches_only_its_keys() -> None:
    lines = [
        "\ufeff---", "policy: p  # our id", "# the title", "title: 隐私 政策", "version: # none yet",
        "controller:", "  name: X",
        "  # inner", "", "# after", "summary: |", "  a", "", "  b", "", "---", "Text --- ", "---", "",
    ]  # fmt: skip
    changed = [
        "\ufeff---", "policy: p  # our id", "# the title", "title: 隐私 政策", 'version: "1.0" # none yet',
        "controller:",
        '  name: "Y: z"', '  email: "a@b.example"', "", "# after", "summary: |", "  a", "", "  b", "",
        "published: 2026-01-02",
        "---", "Text --- ", "---", "",
    ]  # fmt: skip
    controller = {"name": "Y: z", "email": "a@b.example"}
    values = {"version": "1.0", "published": datetime.date(2026, 1, 2), "controller": controller}
    updated = frontmatter.update("\r\n".join(lines), values)
    assert updated == "\r\n".join(changed)
    again = frontmatter.update(updated, {"summary": None, "published": datetime.date(2027, 1, 2), "absent": None})
    assert again == updated.replace("summary: |\r\n  a\r\n\r\n  b\r\n", "").replace("2026-01-02", "2027-01-02")


@pytest.mark.parametrize(
    "value",
    [
        "a: b",
        "# no",
        "- x",
        "yes",
        "1.0",
        "null",
        "",
        'say "x"',
        "two\nlines",
        "x\u0007",
        "新版本",
        "{a}",
        " pad ",
        "'",
        "2026-01-01",
    ],
)
def test_any_text_survives_an_update(value: str) -> None:
    updated = frontmatter.update("---\npolicy: p\ntitle: T\nsummary: old\n---\nText", {"summary": value})
    found = parse(updated).metadata
    assert found is not None
    assert found.summary == value


@pytest.mark.parametrize(
    "source", ["Text", "---\npolicy: p\n", "---\n{policy: p, title: T}\n---\n", "---\na: [\n---\n", "---\n- a\n---\n"]
)
def test_an_update_that_is_not_safe_is_refused(source: str) -> None:
    with pytest.raises(FrontMatterError):
        frontmatter.update(source, {"version": "1.0"})


def test_the_published_schema_is_current_and_agrees_with_the_model() -> None:
    published = Path(__file__).parents[2] / "docs" / "schema" / "metadata.json"
    assert json.loads(published.read_text(encoding="utf-8")) == schema()
    jsonschema.Draft202012Validator.check_schema(schema())
    found = parse(GOOD).metadata
    assert found is not None
    jsonschema.validate(found.model_dump(mode="json", exclude_none=True), schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"policy": "p", "title": "T", "version": "1"}, schema())

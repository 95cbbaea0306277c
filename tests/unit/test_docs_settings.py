"""The manual names every setting with its default, and every key of the metadata."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from policytool import config
from policytool.config import Settings
from policytool.notices.events.webhook import report
from policytool.notices.sql_source import copied
from policytool.text.metadata import Metadata
from policytool.text.parse import parse

DOCS = Path(__file__).parents[2] / "docs"


def keys(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Dotted key and default of each field; tables themselves are left out."""
    for name, field in model.model_fields.items():
        parts = [part for part in (field.annotation, *getattr(field.annotation, "__args__", ())) if _is_model(part)]
        if parts:
            yield from keys(parts[0], f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field.default


def _is_model(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def rows(page: str) -> dict[str, list[str]]:
    """The table rows of a page by their first cell."""
    cells = [clause.text.split("\t") for clause in parse((DOCS / page).read_text()).clauses if clause.kind == "row"]
    return {row[0]: row for row in cells}


SETTINGS = {key: default for key, default in keys(Settings) if key != "root"}


def test_the_walk_finds_tables_within_tables() -> None:
    assert SETTINGS["notices.smtp.port"] == 25
    assert "controller.email" in dict(keys(Metadata))


@pytest.mark.parametrize("key", SETTINGS)
def test_every_setting_stands_in_the_manual_with_its_default(key: str) -> None:
    row = rows("settings.md").get(key)
    assert row is not None, f"docs/settings.md has no row for {key}"
    default = SETTINGS[key]
    assert row[1] == json.dumps(list(default) if isinstance(default, tuple) else default), key
    assert row[2]


def test_no_setting_in_the_manual_is_invented() -> None:
    assert set(rows("settings.md")) - {"Setting"} == set(SETTINGS)


@pytest.mark.parametrize("key", dict(keys(Metadata)))
def test_every_key_of_the_metadata_stands_in_the_manual(key: str) -> None:
    assert key in rows("writing.md")


def test_the_example_of_all_settings_is_accepted(tmp_path: Path) -> None:
    page = parse((DOCS / "settings.md").read_text())
    example = next(clause.text for clause in page.clauses if clause.kind == "code")
    (tmp_path / "policytool.toml").write_text(example)
    assert config.load(tmp_path).notices.smtp.security == "starttls"


def examples(page: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)


@pytest.mark.parametrize(
    "example",
    [one for one in examples("notices.md", "toml") if not one.startswith("[project")],
    ids=lambda one: one[:30],
)
def test_the_settings_of_the_page_on_notices_are_accepted(tmp_path: Path, example: str) -> None:
    (tmp_path / "policytool.toml").write_text(example)
    config.load(tmp_path)


def test_its_query_and_its_report_are_accepted(tmp_path: Path) -> None:
    (query,) = examples("notices.md", "sql")
    url = "sqlite:///shop.db"
    columns = "customer_no, mail_address, name, language, region, accepted_version, closed"
    with closing(sqlite3.connect(tmp_path / "shop.db")) as connection:
        connection.execute(f"CREATE TABLE customers ({columns})")
    copy = copied("customers", config.AudienceSettings(url=url, query=query), tmp_path)
    assert copy.read_text() == "customer_no,mail_address,name,language,region,accepted\n"
    (example,) = examples("notices.md", "json")
    found = report(example.encode(), "r-1")
    assert found is not None
    assert found.state == "delivered"


def test_the_example_policy_of_the_manual_is_a_policy() -> None:
    page = parse((DOCS / "writing.md").read_text())
    example = parse(next(clause.text for clause in page.clauses if clause.kind == "code"), metadata_required=True)
    assert example.metadata is not None
    assert example.metadata.criteria is not None
    assert example.metadata.criteria.clause in example.by_id
    assert "notice-before-effect" in example.by_id

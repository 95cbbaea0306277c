"""`policytool compare` as a lawyer or a program meets it."""

from __future__ import annotations

import io
import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import docx
import jsonschema
import pytest

from policytool.cli.main import run
from tests.repositories import CHINESE, CHINESE_LOCATION, LOCATION, TYPO, make_project

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "schema" / "compare.json").read_text(encoding="utf-8"))
OLD = "# Policy\n\nWe keep your name for 30 days.\n\n- Name\n- Address\n\nSee [here](https://milbas.example/a).\n"
NEW = "# Policy\n\nWe keep your name for 90 days & <b>more</b>.\n\n- Address\n- Name\n\nSee [here](https://milbas.example/b).\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two texts in a folder that is no git repository and holds no settings."""
    (tmp_path / "old.md").write_text(OLD, encoding="utf-8")
    (tmp_path / "new.md").write_text(NEW, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    capsys.readouterr()
    assert run(["compare", *arguments]) == code
    output = capsys.readouterr()
    return output.out if code == 0 else output.err


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(said(capsys, *arguments, "--json"))
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    return value


def test_the_json_keeps_its_contract(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = answer(capsys, "old.md", "new.md")
    assert value["significance"] in ("minor", "significant")
    assert 0 <= value["score"] <= 1
    assert [change["kind"] for change in value["changes"]] == ["modified", "moved", "modified"]
    changed = value["changes"][0]
    assert changed["old"]["text"] == "We keep your name for 30 days."
    assert set(changed["new"]) >= {"id", "path", "text"}
    assert value == json.loads(said(capsys, "old.md", "new.md", "--format", "json"))


def test_equal_texts_are_minor_and_without_changes(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    value = answer(capsys, "old.md", "old.md")
    assert (value["significance"], value["changes"], value["findings"]) == ("minor", [], [])
    assert "The two texts are the same." in said(capsys, "old.md", "old.md")


def test_without_a_terminal_signs_show_what_changed(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "old.md", "new.md")
    assert "for [-30-]{+90+} days" in out
    assert "\x1b" not in out
    assert out.index("Verdict") < out.index("[-30-]")
    assert "https://milbas.example/a → https://milbas.example/b" in out


def test_a_page_is_written_escaped_and_on_its_own(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = said(capsys, "old.md", "new.md", "--format", "html")
    assert "&lt;b&gt;more&lt;/b&gt;" in page
    assert "<b>more" not in page
    assert page.index("Verdict") < page.index("List of changes") < page.index('class="redline"')
    assert "<script" not in page
    loaded = [value for tag, name, value in _attributes(page) if name in ("src", "srcset") or tag == "link"]
    assert loaded == []


def _attributes(page: str) -> list[tuple[str, str, str | None]]:
    found: list[tuple[str, str, str | None]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.extend((tag, name, value) for name, value in attrs)

    Reader().feed(page)
    return found


def test_a_word_document_is_written(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "old.md", "new.md", "--format", "docx", "--output", "redline.docx", "--author", "Ada")
    document = docx.Document(io.BytesIO((files / "redline.docx").read_bytes()))
    assert document.core_properties.author == "Ada"


def test_a_pdf_is_written(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("weasyprint", reason="the extra `pdf` is not installed")
    said(capsys, "old.md", "new.md", "--format", "pdf", "--output", "redline.pdf")
    assert (files / "redline.pdf").read_bytes().startswith(b"%PDF-")


def test_markdown_for_a_comment_starts_with_the_verdict(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = said(capsys, "old.md", "new.md", "--format", "markdown")
    assert out.startswith(("### Minor", "### Significant"))
    assert "<del>30</del><ins>90</ins>" in out
    assert "\\<b\\>more" in out


def test_a_file_that_is_missing_is_named(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "nowhere.md: there is no such file" in said(capsys, "nowhere.md", "new.md", code=2)
    (files / "folder.md").mkdir()
    assert "folder.md: this is a folder" in said(capsys, "folder.md", "new.md", code=2)


def test_a_file_that_cannot_be_written_is_named(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    err = said(capsys, "old.md", "new.md", "--format", "html", "--output", "missing/redline.html", code=2)
    assert "missing/redline.html" in err


def test_versions_days_and_the_draft(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = make_project(tmp_path / "project", chinese=CHINESE)
    monkeypatch.chdir(project.root)
    assert "has no version yet" in said(capsys, code=2)
    project.release()
    assert answer(capsys)["changes"] == []
    project.edit(TYPO)
    assert [c["kind"] for c in answer(capsys)["changes"]] == ["modified"]
    assert answer(capsys, "1.0", "draft")["changes"] == answer(capsys, "2026-05-01")["changes"]
    project.edit(LOCATION)
    project.edit(CHINESE_LOCATION, file=project.chinese)
    value = answer(capsys, "1.0", "draft")
    assert value["significance"] == "significant"
    assert value["old"]["name"] == "privacy-policy 1.0"
    chinese = answer(capsys, "1.0", "draft", "--language", "zh")
    assert "精确位置" in chinese["changes"][0]["new"]["text"]
    assert "新增" in said(capsys, "1.0", "draft", "--language", "zh", "--format", "html")
    assert answer(capsys, "1.0", "policy_docs/privacy-policy.md")["changes"] == value["changes"]
    assert "9.9" in said(capsys, "9.9", "draft", code=2)
    assert "neither a version nor a day" in said(capsys, "yesterday", "draft", code=2)

"""`policytool import` as a lawyer or a program meets it."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from policytool.cli.main import run
from tests.repositories import CHINESE, Project, make_project

EDIT = ("when you order.", "when you order or write to us.")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = make_project(tmp_path / "project", chinese=CHINESE)
    monkeypatch.chdir(made.root)
    return made


def one_line(text: str) -> str:
    """The clause of EDIT stands on two lines; a clause that was edited is written on one."""
    return text.replace(f"{EDIT[0]}\n", f"{EDIT[0]} ")


def exported(capsys: pytest.CaptureFixture[str], *arguments: str, name: str = "policy.docx") -> Path:
    assert run(["compare", *(arguments or ("draft", "draft")), "--format", "docx", "--output", name]) == 0
    capsys.readouterr()
    return Path(name)


def edit(file: Path, *replacements: tuple[str, str]) -> None:
    """What counsel does in Word with tracking switched off."""
    document = docx.Document(str(file))
    for old, new in replacements:
        found = [run for paragraph in document.paragraphs for run in paragraph.runs if old in run.text]
        assert found, old
        found[0].text = found[0].text.replace(old, new)
    document.save(str(file))


def test_an_edit_comes_back_as_one_changed_line(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before = project.policy.read_text(encoding="utf-8")
    file = exported(capsys)
    edit(file, EDIT)
    assert run(["import", str(file)]) == 0
    said = capsys.readouterr()
    assert "or write to us" in said.out
    assert "Wrote policy_docs/privacy-policy.md" in said.err
    assert project.policy.read_text(encoding="utf-8") == one_line(before).replace(*EDIT)
    assert run(["import", str(file)]) == 0
    assert "says all this already" in capsys.readouterr().err


def test_a_dry_run_writes_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before = project.policy.read_bytes()
    file = exported(capsys)
    edit(file, EDIT)
    assert run(["import", str(file), "--dry-run"]) == 0
    assert "Nothing was written" in capsys.readouterr().err
    assert project.policy.read_bytes() == before


def test_tracked_changes_need_a_choice(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before = project.policy.read_text(encoding="utf-8")
    Path("new.md").write_text(before.replace(*EDIT), encoding="utf-8")
    file = exported(capsys, "policy_docs/privacy-policy.md", "new.md")
    assert run(["import", str(file)]) == 2
    assert "--changes accept" in capsys.readouterr().err
    assert run(["import", str(file), "--changes", "reject", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] is False
    assert run(["import", str(file), "--changes", "accept", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["written"], told["file"], told["lost_ids"]) == (True, "policy_docs/privacy-policy.md", [])
    assert told["tracked"]["policytool"] >= 1
    assert [change["kind"] for change in told["changes"]] == ["modified"]
    assert project.policy.read_text(encoding="utf-8") == one_line(before).replace(*EDIT)


def test_a_draft_that_was_edited_since_is_not_lost(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    file = exported(capsys)
    project.edit(EDIT)
    edited = project.policy.read_bytes()
    assert run(["import", str(file)]) == 1
    assert "edited after this Word file was made" in capsys.readouterr().err
    assert project.policy.read_bytes() == edited
    assert run(["import", str(file), "--overwrite"]) == 0
    assert EDIT[1].encode() not in project.policy.read_bytes()


def test_a_translation_comes_back_into_its_own_file(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    before, chinese = project.policy.read_bytes(), project.chinese.read_text(encoding="utf-8")
    file = exported(capsys, "draft", "draft", "--language", "zh")
    edit(file, ("电子邮箱", "邮箱地址"))
    assert run(["import", str(file), "--language", "zh"]) == 0
    assert project.chinese.read_text(encoding="utf-8") == chinese.replace("电子邮箱", "邮箱地址", 1)
    assert project.policy.read_bytes() == before


def test_a_file_that_is_refused_leaves_everything_as_it_is(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    before = project.policy.read_bytes()
    Path("policy.docx").write_bytes(b"PK\x03\x04 no archive")
    assert run(["import", "policy.docx"]) == 2
    assert "no Word file" in capsys.readouterr().err
    assert project.policy.read_bytes() == before
    assert [path for path in Path("policy_docs").iterdir() if path.name.startswith(".")] == []


def test_a_draft_keeps_who_may_read_it(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    project.policy.chmod(0o640)
    file = exported(capsys)
    edit(file, EDIT)
    assert run(["import", str(file)]) == 0
    assert project.policy.stat().st_mode & 0o777 == 0o640

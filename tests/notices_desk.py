"""`policytool notify` at the desk of a lawyer: a project in a real repository, and what the last command printed."""

from __future__ import annotations

import json
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest

from policytool.cli.main import run
from tests.website_project import Project, shop

PEOPLE = "id,email,name,language\nc1,ann@shop.example,Ann,en\nc2,li@shop.example,李雷,zh-CN\nc3,bo@shop.example,,\n"


class Desk:
    """A project with versions 1.0, 1.1 and 2.0."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capsys = capsys
        self.project = Project(root=root)
        self.err = ""
        self.people = root / "people.csv"
        self.people.write_text(PEOPLE)

    def settings(self, more: str) -> None:
        file = self.root / "policytool.toml"
        file.write_text(file.read_text() + more)

    def __call__(self, words: str, code: int = 0) -> str:
        """What `policytool notify …` writes to stdout; `err` is what it writes to stderr."""
        self.capsys.readouterr()
        got = run(["notify", *shlex.split(words)])
        out, self.err = self.capsys.readouterr()
        assert got == code, f"{got}\n{out}\n{self.err}"
        return out

    def json(self, words: str, code: int = 0) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self(f"{words} --json", code))
        return found


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, made once."""
    root = tmp_path_factory.mktemp("story")
    shop(root)
    return root


@pytest.fixture
def desk(tmp_path: Path, story: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    shutil.copytree(story, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return Desk(tmp_path, capsys)

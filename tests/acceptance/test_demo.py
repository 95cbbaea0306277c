"""The demo is the main job from end to end: every part of it must leave what it promises."""

from __future__ import annotations

import email
import email.policy
import json
import subprocess
from pathlib import Path

import pytest

from policytool.cli.main import run


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "story"
    assert run(["demo", str(folder)]) == 0
    return folder


def record(demo: Path, version: str) -> dict[str, object]:
    found = json.loads((demo / f"policy_docs/releases/privacy-policy/{version}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def test_the_minor_revision_is_minor_and_the_significant_one_significant(demo: Path) -> None:
    minor, significant = record(demo, "1.1")["assessment"], record(demo, "2.0")["assessment"]
    assert isinstance(minor, dict)
    assert isinstance(significant, dict)
    assert minor["significance"] == "minor"
    assert significant["significance"] == "significant"
    kinds = {finding["criterion"]["kind"] for finding in significant["findings"]}
    assert {"processing", "recipients"} <= kinds


def test_the_website_holds_every_version_and_the_redlines(demo: Path) -> None:
    for page in (
        "",
        "privacy-policy/",
        "privacy-policy/versions/",
        "privacy-policy/1.0/",
        "privacy-policy/2.0/changes/",
    ):
        assert (demo / "site" / page / "index.html").is_file()
    changes = (demo / "site/privacy-policy/2.0/changes/index.html").read_text(encoding="utf-8")
    assert "advertising partners" in changes
    assert "<ins" in changes


def test_each_recipient_got_one_message_in_their_language(demo: Path) -> None:
    messages = [
        email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in sorted((demo / "outbox").glob("*.eml"))
    ]
    assert len({message["To"] for message in messages}) == len(messages) == 4
    assert all("privacy-policy/2.0/" in message.get_body(("plain",)).get_content() for message in messages)


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("mine")
    assert run(["demo", str(tmp_path)]) == 2
    assert precious.read_text() == "mine"
    assert "Name a new folder" in capsys.readouterr().err


def test_a_repository_around_the_demo_is_left_alone(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    assert run(["demo", str(tmp_path / "demo")]) == 0
    around = subprocess.run(["git", "log", "--all"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert around.stdout == ""
    assert record(tmp_path / "demo", "2.0")["version"] == "2.0"


def test_an_earlier_demo_is_replaced(demo: Path) -> None:
    (demo / "stale").write_text("x")
    assert run(["demo", str(demo)]) == 0
    assert not (demo / "stale").exists()

"""`policytool init` in a terminal: three questions, each with what it is for; none where nobody can answer."""

from __future__ import annotations

from pathlib import Path

from policytool.cli.main import run
from tests.terminal import at_a_terminal


def settings(folder: Path) -> str:
    return (folder / "shop" / "policytool.toml").read_text()


def test_nobody_is_asked_without_a_terminal(tmp_path: Path) -> None:
    assert run(["init", str(tmp_path / "shop")]) == 0
    assert "Example Shop" in settings(tmp_path)


def test_what_the_options_say_is_not_asked(tmp_path: Path) -> None:
    options = ["--name", "Milbas", "--email", "privacy@milbas.example", "--url", "https://policies.milbas.example/"]
    code, screen = at_a_terminal(tmp_path, ["init", "shop", *options], [])
    assert code == 0
    assert "questions" not in screen
    code, screen = at_a_terminal(tmp_path, ["init", "shop"], [])
    assert code == 0
    assert "questions" not in screen, "everything is there already"


def test_each_question_says_what_it_is_for(tmp_path: Path) -> None:
    answers = ["Milbas", "privacy@milbas.example", "https://policies.milbas.example/"]
    code, screen = at_a_terminal(tmp_path, ["init", "shop"], answers)
    assert code == 0
    for words in ("3 questions", "on the website and in every message", "Users write there", "Messages link to it"):
        assert words in screen
    assert 'name = "Milbas: policies"' in settings(tmp_path)
    assert 'url = "https://policies.milbas.example/"' in settings(tmp_path)
    assert 'sender = "Milbas privacy team <privacy@milbas.example>"' in settings(tmp_path)


def test_an_answer_that_cannot_be_used_is_asked_again(tmp_path: Path) -> None:
    answers = ['Mil"bas', "Milbas", "nowhere", "privacy@milbas.example", "ftp://x", ""]
    code, screen = at_a_terminal(tmp_path, ["init", "shop"], answers)
    assert code == 0
    assert screen.count("cannot be used") == 3
    assert 'url = ""' in settings(tmp_path)


def test_a_policy_of_ones_own_offers_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(
        "# Privacy Policy of Harbour Ltd\n\nHarbour Ltd is responsible. Write to dpo@harbour.example.\n"
    )
    code, screen = at_a_terminal(tmp_path, ["init", "shop", "--from", "old.md"], ["Harbour Ltd", "", ""])
    assert code == 0
    assert "[" in screen
    assert "Harbour Ltd" in settings(tmp_path)

"""Letters and calls: whole files, lists in which everybody stands once, and names that forge nothing."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from policytool.config import NoticeSettings
from policytool.errors import ChannelError, NoticeRefused
from policytool.notices.audience import Recipient
from policytool.notices.channels.files import Listing
from policytool.notices.channels.paper import LetterChannel, TelephoneChannel
from policytool.notices.model import Outgoing
from policytool.notices.printing import CallForm, LetterForm, build_call, build_letter
from policytool.notices.reading import Page
from tests.notices_values import notice

SETTINGS = NoticeSettings()
LETTERS = {tag: LetterForm.read(build_letter(notice(tag), SETTINGS)) for tag in ("en", "zh")}
CALLS = {tag: CallForm.read(build_call(notice(tag), SETTINGS)) for tag in ("en", "zh")}


def letter(number: int, name: str = "Ann Lee", language: str = "en") -> Outgoing:
    person = Recipient(line=number, key=f"c{number}", address=f"{name}\n1 Hill Road\nLondon", name=name)
    return LETTERS[language].outgoing(person, number=number, delivery=f"d-{number}")


def call(number: int, name: str = "Ann Lee", language: str = "en") -> Outgoing:
    person = Recipient(line=number, key=f"c{number}", address=f"+4420794600{number:02}", name=name)
    return CALLS[language].outgoing(person, number=number, delivery=f"d-{number}")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_letter_is_addressed_and_greets(language: str) -> None:
    page = Page.read(letter(1, "Ann <b> & Co", language).content.decode())
    text = " ".join(page.text.split())
    assert "Ann <b> & Co 1 Hill Road London" in text
    assert "Ann <b> & Co".join(notice(language).greeting_named) in text
    assert page.found == []


def test_letters_lie_in_a_folder_with_a_list_that_names_each_once(tmp_path: Path) -> None:
    for _ in range(2):
        way = LetterChannel(folder=tmp_path / "out")
        results = list(way.send([letter(1), letter(2, "=1+1")]))
        assert [(result.number, result.outcome) for result in results] == [(1, "accepted"), (2, "accepted")]
        way.close()
    assert rows(tmp_path / "out" / "letters.csv") == [
        {"delivery": "d-1", "file": "d-1.html", "name": "Ann Lee", "address": "1 Hill Road, London"},
        {"delivery": "d-2", "file": "d-2.html", "name": "'=1+1", "address": "1 Hill Road, London"},
    ]
    assert (tmp_path / "out" / "d-1.html").read_bytes() == letter(1).content
    assert (tmp_path / "out" / ".gitignore").read_text() == "*\n"
    assert (tmp_path / "out" / "d-1.html").stat().st_mode & 0o077 == 0


def test_calls_are_a_script_in_each_language_and_a_list(tmp_path: Path) -> None:
    way = TelephoneChannel(folder=tmp_path)
    assert {result.outcome for result in way.send([call(1), call(2, "李雷", "zh")])} == {"accepted"}
    assert (tmp_path / "script.en.txt").read_text() == notice("en").script
    assert (tmp_path / "script.zh.txt").read_text() == notice("zh").script
    first, second = rows(tmp_path / "calls.csv")
    assert (first["phone"], first["name"], first["script"]) == ("tel:+442079460001", "Ann Lee", "script.en.txt")
    assert (second["phone"], second["name"], second["outcome"]) == ("tel:+442079460002", "李雷", "")


def test_a_row_that_a_crash_cut_off_is_written_again(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    for name in ("a", "b"):
        Listing(path=path, headings=("delivery", "name")).add((name, "x"))
    path.write_bytes(path.read_bytes()[:-3])
    Listing(path=path, headings=("delivery", "name")).add(("b", "x"))
    assert [row["delivery"] for row in rows(path)] == ["a", "b"]


@pytest.mark.parametrize("channel", [LetterChannel, TelephoneChannel])
def test_a_folder_that_cannot_be_written_is_told_and_nobody_is_lost(
    tmp_path: Path, channel: type[LetterChannel] | type[TelephoneChannel]
) -> None:
    (tmp_path / "out").write_text("a file")
    taken = iter([letter(1) if channel is LetterChannel else call(1)])
    with pytest.raises(ChannelError, match="cannot be written"):
        list(channel(folder=tmp_path / "out").send(taken))
    assert next(taken).number == 1


def test_an_unsound_letter_or_script_is_refused_when_it_is_planned() -> None:
    with pytest.raises(NoticeRefused, match="nothing says what changes"):
        build_letter(notice(points=(), summary=""), SETTINGS)
    with pytest.raises(NoticeRefused, match="nothing says what changes"):
        build_call(notice(points=(), summary=""), SETTINGS)


def test_what_is_looked_at_is_what_is_sent() -> None:
    (page,) = LETTERS["en"].views()
    assert b"Dear customer," in page.content
    (script,) = CALLS["en"].views()
    assert script.content == call(1).shared
    assert json.loads(call(1).content) == {"name": "Ann Lee", "language": "en"}

"""From bytes to text: what is refused, and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytool.errors import EmptyPolicy, TextError
from policytool.text import source
from policytool.text.parse import decode, read


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"caf\xe9 and\nmore", 1, "byte 4 (0xe9) is not UTF-8"),
        (b"one\ntwo\n\xff\xff\xff", 3, "byte 9 (0xff)"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", 3, "binary"),
        ("Text".encode("utf-16"), 1, "UTF-16"),
        (b"x" * (source.LARGEST + 1), None, "5.0 MB"),
    ],
)
def test_bytes_that_are_no_policy_are_refused(tmp_path: Path, data: bytes, line: int | None, message: str) -> None:
    path = tmp_path / "policy.md"
    path.write_bytes(data)
    with pytest.raises(TextError) as caught:
        read(path)
    assert message in caught.value.message
    assert caught.value.line == line
    assert caught.value.path in (path, str(path))
    assert caught.value.todo


@pytest.mark.parametrize("text", ["", "\n\n", "---\npolicy: p\ntitle: T\n---\n", "***\n", "[a]: https://x.example\n"])
def test_a_policy_without_text_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "policy.md"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EmptyPolicy):
        read(path)


def test_a_file_that_is_missing_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TextError, match="cannot be read"):
        read(tmp_path / "absent.md")
    with pytest.raises(TextError, match="not a file"):
        read(tmp_path)


def test_bytes_of_an_older_version_are_read_by_name() -> None:
    document = decode(b"\xef\xbb\xbf# T\r\n\r\ntext\r\n", name="privacy-policy 1.0")
    assert document.name == "privacy-policy 1.0"
    assert [clause.text for clause in document.clauses] == ["T", "text"]


def test_links_out_of_the_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "real.md").write_text("text", encoding="utf-8")
    (folder / "alias.md").symlink_to("real.md")
    (folder / "out.md").symlink_to("../secret.md")
    assert source.inside(folder / "alias.md", folder) == (folder / "real.md").resolve()
    for path in (folder / "out.md", folder / ".." / "secret.md"):
        with pytest.raises(TextError, match="leads out of the folder"):
            source.inside(path, folder)

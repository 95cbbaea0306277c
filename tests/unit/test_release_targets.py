"""What a draft writes and the website cannot show as written is said by `check`."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytool.release.review import reserved
from policytool.release.targets import pictures, unsafe
from policytool.text.parse import parse


@pytest.mark.parametrize(
    "written",
    [
        "[a](https://a.example/?x=1#y)",
        "[a](other.md#part) and [b](#part) and [c](mailto:a@b.example) and [d](tel:+49)",
        "[a]: https://a.example/",
        "<https://a.example/> and a < b and [not a link]",
    ],
)
def test_what_a_policy_may_lead_to_is_not_told(written: str) -> None:
    assert list(unsafe("policy.md", written)) == []


@pytest.mark.parametrize(
    "written",
    [
        "[a](javascript:alert(1))",
        "[a]( <JavaScript:alert(1)> )",
        "![a](data:image/png;base64,AAAA)",
        "[a]: vbscript:x",
        "<javascript:alert(1)>",
        "[a](file:///etc/passwd)",
    ],
)
def test_what_it_may_not_is_told_with_its_line(written: str) -> None:
    (problem,) = unsafe("policy.md", f"first\n\n{written}\n")
    assert (problem.path, problem.line, problem.blocks) == ("policy.md", 3, False)


def test_pictures_that_are_there_are_not_told(tmp_path: Path) -> None:
    (tmp_path / "pictures").mkdir()
    (tmp_path / "pictures" / "a plan.png").write_bytes(b"")
    assert list(pictures(parse("![plan](pictures/a%20plan.png)\n"), tmp_path)) == []


@pytest.mark.parametrize("source", ["https://t.example/p.png", "//t.example/p.png", "none.png", "../../etc/passwd"])
def test_pictures_that_will_not_be_seen_are_told(tmp_path: Path, source: str) -> None:
    (problem,) = pictures(parse(f"Words.\n\n![seen]({source})\n"), tmp_path)
    assert problem.line == 3
    assert source in problem.message


def test_ids_of_the_websites_own_parts_are_told() -> None:
    assert list(reserved(parse("One. {#main}\n\nTwo. {#a_b}\n"))) == []
    (problem,) = reserved(parse("One.\n\nTwo. {#_main}\n"))
    assert (problem.line, problem.blocks) == (3, True)

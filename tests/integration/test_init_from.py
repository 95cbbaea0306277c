"""`policytool init --from`: the policy that a company has already, in whatever file."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from policytool.cli.adoption import adoption
from policytool.cli.main import run
from policytool.errors import EmptyPolicy, TextError
from policytool.text.adopt import encoding, plain
from policytool.text.adopt.adopt import adopt
from policytool.text.contents import Entry, contents
from policytool.text.parse import parse

CASES = sorted((Path(__file__).parents[1] / "cases" / "adopt").glob("*.txt"))
SIX = ["processing", "organisation", "recipients", "rights", "contact", "risk"]


def outline(entries: tuple[Entry, ...], depth: int = 0) -> Iterator[str]:
    for entry in entries:
        yield "  " * depth + " ".join(part for part in (entry.marker, entry.title) if part)
        yield from outline(entry.below, depth + 1)


def words(text: str) -> str:
    """All letters, digits and circled numbers in order; a bullet that is the letter o is none."""
    lines = [line.strip().removeprefix("o ") for line in text.splitlines()]
    return "".join(sign for line in lines for sign in line if sign.isalnum() or sign in "①②③④⑤⑥")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_headings_criteria_and_every_word_of_pasted_texts(case: Path) -> None:
    made = adoption(adopt(case), name=case.name)
    kinds = " ".join(item.kind or "" for item in made.reading.criteria) if made.reading.clause else "none"
    found = [f"title: {made.document.title}", *outline(contents(made.document)), f"criteria: {kinds}"]
    assert found == case.with_suffix(".outline").read_text(encoding="utf-8").splitlines()
    written = parse(made.text, metadata_required=True)
    assert words("\n".join(f"{c.marker} {c.text}" for c in written.clauses)) == words(case.read_text(encoding="utf-8"))
    assert all(clause.named for clause in written.headings)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_criteria_that_were_found_stand_in_the_metadata_with_ids_of_their_own(case: Path) -> None:
    made = adoption(adopt(case), name=case.name)
    if made.reading.clause:
        metadata = made.document.metadata
        assert metadata is not None
        assert metadata.criteria is not None
        assert made.document.by_id[metadata.criteria.clause].named
        assert [item.kind for item in made.reading.criteria] == SIX


LEVELS = """Policy

1. Use
We use it.

(a) one
(b) two
    more of two

2. Sharing
We share it with:
• carriers
   - by road
   - by rail
• banks
"""


def test_lists_and_their_levels_are_rebuilt() -> None:
    drafts, doubts = plain.read(LEVELS)
    assert [(draft.kind, draft.level, draft.marker, draft.runs[0].text) for draft in drafts] == [
        ("heading", 1, "", "Policy"),
        ("heading", 2, "1.", "Use"),
        ("paragraph", 0, "", "We use it."),
        ("item", 1, "(a)", "one"),
        ("item", 1, "(b)", "two"),
        ("paragraph", 1, "", "more of two"),
        ("heading", 2, "2.", "Sharing"),
        ("paragraph", 0, "", "We share it with:"),
        ("item", 1, "•", "carriers"),
        ("item", 2, "•", "by road"),
        ("item", 2, "•", "by rail"),
        ("item", 1, "•", "banks"),
    ]
    assert doubts == []


@pytest.mark.parametrize("name", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_chinese_texts_are_read_in_the_usual_encodings(name: str) -> None:
    text = "隐私政策\n我们收集您的个人信息。\n"
    assert encoding.decode(text.encode(name), name="x.txt") == text


@pytest.mark.parametrize(
    "data", ["café – señor naïve “quoted” £5".encode("cp1252"), b"\x00\x01\x02", "ü".encode("latin-1") * 9]
)
def test_other_encodings_are_refused_and_not_guessed(data: bytes) -> None:
    with pytest.raises(TextError) as caught:
        encoding.decode(data, name="x.txt")
    assert caught.value.todo


PAGE = """<!DOCTYPE html><html><head><title>T</title><script>bad()</script></head><body>
<nav><a href="/">Home</a></nav><main><h1>Privacy Policy</h1>
<p>Milbas Ltd, <a href="javascript:x()">settings</a>,
<a href="https://a.example/">site</a>.</p><h2>1. Use</h2>
<ol start="3"><li>Orders<ul><li>names</li></ul></li><li>Bills</li></ol>
<table><tr><th>Data</th><th>Use</th></tr><tr><td>Name</td><td>1<br>2</td></tr></table><div hidden>secret</div>
<h2>2. Changes</h2><p>Significant changes include:</p>
<p>① purposes, types or use change;<br>② the owner changes by merger;<br>
③ the main recipients change;<br>④ your rights change;<br>⑤ the contact details change;<br>
⑥ an assessment shows a high risk.</p>
</main><footer>© 2026</footer></body></html>"""


def test_a_web_page_gives_its_main_part_with_lists_tables_and_safe_links(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    made = adoption(adopt(path), name="page.html")
    clauses = made.document.clauses
    assert [c.text for c in made.document.headings] == ["Privacy Policy", "Use", "Changes"]
    assert [(c.level, c.marker, c.text) for c in clauses if c.kind == "item"][:3] == [
        (1, "3.", "Orders"),
        (2, "•", "names"),
        (1, "4.", "Bills"),
    ]
    assert [c.text for c in clauses if c.kind == "row"] == ["Data\tUse", "Name\t1\n2"]
    assert [run.link for clause in clauses for run in clause.links] == ["https://a.example/"]
    assert [item.kind for item in made.reading.criteria] == SIX
    everything = " ".join(clause.text for clause in clauses)
    assert not any(word in everything for word in ("Home", "bad()", "secret", "2026"))


def test_a_word_file_gives_its_headings_and_lists(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Privacy Policy", 0)
    document.add_heading("Use", 1)
    document.add_paragraph("We use it.")
    document.add_paragraph("Orders", style="List Number")
    document.add_paragraph("Bills", style="List Number")
    document.add_heading("Sharing", 1)
    document.add_paragraph("Nobody else.")
    path = tmp_path / "policy.docx"
    document.save(str(path))
    made = adopt(path)
    headings = [(c.level, c.text) for c in made.clauses if c.kind == "heading"]
    assert headings == [(1, "Privacy Policy"), (2, "Use"), (2, "Sharing")]
    assert made.facts.title == "Privacy Policy"
    assert {c.text for c in made.clauses} >= {"We use it.", "Orders", "Bills", "Nobody else."}


def test_a_word_file_that_is_a_trap_or_none_at_all_is_refused(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b" " * 60_000_000)
    for name, data in (("bomb.docx", bomb.getvalue()), ("text.docx", b"just text")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(TextError):
            adopt(tmp_path / name)


def test_markdown_keeps_its_structure_and_its_ids(tmp_path: Path) -> None:
    path = tmp_path / "policy.md"
    path.write_text(
        "# Policy\n\n## Use {#our-use}\n\n1. *Orders*\n\n## Sharing\n\nText [x](#our-use).\n", encoding="utf-8"
    )
    made = adopt(path)
    assert [c.id for c in made.clauses if c.named] == ["policy", "our-use", "sharing"]
    assert made.clauses[2].runs[0].emphasis


@pytest.mark.parametrize(
    ("name", "data"), [("policy.pdf", b"%PDF"), ("empty.txt", b"\n\n"), ("policy.txt", b"\xff\x00x")]
)
def test_files_that_are_no_policies_are_refused_and_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises((TextError, EmptyPolicy)):
        adopt(tmp_path / name)
    assert run(["init", str(tmp_path / "project"), "--from", str(tmp_path / name)]) == 2
    assert name in capsys.readouterr().err
    assert not (tmp_path / "project").exists()


def test_the_command_makes_a_project_that_is_ready_and_says_what_to_check(tmp_path: Path) -> None:
    source = next(case for case in CASES if case.stem == "everything")
    tool = Path(sys.executable).with_name("policytool")
    command = [str(tool), "init", str(tmp_path / "p"), "--from", str(source)]
    first = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert first.returncode == 0, first.stderr
    assert first.stdout == ""
    assert "Every word is there" in first.stderr
    assert "  risk " in first.stderr
    assert "line 57" in first.stderr
    policy = tmp_path / "p" / "policy_docs" / "privacy-policy.md"
    document = parse(policy.read_text(encoding="utf-8"), metadata_required=True)
    assert document.metadata is not None
    assert document.metadata.controller is not None
    assert document.metadata.controller.email == "privacy@milbas.example"
    before = policy.read_bytes()
    second = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    assert second.returncode == 2
    assert "policy already" in second.stderr
    assert policy.read_bytes() == before


def test_a_page_without_marked_headings_is_read_by_its_looks(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        "<body><div><b>PRIVACY POLICY</b><br><br>1. Use<br>We use names.<br><br>2. Changes<br>We notify you.<br><br>"
        "3. Contact<br>Write to us.<br><br>Thank you for reading this policy.</div></body>",
        encoding="utf-8",
    )
    made = adopt(path)
    assert [(c.level, c.marker, c.text) for c in made.clauses if c.kind == "heading"] == [
        (1, "", "PRIVACY POLICY"),
        (2, "1.", "Use"),
        (2, "2.", "Changes"),
        (2, "3.", "Contact"),
    ]
    assert any("their looks" in doubt.what for doubt in made.doubts)

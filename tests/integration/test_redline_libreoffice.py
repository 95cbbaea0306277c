"""LibreOffice judges the Word redlines: accepting all changes gives the new text, rejecting them the old one."""

from __future__ import annotations

import datetime
import json
import lzma
import shutil
import subprocess
from pathlib import Path

import pytest

from policytool.redline import word
from policytool.redline.compare import compare
from policytool.redline.model import Redline
from policytool.text.parse import parse
from tests.redline_reading import letters
from tests.redline_truth import truths
from tests.redline_word import expected_letters
from tests.unit.test_redline_cases import CASES

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "dev.jsonl.xz"
HELPER = Path(__file__).parents[1] / "redline_office.py"
PYTHON = "/usr/bin/python3"
WHEN = datetime.datetime(2026, 11, 23, 9, 30, tzinfo=datetime.UTC)


def _missing() -> str:
    if shutil.which("soffice") is None:
        return "LibreOffice is not on this machine"
    probe = subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False)
    return "" if probe.returncode == 0 else "LibreOffice's Python module is not on this machine"


pytestmark = pytest.mark.skipif(bool(_missing()), reason=_missing())


def _judged(redlines: dict[str, Redline], folder: Path) -> None:
    for name, redline in redlines.items():
        (folder / name).write_bytes(word.write(redline, when=WHEN))
    files = [str(folder / name) for name in redlines]
    told = subprocess.run([PYTHON, str(HELPER), *files], capture_output=True, check=True, timeout=280)
    for file, found in json.loads(told.stdout).items():
        redline = redlines[Path(file).name]
        assert letters("\n".join(found["accepted"])) == expected_letters(redline.new.clauses), file
        assert letters("\n".join(found["rejected"])) == expected_letters(redline.old.clauses), file


def test_the_labelled_cases(tmp_path: Path) -> None:
    pairs = (case.values[:2] for case in CASES[::3])
    _judged({f"{n}.docx": compare(parse(old), parse(new)) for n, (old, new) in enumerate(pairs)}, tmp_path)


def test_a_changed_end_of_a_paragraph_before_an_inserted_one(tmp_path: Path) -> None:
    old, new = "- We fly KLM.\n- End of it", "- We fly others\n- A new card\n- End of it"
    _judged({"ends.docx": compare(parse(old), parse(new))}, tmp_path)


def test_paragraphs_that_were_split_and_merged_at_once(tmp_path: Path) -> None:
    found = {f"{place}.docx": compare(truth.old, truth.new) for place, truth in enumerate(truths(4))}
    assert any(len(entry.olds) > 1 and len(entry.news) > 1 for redline in found.values() for entry in redline.changes)
    _judged(found, tmp_path)


@pytest.mark.skipif(not CORPUS.is_file(), reason="the corpus of real revisions is not on this machine")
def test_twenty_real_revisions(tmp_path: Path) -> None:
    with lzma.open(CORPUS, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in list(lines)[::36]]
    assert len(records) >= 20
    _judged({f"{r['id']}.docx": compare(parse(r["old"]), parse(r["new"])) for r in records}, tmp_path)

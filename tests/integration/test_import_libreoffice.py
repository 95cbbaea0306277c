"""Word files that LibreOffice saved again come back: with changes accepted as the new text, rejected as the old one."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest

from policytool.redline import word
from policytool.redline.compare import compare
from policytool.redline.wordimport.bring import bring
from policytool.text.model import Document
from policytool.text.parse import decode

ROOT = Path(__file__).parents[2]
WHEN = datetime.datetime(2026, 11, 23, 9, 30, tzinfo=datetime.UTC)
POLICIES = sorted((ROOT / "policy_docs").glob("privacy-policy*.md"))

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")


def revised(text: str) -> str:
    """A section gone, a paragraph come, a paragraph moved, an item and a row gone, words changed."""
    head, body = text.split("\n\n", 1)
    blocks = body.split("\n\n")
    paragraphs = [n for n, block in enumerate(blocks) if block[0] not in "#-|1>" and block.endswith("}")]
    moved = blocks.pop(paragraphs[8])
    blocks.insert(paragraphs[3], moved)
    blocks.insert(paragraphs[5], "A paragraph that is wholly new. 这是一个全新的段落。")
    tables = [n for n, block in enumerate(blocks) if block.startswith("|")]
    blocks[tables[0]] = "\n".join(blocks[tables[0]].split("\n")[:-1])
    lists = [n for n, block in enumerate(blocks) if block.startswith("- ")]
    blocks[lists[0]] = "\n".join(blocks[lists[0]].split("\n")[1:])
    blocks[-1] = blocks[-1].replace("15", "30")
    del blocks[paragraphs[12]]
    return "\n\n".join([head, *blocks])


def saved_again(files: list[Path], folder: Path) -> None:
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(folder / "again"),
    ]
    subprocess.run([*convert, *map(str, files)], check=True, capture_output=True, timeout=280)


def signs(document: Document) -> list[tuple[str, str, str]]:
    return [(clause.kind, clause.marker, clause.text) for clause in document.clauses]


def ids(document: Document) -> list[str]:
    return [clause.id for clause in document.clauses if clause.named]


def read(text: bytes) -> Document:
    return decode(text, name="policy.md", metadata_required=True)


def test_the_sample_policies_come_back_from_libreoffice(tmp_path: Path) -> None:
    texts = {path.stem: (path.read_bytes(), revised(path.read_text(encoding="utf-8")).encode()) for path in POLICIES}
    assert len(texts) == 2
    files = []
    for name, (old, new) in texts.items():
        for kind, pair in (("redline", (old, new)), ("clean", (new, new))):
            files.append(tmp_path / f"{name}-{kind}.docx")
            files[-1].write_bytes(word.write(compare(read(pair[0]), read(pair[1])), when=WHEN))
    saved_again(files, tmp_path)
    for name, (old, new) in texts.items():
        redline, clean = (tmp_path / "again" / f"{name}-{kind}.docx" for kind in ("redline", "clean"))
        for file, base, changes in ((redline, new, "accept"), (redline, old, "reject"), (clean, new, "refuse")):
            back = bring(file.read_bytes(), base, name=file.name, base_name=name, changes=changes)
            assert not back.stale
            assert signs(read(back.text.encode())) == signs(read(base)), (file.name, changes)
            assert ids(read(back.text.encode())) == ids(read(base)), (file.name, changes)
        crossed = bring(redline.read_bytes(), old, name=redline.name, base_name=name, changes="accept")
        assert signs(read(crossed.text.encode())) == signs(read(new))

"""What is no Word file, not to be trusted, or more than Markdown can carry is refused, with its place and a way on."""

from __future__ import annotations

import zipfile

import pytest

from policytool.errors import TextError
from policytool.redline.wordimport import package
from tests.unit.test_word_import import BASE, brought, text_of, written
from tests.word_files import changed, edited, paragraph, part, with_body

CLEAN = written(BASE, BASE)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_FOOTNOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
_INNER = "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"


def refusal(data: bytes) -> str:
    with pytest.raises(TextError) as refused:
        brought(data, BASE)
    assert refused.value.todo
    return str(refused.value)


def related(kind: str, target: str) -> tuple[str, str]:
    """A relationship put in to something outside of the file."""
    made = f'<Relationship Id="rId99" Type="{_TYPES}{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return "</Relationships>", made


@pytest.mark.parametrize("data", [b"", b"Not a zip file", b"PK\x03\x04 torn"])
def test_what_is_no_word_file(data: bytes) -> None:
    assert "no Word file" in refusal(data)


def test_a_zip_file_without_a_text() -> None:
    assert "no Word file" in refusal(changed(CLEAN, {"_rels/.rels": b"<Relationships/>"}))


def test_an_old_or_a_locked_file() -> None:
    start = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert "(.doc)" in refusal(start)
    assert "password" in refusal(start + "EncryptedPackage".encode("utf-16-le"))


def test_macros() -> None:
    assert "macros" in refusal(changed(CLEAN, {"word/vbaProject.bin": b"x"}))
    kinds = part(CLEAN, "[Content_Types].xml").replace("document.main+xml", "macroEnabled.main+xml")
    assert "macros" in refusal(changed(CLEAN, {"[Content_Types].xml": kinds.encode()}))


def test_a_file_that_unpacks_to_far_more() -> None:
    assert "unpacks" in refusal(changed(CLEAN, {"word/media/a.bin": bytes(20_000_000)}))
    big = changed(CLEAN, {"word/media/a.bin": bytes(package.LARGEST)}, compression=zipfile.ZIP_STORED)
    assert "unpacks" in refusal(big)


def test_entities() -> None:
    bomb = (
        b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'
        + part(CLEAN, "word/document.xml").split("?>", 1)[1].encode()
    )
    assert "entities" in refusal(changed(CLEAN, {"word/document.xml": bomb}))
    outside = b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><w:document/>'
    assert refusal(changed(CLEAN, {"word/document.xml": outside}))


def test_damaged_xml() -> None:
    assert "damaged" in refusal(changed(CLEAN, {"word/document.xml": b"<w:document"}))


@pytest.mark.parametrize("kind", ["image", "oleObject", "frame", "attachedTemplate"])
def test_what_is_loaded_from_elsewhere(kind: str) -> None:
    data = edited(CLEAN, related(kind, "https://elsewhere.example/x"), name="word/_rels/document.xml.rels")
    assert "from elsewhere" in refusal(data)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (paragraph("Sign", inside="<w:r><w:drawing/></w:r>"), "a picture, drawing or text box"),
        (paragraph("Sign", inside="<w:r><w:object/></w:r>"), "an embedded object"),
        (paragraph("Sign", inside=_FOOTNOTE), "a footnote"),
        (paragraph("Sign", inside="<m:oMath/>"), "an equation"),
        (paragraph("Sign", inside='<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>'), "Wingdings"),
        (paragraph("Sign", inside="<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"), "hidden text (“secret”)"),
        (f"<w:tbl><w:tr><w:tc>{_INNER}{paragraph('Sign')}</w:tc></w:tr></w:tbl>", "a table inside a table"),
        (
            f"<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{paragraph('Sign')}</w:tc></w:tr></w:tbl>",
            "merged downwards",
        ),
    ],
)
def test_what_markdown_cannot_carry_is_named_with_its_place(body: str, what: str) -> None:
    message = refusal(with_body(CLEAN, paragraph("First") + body))
    assert what in message
    assert "paragraph " in message


def test_everything_that_cannot_be_carried_is_listed_at_once() -> None:
    bodies = "".join(paragraph(f"Line {number}", inside=_FOOTNOTE) for number in range(12))
    message = refusal(with_body(CLEAN, bodies))
    assert "paragraph 1 (“Line 0”): a footnote" in message
    assert "and 2 more" in message


def test_a_file_without_words() -> None:
    assert "no text" in refusal(with_body(CLEAN, paragraph("")))


def test_words_that_look_like_markdown_stay_words() -> None:
    words = "# not a *heading* | 1. `code` [x](y) {#id}"
    text = text_of(with_body(CLEAN, paragraph(words.replace("<", "&lt;"))), BASE)
    assert text.strip() == "\\# not a \\*heading\\* | 1. \\`code\\` \\[x\\](y) \\{#id}"


def test_a_link_that_a_page_may_not_have_is_only_words() -> None:
    data = edited(CLEAN, ("https://shop.example", "javascript:alert(1)"), name="word/_rels/document.xml.rels")
    assert "javascript" not in text_of(data, BASE.replace("[our shop](https://shop.example)", "our shop"))

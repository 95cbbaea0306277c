"""Word files for tests: paragraphs as Word writes them, and packages with parts put in or replaced."""

from __future__ import annotations

import io
import zipfile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_M = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'


def changed(data: bytes, replaced: dict[str, bytes], *, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The package with these parts put in or replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", compression) as new:
        for name in old.namelist():
            if name not in replaced:
                new.writestr(name, old.read(name))
        for name, part in replaced.items():
            new.writestr(name, part)
    return buffer.getvalue()


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def edited(data: bytes, *replacements: tuple[str, str], name: str = "word/document.xml") -> bytes:
    """The package with words of one part replaced."""
    text = part(data, name)
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    return changed(data, {name: text.encode()})


def with_body(data: bytes, body: str) -> bytes:
    """The package with this WordprocessingML as the body of its text."""
    text = f'<?xml version="1.0"?><w:document {_W} {_R} {_M}><w:body>{body}<w:sectPr/></w:body></w:document>'
    return changed(data, {"word/document.xml": text.encode()})


def paragraph(text: str, *, style: str = "", inside: str = "") -> str:
    looks = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{looks}<w:r><w:t xml:space="preserve">{text}</w:t></w:r>{inside}</w:p>'

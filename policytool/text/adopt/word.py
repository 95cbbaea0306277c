"""A Word file to drafts of clauses, through mammoth's reading of its styles."""

from __future__ import annotations

import io
import zipfile

from policytool.errors import TextError
from policytool.text.adopt import webpage
from policytool.text.adopt.model import Doubt
from policytool.text.drafts import Draft

LARGEST = 50_000_000
"""Bytes of a Word file unpacked; more is no policy but a trap."""


_TITLED = "\n".join(
    ["p[style-name='Title'] => h1:fresh"]
    + [f"p[style-name='{word} {n}'] => h{min(n + 1, 6)}:fresh" for word in ("heading", "Heading") for n in range(1, 7)]
)
"""A document with a title has its headings one level below it."""


def read(data: bytes, *, name: str) -> tuple[list[Draft], list[Doubt]]:
    """The drafts of the document. Raises TextError for what is no Word file, or unpacks to more than LARGEST."""
    try:
        import mammoth
    except ImportError as error:
        todo = 'Run: pip install "policytool[word]"'
        raise TextError("reading Word files needs an extra", path=name, todo=todo) from error
    _check(data, name)
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(data),
            convert_image=mammoth.images.img_element(lambda _: {"src": ""}),
            style_map=_TITLED if _titled(data) else "",
        )
    except Exception as error:  # mammoth raises whatever its parsers do
        raise TextError("this Word file is damaged", path=name, todo="Open it in Word and save it again.") from error
    return webpage.drafts(f"<main>{result.value}</main>", name=name)


def _titled(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b'<w:pStyle w:val="Title"/>' in archive.read("word/document.xml")


def _check(data: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise TextError("this is no Word file", path=name, todo="Save it as .docx in Word and run again.") from error
    if size > LARGEST:
        raise TextError(f"this file unpacks to {size / 1e6:.0f} MB", path=name, todo="Check that it is the right file.")
    if "word/document.xml" not in names:
        raise TextError("this is no Word file", path=name, todo="Save it as .docx in Word and run again.")

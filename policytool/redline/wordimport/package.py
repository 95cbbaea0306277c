"""A Word file opened with care: bounded, without macros, without anything that is fetched from elsewhere."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from policytool.errors import PolicytoolError, TextError

try:
    from lxml import etree
except ImportError as error:  # pragma: no cover - depends on what is installed
    raise PolicytoolError(
        "reading Word files needs the extra `word`", todo="Install it: pip install 'policytool[word]'"
    ) from error

LARGEST = 50_000_000
"""Bytes of a Word file unpacked; more is no policy but a trap."""
_ENTRIES = 2_000
_RATIO = 250
"""How many times larger than packed a file may be; text in Word files reaches about 40."""
_SMALL = 1_000_000
"""Bytes up to which the ratio says nothing."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_AGAIN = "Save it as .docx in Word and run again."


@dataclass(frozen=True, kw_only=True)
class Relation:
    """What a part of the file points to."""

    kind: str
    """The last word of its type, such as "hyperlink"."""
    target: str
    external: bool


class Package:
    """The parts of one Word file. Raises TextError for what is no Word file, or one that is not to be trusted."""

    def __init__(self, data: bytes, *, name: str) -> None:
        self.name = name
        self._archive = _opened(data, name)
        self._names = frozenset(self._archive.namelist())
        self._check()
        self.relations = self._relations(self.main)

    @property
    def main(self) -> str:
        """The part that holds the text."""
        found = self._relations("").values()
        return next((relation.target.lstrip("/") for relation in found if relation.kind == "officeDocument"), "")

    def related(self, kind: str) -> Any | None:
        """The root of the part that the text names for `kind`, such as "styles"; None where there is none."""
        for relation in self.relations.values():
            if relation.kind == kind and not relation.external:
                return self.tree(posixpath.normpath(posixpath.join(posixpath.dirname(self.main), relation.target)))
        return None

    def tree(self, part: str) -> Any | None:
        """The root element of a part; None where the file has no such part."""
        part = part.lstrip("/")
        if part not in self._names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(self._bytes(part), parser)
        except etree.XMLSyntaxError as error:
            raise self.refused(f"this Word file is damaged ({part})", "Open it in Word and save it again.") from error
        if root.getroottree().docinfo.doctype:
            raise self.refused("this Word file declares entities of its own, as no Word does", _AGAIN)
        return root

    def refused(self, message: str, todo: str) -> TextError:
        return TextError(message, path=self.name, todo=todo)

    def _bytes(self, part: str) -> bytes:
        try:
            with self._archive.open(part) as stream:
                data = stream.read(LARGEST + 1)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            raise self.refused(f"this Word file is damaged ({part})", "Open it in Word and save it again.") from error
        if len(data) > LARGEST:
            raise self.refused("this file unpacks to more than it says", "Check that it is the right file.")
        return data

    def _check(self) -> None:
        entries = self._archive.infolist()
        size = sum(entry.file_size for entry in entries)
        packed = sum(entry.compress_size for entry in entries)
        if len(entries) > _ENTRIES or size > LARGEST or (size > _SMALL and size > _RATIO * max(packed, 1)):
            message = f"this file unpacks to {size / 1e6:.0f} MB in {len(entries)} parts, which no policy does"
            raise self.refused(message, "Check that it is the right file.")
        if not self.main or self.main not in self._names:
            raise self.refused("this is no Word file", _AGAIN)
        self._check_macros()
        for part in sorted(name for name in self._names if name.endswith(".rels")):
            self._check_relations(part)

    def _check_macros(self) -> None:
        kinds = self._bytes("[Content_Types].xml") if "[Content_Types].xml" in self._names else b""
        if b"macroEnabled" in kinds or any(name.casefold().endswith("vbaproject.bin") for name in self._names):
            todo = "Save it in Word as “Word Document (.docx)”, which holds no macros, and run again."
            raise self.refused("this Word file holds macros", todo)

    def _check_relations(self, part: str) -> None:
        for relation in self._listed(part):
            if relation.external and relation.kind == "attachedTemplate":
                todo = "In Word: Developer, Document Template, choose Normal; save and run again."
                raise self.refused(f"this Word file loads a template from elsewhere: {relation.target[:120]}", todo)
            if relation.external and relation.kind != "hyperlink":
                todo = "Remove it, or put the thing itself into the document; save and run again."
                message = f"this Word file loads something from elsewhere ({relation.kind}): {relation.target[:120]}"
                raise self.refused(message, todo)
            if relation.kind in ("aFChunk", "subDocument"):
                todo = "Open it in Word, save it as .docx and run again."
                raise self.refused("this Word file holds a part in another format", todo)

    def _relations(self, part: str) -> dict[str, Relation]:
        folder, base = posixpath.split(part)
        root = self.tree(posixpath.join(folder, "_rels", f"{base}.rels"))
        return {} if root is None else {found.get("Id", ""): _relation(found) for found in root.iter(_RELATION)}

    def _listed(self, part: str) -> list[Relation]:
        root = self.tree(part)
        return [] if root is None else [_relation(found) for found in root.iter(_RELATION)]


def _opened(data: bytes, name: str) -> zipfile.ZipFile:
    if data.startswith(_OLE) and _LOCKED in data:
        todo = "Open it in Word, remove the password (File, Info, Protect Document), save and run again."
        raise TextError("this Word file is protected by a password", path=name, todo=todo)
    if data.startswith(_OLE):
        raise TextError("this is a Word file of the old kind (.doc)", path=name, todo=_AGAIN)
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise TextError("this is no Word file", path=name, todo=_AGAIN) from error


def _relation(found: Any) -> Relation:
    return Relation(
        kind=found.get("Type", "").rpartition("/")[2],
        target=found.get("Target", ""),
        external=found.get("TargetMode", "") == "External",
    )

"""What a Word document says about itself: from which texts it was made, and that changes go on being tracked."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn

from policytool.redline.wordxml import element

_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_NAMESPACES = (
    'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"'
)
_TEXT = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""How Word calls the properties that people may set."""


def remember(document: Any, values: dict[str, str]) -> None:
    """Set properties of the document that Word keeps and shows under File, Info."""
    properties = "".join(
        f'<property fmtid="{_TEXT}" pid="{number}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(values.items(), start=2)
    )
    written = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties {_NAMESPACES}>{properties}</Properties>'
    )
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _TYPE, written.encode("utf-8"), package)
    package.relate_to(part, _RELATION)


def track_further(settings: Any) -> None:
    """Have Word track what the reader changes next; the schema wants the setting before these."""
    later = [settings.find(qn(f"w:{name}")) for name in ("doNotTrackMoves", "documentProtection", "defaultTabStop")]
    first = next((found for found in later if found is not None), None)
    if first is not None:
        first.addprevious(element("w:trackRevisions"))

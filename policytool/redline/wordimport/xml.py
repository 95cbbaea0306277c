"""Names of WordprocessingML, and how its switches are read."""

from __future__ import annotations

from typing import Any

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def w(name: str) -> str:
    return _W + name


def local(node: Any) -> str:
    """The name of a WordprocessingML element without its namespace; of another one with it, "" for no element."""
    tag = node.tag
    return tag.removeprefix(_W) if isinstance(tag, str) else ""


def value(node: Any | None, name: str = "val") -> str:
    return "" if node is None else (node.get(_W + name) or "")


def number(node: Any | None, name: str = "val", *, default: int = 0) -> int:
    """An attribute as a whole number of sensible size."""
    written = value(node, name)
    digits = written.removeprefix("-")
    return int(written) if digits.isascii() and digits.isdigit() and len(digits) < 10 else default


def switched(properties: Any | None, name: str) -> bool | None:
    """Whether a switch such as `w:b` is on; None where it is not set."""
    found = None if properties is None else properties.find(_W + name)
    return None if found is None else value(found) not in ("0", "false", "off", "none")


def relation(node: Any) -> str:
    return node.get(f"{_R}id") or ""


def strict(root: Any) -> bool:
    """Whether the document is written in the strict dialect, whose names differ."""
    return isinstance(root.tag, str) and root.tag.startswith(_STRICT)

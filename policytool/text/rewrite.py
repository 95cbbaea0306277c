"""Keys of the metadata written or changed in place: every other byte of the file stays."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Mapping
from typing import Any

from policytool.errors import FrontMatterError
from policytool.text import yamltree
from policytool.text.yamltree import Span, Tree, YamlProblem

_PLAIN = re.compile(r"[^\W\d_][\w ./()+-]*[\w).]\Z")
_TYPED = re.compile(r"(?i)(?:true|false|yes|no|on|off|null|y|n)\Z")


def dump(values: Mapping[str, Any], *, newline: str = "\n") -> str:
    """`values` as the lines of a front matter, without the fences; None and empty values are left out."""
    lines = [line for key, value in values.items() if not _empty(value) for line in _entry(key, value)]
    return "".join(line + newline for line in lines)


def update_yaml(text: str, values: Mapping[str, Any], *, newline: str = "\n") -> str:
    """The YAML `text` with the top keys of `values` set, or removed where None. The rest stays byte for byte.

    Raises FrontMatterError where that cannot be done safely.
    """
    for key, value in values.items():
        tree = _tree(text)
        text = _change(text, tree, key, value, newline)
    return text


def _tree(text: str) -> Tree:
    try:
        tree = yamltree.load(text)
    except YamlProblem as problem:
        raise FrontMatterError(f"the metadata is not valid YAML: {problem.message}", line=problem.line + 1) from problem
    if tree is None and text.strip() and any(line.strip() and not line.startswith("#") for line in text.splitlines()):
        raise FrontMatterError("the metadata is not a list of keys", line=2)
    if tree is not None and tree.flow:
        raise FrontMatterError("the metadata is written in braces", line=2, todo="Write one `key: value` a line.")
    return tree or Tree(value={})


def _change(text: str, tree: Tree, key: str, value: Any, newline: str) -> str:
    if key not in tree.spans:
        if value is None:
            return text
        if text and not text.endswith("\n"):
            text += newline
        return text + "".join(line + newline for line in _entry(key, value))
    span = tree.spans[key]
    begin = _line_start(text, tree.lines[(key,)])
    if value is None:
        return text[:begin] + text[_block_end(text, begin) :]
    if not span.block and "\n" not in text[span.start : span.end] and not isinstance(value, (Mapping, list, tuple)):
        return _replaced(text, span, scalar(value))
    end = _block_end(text, begin)
    return text[:begin] + "".join(line + newline for line in _entry(key, value)) + text[end:]


def _replaced(text: str, span: Span, written: str) -> str:
    gap = " " if span.start == span.end and text[span.start - 1 : span.start] == ":" else ""
    return text[: span.start] + gap + written + text[span.end :]


def _line_start(text: str, line: int) -> int:
    at = 0
    for _ in range(line - 1):
        at = text.index("\n", at) + 1
    return at


def _block_end(text: str, begin: int) -> int:
    """Where the entry that begins at `begin` ends: behind its last indented line; comments and blanks after it stay."""
    at = end = text.find("\n", begin) + 1 or len(text)
    while at < len(text):
        after = text.find("\n", at) + 1 or len(text)
        line = text[at:after]
        if line.strip() and not line.startswith((" ", "\t", "-")):
            break
        if line.strip():
            end = after
        at = after
    return end


def _entry(key: str, value: Any) -> list[str]:
    if isinstance(value, Mapping):
        inner = [line for name, part in value.items() if not _empty(part) for line in _entry(str(name), part)]
        return [f"{key}:", *(f"  {line}" for line in inner)] if inner else [f"{key}: {{}}"]
    if isinstance(value, (list, tuple)):
        return [f"{key}:", *(f"  - {scalar(part)}" for part in value)] if value else [f"{key}: []"]
    return [f"{key}: {scalar(value)}"]


def scalar(value: object) -> str:
    """One value on one line: bare where that is safe, else in double quotes."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    text = str(value)
    if _PLAIN.match(text) and not _TYPED.match(text):
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(sign if sign.isprintable() else f"\\U{ord(sign):08x}" for sign in quoted)


def _empty(value: object) -> bool:
    return value is None or (value in ("", (), [], {}))

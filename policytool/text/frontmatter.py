"""The metadata at the top of a policy: found, read and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from policytool.errors import FrontMatterError
from policytool.text import rewrite, yamltree
from policytool.text.metadata import Controller, CriteriaList, ImpactAssessment, Metadata
from policytool.text.yamltree import Tree, YamlProblem

OPEN = re.compile(r"---[ \t]*(?:\r?\n|\Z)")
CLOSE = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_OURS = re.compile(r"^policy[ \t]*:", re.MULTILINE)
_KEY = re.compile(r"[\w-]+[ \t]*:(?:\s|$)")
_EXAMPLE = "Begin the file with:\n---\npolicy: privacy-policy\ntitle: Privacy Policy\nlanguage: en\n---"
_PARTS: dict[str, type[Metadata | Controller | CriteriaList | ImpactAssessment]] = {
    "": Metadata,
    "controller": Controller,
    "criteria": CriteriaList,
    "impact_assessment": ImpactAssessment,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """A file cut in two: the checked metadata, None where there is none of ours, and the text below."""

    metadata: Metadata | None
    body: str
    body_line: int = 1
    """Line of the file on which `body` begins."""


def read(source: str, *, name: str = "", required: bool = False) -> Front:
    """Cut `source` (line ends levelled) and check its metadata.

    Metadata of other tools (a mapping without the key `policy`) is left out; anything else between two rules is text.
    Raises FrontMatterError with the line of the key, and where the metadata is `required` and missing.
    """
    opened = OPEN.match(source)
    if opened is None:
        return _without(source, name, required)
    closed = CLOSE.search(source, opened.end())
    if closed is None:
        if required or _KEY.match(source, opened.end()):
            todo = "Put a line with --- alone below it."
            raise FrontMatterError("the metadata does not end", path=name or None, line=1, todo=todo)
        return _without(source, name, required)
    text = source[opened.end() : closed.start()]
    ours = required or bool(_OURS.search(text))
    tree = _tree(text, name, strict=ours)
    if tree is None:
        return Front(metadata=None, body=source)
    line = source.count("\n", 0, closed.end()) + 1
    metadata = _checked(tree, name) if ours else None
    return Front(metadata=metadata, body=source[closed.end() :], body_line=line)


def _without(source: str, name: str, required: bool) -> Front:
    if required:
        raise FrontMatterError("this policy has no metadata", path=name or None, line=1, todo=_EXAMPLE)
    return Front(metadata=None, body=source)


def _tree(text: str, name: str, *, strict: bool) -> Tree | None:
    try:
        tree = yamltree.load(text)
    except YamlProblem as problem:
        if not strict:
            return None
        todo = "One `key: value` a line; put text with a colon or a # into double quotes."
        message = f"the metadata is not valid YAML: {problem.message}"
        raise FrontMatterError(message, path=name or None, line=problem.line + 1, todo=todo) from problem
    if tree is None and strict:
        raise FrontMatterError("the metadata is not a list of keys", path=name or None, line=2, todo=_EXAMPLE)
    return tree


def _checked(tree: Tree, name: str) -> Metadata:
    try:
        return Metadata.model_validate({key: value for key, value in tree.value.items() if value is not None})
    except ValidationError as error:
        raise _explained(error, tree, name) from error


def _explained(error: ValidationError, tree: Tree, name: str) -> FrontMatterError:
    """The first problem in the file's order, in plain words."""
    problems = sorted(error.errors(), key=lambda problem: _line(tree, problem["loc"]))
    first = problems[0]
    key = ".".join(str(part) for part in first["loc"])
    message, todo = _words(first, key)
    if len(problems) > 1:
        todo += f" ({len(problems) - 1} more below it.)"
    return FrontMatterError(message, path=name or None, line=_line(tree, first["loc"]), todo=todo)


def _line(tree: Tree, place: tuple[int | str, ...]) -> int:
    """Line in the file of the nearest key that stands there; the fence is line 1."""
    for length in range(len(place), 0, -1):
        if place[:length] in tree.lines:
            return tree.lines[place[:length]] + 1
    return 1


def _words(problem: Any, key: str) -> tuple[str, str]:
    kind, loc = problem["type"], problem["loc"]
    if kind == "extra_forbidden":
        part = _PARTS.get(".".join(str(step) for step in loc[:-1]), Metadata)
        near = get_close_matches(str(loc[-1]), part.model_fields, n=1, cutoff=0.5)
        known = ", ".join(part.model_fields)
        return f"the key {key} is unknown", f"Did you mean {near[0]}?" if near else f"Known keys: {known}."
    if kind == "missing":
        return f"the key {key} is missing", f"Add a line such as: {loc[-1]}: {_SAMPLES.get(str(loc[-1]), '…')}"
    if kind.startswith("date"):
        return f"{key}: {problem['input']!r} is no date of the calendar", "Write YEAR-MONTH-DAY, such as 2026-11-23."
    if kind == "value_error":
        message = str(problem["ctx"]["error"])
        return (f"{key}: {message}" if key else message), "Correct the value and run again."
    if kind == "literal_error":
        return f"{key}: {problem['input']!r} is not one of {problem['ctx']['expected']}", "Choose one of them."
    return f"{key}: {problem['msg']}", "The manual lists every key: docs/writing.md."


_SAMPLES = {
    "policy": "privacy-policy",
    "title": "Privacy Policy",
    "name": "Your Company Ltd",
    "clause": "significant-changes",
}


def update(source: str, values: Mapping[str, Any]) -> str:
    """`source` with the top keys of `values` set in its metadata, or removed where None; every other byte stays.

    A mapping or a list is written as a block. Proved before it is given back: read again, exactly these keys differ.
    Raises FrontMatterError.
    """
    start = 1 if source.startswith("\ufeff") else 0
    opened = OPEN.match(source, start)
    closed = CLOSE.search(source, opened.end()) if opened else None
    if opened is None or closed is None:
        raise FrontMatterError("this policy has no metadata", line=1, todo=_EXAMPLE)
    text = source[opened.end() : closed.start()]
    newline = "\r\n" if opened[0].endswith("\r\n") else "\n"
    changed = rewrite.update_yaml(text, values, newline=newline)
    _prove(text, changed, values)
    return source[: opened.end()] + changed + source[closed.start() :]


def _prove(before: str, after: str, values: Mapping[str, Any]) -> None:
    try:
        old, new = yamltree.load(before), yamltree.load(after)
    except YamlProblem as problem:
        raise FrontMatterError(f"the metadata cannot be changed safely: {problem.message}") from problem
    kept = {key: value for key, value in (old.value if old else {}).items() if key not in values}
    now = new.value if new else {}
    wanted = {key: value for key, value in values.items() if value is not None}
    if (
        kept != {key: value for key, value in now.items() if key not in values}
        or wanted.keys() != now.keys() - kept.keys()
    ):
        raise FrontMatterError("the metadata cannot be changed safely", todo="Write the keys one below the other.")

"""YAML read as plain text values with the place of each: nothing is guessed, nothing is expanded.

`version: 1.10` stays "1.10" and `language: no` stays "no". Anchors and aliases are refused, so a few lines cannot
grow into gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEEPEST = 20
_NULL = "tag:yaml.org,2002:null"


class YamlProblem(Exception):
    """What is wrong, and on which line of the YAML, from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where a value stands, as offsets in characters, and whether it spreads over the lines below its key."""

    start: int
    end: int
    block: bool


@dataclass(frozen=True, kw_only=True)
class Tree:
    """A mapping: its values, and by path of keys the line of each key and the span of each value."""

    value: dict[str, Any]
    lines: dict[tuple[str | int, ...], int] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    """Of the top keys alone."""
    flow: bool = False
    """Written as {key: value}."""


def load(text: str) -> Tree | None:
    """The mapping that `text` writes; None where it is YAML but no mapping. Raises YamlProblem."""
    try:
        _refuse_growth(text)
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if "quoted" in (error.context or ""):
            mark = error.context_mark
        raise YamlProblem(error.problem or "not valid YAML", mark.line + 1 if mark else 1) from error
    except yaml.YAMLError as error:
        raise YamlProblem(str(error).partition("\n")[0], 1) from error
    if not isinstance(root, yaml.MappingNode):
        return None
    tree = Tree(value={}, flow=bool(root.flow_style))
    for key, node in root.value:
        tree.spans[str(key.value)] = Span(start=node.start_mark.index, end=node.end_mark.index, block=_is_block(node))
    tree.value.update(_plain(root, (), tree.lines))
    return tree


def _refuse_growth(text: str) -> None:
    depth = 0
    for event in _events(text):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlProblem("anchors (&) and aliases (*) are not allowed here", event.start_mark.line + 1)
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            depth += 1
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            depth -= 1
        if depth > _DEEPEST:
            raise YamlProblem("nested too deeply", event.start_mark.line + 1)


def _events(text: str) -> Iterator[Any]:
    return iter(yaml.parse(text, Loader=_LOADER))


def _is_block(node: Any) -> bool:
    if isinstance(node, yaml.ScalarNode):
        return node.style in {"|", ">"}
    return not node.flow_style


def _plain(node: Any, path: tuple[str | int, ...], lines: dict[tuple[str | int, ...], int]) -> Any:
    """The node as dict, list, text or None. The depth is bounded by `_refuse_growth`."""
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag == _NULL else node.value
    if isinstance(node, yaml.SequenceNode):
        values = []
        for number, child in enumerate(node.value):
            lines[(*path, number)] = child.start_mark.line + 1
            values.append(_plain(child, (*path, number), lines))
        return values
    mapping: dict[str, Any] = {}
    for key, child in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise YamlProblem("a key must be a word", line)
        if key.value in mapping:
            raise YamlProblem(f"the key {key.value} stands here twice", line)
        lines[(*path, key.value)] = line
        mapping[key.value] = _plain(child, (*path, key.value), lines)
    return mapping

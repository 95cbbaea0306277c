"""markdown-it-py set up for legal texts: tables and strike-through, no raw HTML, no indented code, nothing lost."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

DEEPEST = 40
"""Levels of tokens (a list takes two) after which markers stay literal text, so that no input exhausts the stack."""

_DEFINITION = re.compile(r"\[[^\]]*\]:\s*<?(?:[a-zA-Z][a-zA-Z0-9+.-]*:|/|#|\.|$)")


class Mark(NamedTuple):
    """Where one of Markdown's blocks opens or closes, or the content of one."""

    kind: str
    """As markdown-it calls its tokens: "list_item_open", "inline", …"""
    line: int = 0
    """Lines of the source before it."""
    content: str = ""
    info: str = ""
    """A heading's tag, the number of an item, what stands behind the opening of a fence."""


_TELLING = frozenset(
    """bullet_list_open bullet_list_close ordered_list_open ordered_list_close list_item_open list_item_close
    blockquote_open blockquote_close heading_open heading_close hr inline fence thead_open thead_close tr_open
    tr_close""".split()
)


def blocks(source: str, env: dict[str, Any]) -> list[Mark]:
    """The blocks of `source`; inline content is left unparsed. Link definitions go into `env`."""
    return [_mark(token) for token in _BLOCKS.parse(source, env) if token.type in _TELLING]


def _mark(token: Token) -> Mark:
    info = token.tag if token.type == "heading_open" else token.info
    if token.type == "list_item_open" and info:
        info += token.markup
    return Mark(token.type, token.map[0] if token.map else 0, token.content, info)


def trimmed(text: str) -> str:
    """`text` without the white space at its ends that Markdown takes no notice of."""
    return mdTrim(text)


def inline(content: str, env: dict[str, Any]) -> list[Token]:
    """The inline tokens of one block's content."""
    tokens: list[Token] = []
    _INLINE.inline.parse(content, _INLINE, env, tokens)
    return tokens


def cells(line: str) -> list[str]:
    """The cells of one table line, without the empty ones that outer pipes make."""
    line = line.strip()
    found = [cell.strip() for cell in (escapedSplit(line) if "\\" in line else line.split("|"))]
    if found and not found[0]:
        found = found[1:]
    if found and not found[-1]:
        found = found[:-1]
    return found


def _too_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Everything nested deeper than DEEPEST is one paragraph; markdown-it would drop it."""
    if state.level < DEEPEST or silent:
        return False
    line = start
    while line < end and not state.isEmpty(line):
        line += 1
    state.push("paragraph_open", "p", 1).map = [start, line]
    token = state.push("inline", "", 0)
    token.content = state.getLines(start, line, state.blkIndent, False).strip()
    token.map = [start, line]
    token.children = []
    state.push("paragraph_close", "p", -1)
    state.line = line
    return True


def _single_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line that begins with a letter and has nothing below it is a paragraph, whatever the other rules are."""
    if silent or (start + 1 < state.lineMax and not state.isEmpty(start + 1)):
        return False
    first, last = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    if not state.src[first : first + 1].isalpha():
        return False
    state.line = start + 1
    state.push("paragraph_open", "p", 1).map = [start, start + 1]
    token = state.push("inline", "", 0)
    token.content = mdTrim(state.src[first:last])
    token.map = [start, start + 1]
    token.children = []
    state.push("paragraph_close", "p", -1)
    return True


def _definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A link definition must name an address: "[Personal data]: information" is text that a reader has to see."""
    text = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    return text.startswith("[") and bool(_DEFINITION.match(text)) and reference(state, start, end, silent)


def _as_written(address: str) -> str:
    return address


def _any_link(_address: str) -> bool:
    return True  # unsafe targets are dropped where runs are made, with the link's text kept


def _engine(nesting: int) -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"html": False, "maxNesting": nesting}).enable(["table", "strikethrough"])
    engine.disable(["code", "html_block", "html_inline"])
    engine.normalizeLink = _as_written  # type: ignore[method-assign,assignment]
    engine.normalizeLinkText = _as_written  # type: ignore[method-assign,assignment]
    engine.validateLink = _any_link  # type: ignore[method-assign,assignment]
    return engine


def _block_engine() -> MarkdownIt:
    engine = _engine(DEEPEST + 10)
    engine.core.ruler.enableOnly(["block"])
    engine.block.ruler.before("table", "too_deep", _too_deep)
    engine.block.ruler.before("table", "single_line", _single_line)
    engine.block.ruler.at("reference", _definition)
    return engine


_BLOCKS = _block_engine()
_INLINE = _engine(20)

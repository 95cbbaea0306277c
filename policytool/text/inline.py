"""One block's Markdown content to runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from markdown_it.token import Token

from policytool.text import markdown, simple
from policytool.text.model import Run
from policytool.text.runs import BREAK, SOFT
from policytool.text.target import address, picture

_BR = re.compile(r"<br\s*/?>", re.IGNORECASE)
_FLAGS = {"strong": "strong", "em": "emphasis", "s": "struck"}


def runs(content: str, env: dict[str, Any]) -> list[Run]:
    """The runs of `content`, white space not yet folded; line ends of the file are SOFT, `<br>` is BREAK."""
    found = simple.runs(content)
    return formatted(content, env) if found is None else found


def formatted(content: str, env: dict[str, Any]) -> list[Run]:
    """The same by markdown-it, for any content."""
    state = _Formatting()
    return [run for token in markdown.inline(content, env) if (run := state.take(token)) is not None]


@dataclass(slots=True)
class _Formatting:
    strong: int = 0
    emphasis: int = 0
    struck: int = 0
    link: str | None = None

    def take(self, token: Token) -> Run | None:
        kind = token.type
        if kind in {"text", "text_special"}:
            text = token.content
            return self._run(_BR.sub(BREAK, text) if "<" in text else text)
        if kind == "softbreak":
            return self._run(SOFT)
        if kind == "hardbreak":
            return self._run("\n")
        if kind == "code_inline":
            return self._run(token.content, code=True)
        if kind == "image":
            source = picture(str(token.attrs.get("src", "")))
            return self._run(_alternative(token), image=source)
        self._format(token)
        return None

    def _format(self, token: Token) -> None:
        flag = _FLAGS.get(token.tag)
        if flag is not None:
            setattr(self, flag, getattr(self, flag) + token.nesting)
        elif token.type == "link_open":
            self.link = address(str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            self.link = None

    def _run(self, text: str, *, code: bool = False, image: str | None = None) -> Run:
        return Run(
            text=text,
            strong=self.strong > 0,
            emphasis=self.emphasis > 0,
            struck=self.struck > 0,
            code=code,
            link=self.link,
            image=image,
        )


def _alternative(token: Token) -> str:
    """The alternative text of an image: nested formatting is dropped, words are kept."""
    words: list[str] = []
    waiting = list(token.children or ())[::-1]
    while waiting:
        child = waiting.pop()
        if child.children:
            waiting.extend(child.children[::-1])
        elif child.type in {"text", "text_special", "code_inline"}:
            words.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            words.append(" ")
    return "".join(words)

"""Links and pictures of a draft that the website leaves out, so that the author hears of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from policytool.release.model import Problem
from policytool.text.model import Document
from policytool.text.target import address

_WRITTEN = re.compile(r"\]\(\s*<?([^)\s>]+)|^ {0,3}\[[^\]]+\]:\s*<?([^\s>]+)|<([a-zA-Z][a-zA-Z0-9+.-]+:[^\s>]*)>")
_LONGEST = 60


def unsafe(name: str, source: str) -> Iterator[Problem]:
    """Targets such as `javascript:` in the text `source` of the file called `name`: only their words are shown."""
    for number, line in enumerate(source.splitlines(), start=1):
        for groups in _WRITTEN.findall(line):
            target = next(filter(None, groups))
            if address(target) is None:
                message = f"the target {target[:_LONGEST]} is not one that a policy may lead to, so it is left out"
                todo = "Use https:, mailto:, tel: or the name of a file."
                yield Problem(rule="link", message=message, todo=todo, path=name, line=number, blocks=False)


def pictures(draft: Document, folder: Path) -> Iterator[Problem]:
    """Pictures from other hosts, which the site does not fetch, and those that are not in `folder`."""
    for clause in draft.clauses:
        for run in clause.runs:
            trouble = _trouble(run.image, folder) if run.image else None
            if trouble is not None:
                message, todo = trouble
                yield Problem(rule="link", message=message, todo=todo, path=draft.name, line=clause.line, blocks=False)


def _trouble(source: str, folder: Path) -> tuple[str, str] | None:
    try:
        parts = urlsplit(source)
    except ValueError:
        return f"the picture {source[:_LONGEST]} has no address", "Correct it."
    if parts.scheme or parts.netloc:
        words = f"the picture {source[:_LONGEST]} is on another host: the website shows its words instead"
        return words, "Put the picture beside the policy: a legal page calls no other host."
    file = (folder / unquote(parts.path)).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        return f"the picture {source[:_LONGEST]} is not there", "Put it beside the policy, or correct its name."
    return None

"""The values of the text room: Run, Clause, Document."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from policytool.text.metadata import Metadata
from policytool.text.normalise import normalise

ClauseKind = Literal["heading", "paragraph", "item", "row", "code"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A piece of a clause's text in one formatting."""

    text: str
    strong: bool = False
    emphasis: bool = False
    code: bool = False
    struck: bool = False
    link: str | None = None
    """Where the text links to, as written."""
    image: str | None = None
    """The source of an image whose alternative text is `text`."""


@dataclass(frozen=True, kw_only=True)
class Clause:
    """The smallest addressable piece of a policy.

    `text` is what a reader sees, without the marker: white space folded to single spaces, except
    that "\\n" is a hard line break and "\\t" stands between the cells of a row.
    """

    id: str
    kind: ClauseKind
    level: int = 0
    """Heading: 1 to 6. Item: depth of nesting from 1. Paragraph or code: depth of the list it continues, 0 outside.
    Row: 1 for the head of a table, 2 below it."""
    quote: int = 0
    """Depth of quotation."""
    path: tuple[str, ...] = ()
    """Titles of the sections around this clause, outermost first."""
    marker: str = ""
    """Number or bullet as written: "1.", "①", "(a)", "•", "Article 5"."""
    runs: tuple[Run, ...] = ()
    line: int = 1
    """First line in the file, from 1."""
    named: bool = False
    """Whether the author wrote the id."""

    @cached_property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @cached_property
    def normal(self) -> str:
        """The text with typography levelled (quotes, dashes, spaces, Unicode forms): what counts as words."""
        return normalise(self.text)

    @property
    def links(self) -> tuple[Run, ...]:
        return tuple(run for run in self.runs if run.link is not None)


_LONGEST_TITLE = 120
"""A longer heading is a sentence that was set as one."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One text of a policy in one language: metadata and clauses in reading order."""

    name: str = ""
    """What to call it in messages: a file's path or "privacy-policy 1.1"."""
    metadata: Metadata | None = None
    """None for texts without front matter, such as pages of other companies."""
    clauses: tuple[Clause, ...] = ()
    raw_html: tuple[int, ...] = field(default=())
    """Lines where raw HTML stood; it is kept as literal text and never passed through."""

    @cached_property
    def by_id(self) -> dict[str, Clause]:
        return {clause.id: clause for clause in self.clauses}

    @property
    def title(self) -> str:
        """The title from the metadata, else from the heading that names the whole text, else an empty string.

        Such a heading has no number and opens the text, or is the only one of level 1 and before all others.
        """
        if self.metadata is not None:
            return self.metadata.title
        first, *further = self.headings or (None,)
        if first is None or first.marker or len(first.text) > _LONGEST_TITLE:
            return ""
        alone = first.level == 1 and all(heading.level > 1 for heading in further)
        return first.text if alone or first is self.clauses[0] else ""

    @property
    def headings(self) -> tuple[Clause, ...]:
        return tuple(clause for clause in self.clauses if clause.kind == "heading")

"""The values of the notices room: Point, Facts, Notice, Outgoing, Result, and the Protocol of a channel."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from policytool.forms.model import Kind
from policytool.significance.model import Direction
from policytool.text.metadata import Controller, CriterionKind

Occurrence = Literal["first", "minor", "significant"] | Kind
"""What a notice tells of: a version, or something else that the policy promises to tell."""
REVISIONS = frozenset({"minor", "significant"})
"""Those that change a text."""
Outcome = Literal["accepted", "failed", "deferred", "unknown"]
AddressKind = Literal["email", "phone", "postal", "key", "none"]
"""What a channel must know of a person; with `none` it addresses everybody at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One specific change that the notice explains."""

    kind: CriterionKind | None
    told: str
    """The sentence for the user, in the notice's language where there is one; empty in other languages."""
    quote: str
    """The new words of the clause, in the notice's language, where `told` is not."""
    section: str
    effects: tuple[tuple[CriterionKind, Direction], ...]
    """What the change touches, and in which direction."""
    reduces_rights: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a notice has to tell, in one language."""

    language: str
    policy: str
    title: str
    version: str
    kind: Occurrence
    published: datetime.date
    effective: datetime.date
    summary: str
    """The editor's words, in this language; empty where there are none."""
    points: tuple[Point, ...]
    text_url: str
    changes_url: str
    """Empty for a first version."""
    short_url: str
    """Where a text message leads to."""
    controller: Controller
    sender: str
    """The mail address that answers go to."""
    asks_consent: bool = False
    """Whether the version binds only those who agree to it."""
    consent_until: datetime.date | None = None
    """The last day for an answer, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """The message in one language, before it is addressed. `PLACE` stands where a greeting goes."""

    facts: Facts
    subject: str
    text: str
    """The plain text of the mail."""
    html: str
    """The page of the mail."""
    letter: str
    """The page to print; `ENVELOPE` stands where name and postal address go."""
    script: str
    """What somebody reads out on the telephone."""
    short: str
    """The text message, which is the same for everybody."""
    briefs: tuple[str, ...]
    """What changes, in the few words of a text message, and that consent is asked, where it is."""
    consent: str
    """What agreeing and silence mean; empty where nobody is asked."""
    greeting: str
    """For somebody whose name is not known."""
    greeting_named: tuple[str, str]
    """What stands before and after the name."""


PLACE = "\N{OBJECT REPLACEMENT CHARACTER}greeting\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for the greeting until a message is addressed."""
ENVELOPE = "\N{OBJECT REPLACEMENT CHARACTER}envelope\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands for name and postal address until a letter is addressed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message ready to be handed to a channel."""

    number: int
    delivery: str
    """Our id, which every message carries."""
    address: str
    content: bytes
    shared: bytes = b""
    """What is the same for everybody who reads this language, where the channel sends it apart from `content`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a channel learned about one message."""

    number: int
    outcome: Outcome
    """`deferred`: nothing was accepted, it may be tried again. `unknown`: nobody can tell."""
    detail: str = ""
    gone: bool = False
    """Whether the address does not exist, so that nobody should write to it again."""
    barred: bool = False
    """Whether nobody should write to it by this channel again: its owner said so, or it takes no such messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A message, or a part of one, as a file to look at."""

    title: str
    suffix: Literal[".html", ".txt", ".eml", ".json"]
    content: bytes
    about: tuple[tuple[str, str], ...] = ()
    """Lines to show above it, such as the subject."""


class Channel(Protocol):
    """A way to reach people.

    `send` takes a message when it is about to try it, and gives exactly one result for each that it took before it
    ends. It raises ChannelError when nothing more can be sent; it has then given results for all that it took.
    """

    def send(self, messages: Iterable[Outgoing]) -> Iterator[Result]: ...

    def close(self) -> None: ...

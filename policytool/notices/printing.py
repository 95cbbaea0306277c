"""The letter and the call as they are frozen, and as each person gets them."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass

from policytool.config import NoticeSettings
from policytool.notices.address import plain
from policytool.notices.audience import Recipient
from policytool.notices.lint import letter_problems, require_sound, script_problems
from policytool.notices.model import ENVELOPE, PLACE, Notice, Outgoing, View

_SAMPLE = Recipient(line=0, key="", address="Name of the person\n1 Street\n12345 Town", name="")


def build_letter(notice: Notice, settings: NoticeSettings) -> bytes:
    """The page and the greetings, as JSON. Raises NoticeRefused."""
    require_sound(notice, letter_problems(notice))
    greetings = [notice.greeting, *notice.greeting_named]
    return json.dumps({"page": notice.letter, "greetings": greetings}).encode("ascii")


@dataclass(frozen=True, slots=True)
class LetterForm:
    """A page to print that lacks its address and greeting."""

    page: str
    greeting: str
    before_name: str
    after_name: str

    @classmethod
    def read(cls, built: bytes) -> LetterForm:
        """From what `build_letter` gave."""
        frozen = json.loads(built)
        return cls(frozen["page"], *frozen["greetings"])

    def outgoing(self, person: Recipient, *, number: int, delivery: str) -> Outgoing:
        """The page for one person, whatever name and address hold."""
        shown = plain(person.name)
        greeting = f"{self.before_name}{shown}{self.after_name}" if shown else self.greeting
        pieces = self.page.split(PLACE)
        addressed = [piece.replace(ENVELOPE, html.escape(person.address)) for piece in pieces]
        content = html.escape(greeting).join(addressed).encode("utf-8", "replace")
        return Outgoing(number=number, delivery=delivery, address=person.address, content=content)

    def tested(self) -> LetterForm:
        """A letter is looked at in the preview."""
        return self

    def views(self) -> tuple[View, ...]:
        """The page."""
        content = self.outgoing(_SAMPLE, number=0, delivery="preview").content
        return (View(title="Letter", suffix=".html", content=content),)


def build_call(notice: Notice, settings: NoticeSettings) -> bytes:
    """The script and its language, as JSON. Raises NoticeRefused."""
    require_sound(notice, script_problems(notice))
    return json.dumps({"script": notice.script, "language": notice.facts.language}).encode("ascii")


@dataclass(frozen=True, slots=True)
class CallForm:
    """What somebody reads out, the same for everybody."""

    script: bytes
    language: str

    @classmethod
    def read(cls, built: bytes) -> CallForm:
        """From what `build_call` gave."""
        frozen = json.loads(built)
        return cls(frozen["script"].encode("utf-8"), frozen["language"])

    def outgoing(self, person: Recipient, *, number: int, delivery: str) -> Outgoing:
        """The line of the list for one person."""
        content = json.dumps({"name": plain(person.name), "language": self.language}).encode("ascii")
        return Outgoing(number=number, delivery=delivery, address=person.address, content=content, shared=self.script)

    def tested(self) -> CallForm:
        """A script is looked at in the preview."""
        return self

    def views(self) -> tuple[View, ...]:
        """The script."""
        return (View(title="Call script", suffix=".txt", content=self.script),)

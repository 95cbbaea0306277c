"""The notice as another program of the company gets it: JSON, written once per language, for one person a time."""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, replace
from json.encoder import encode_basestring_ascii

from policytool.config import NoticeSettings
from policytool.notices.address import plain
from policytool.notices.audience import Recipient
from policytool.notices.model import PLACE, Notice, Outgoing, View

KIND = "policy.notice"
"""What `type` says in every request."""
_TEST = "[Test] "


def build(notice: Notice, settings: NoticeSettings) -> bytes:
    """All but the person, and the greetings, as JSON."""
    facts = notice.facts
    frozen = {
        "facts": {
            "policy": facts.policy,
            "version": facts.version,
            "occasion": facts.kind,
            "published": facts.published.isoformat(),
            "effective": facts.effective.isoformat(),
            "language": facts.language,
            "title": facts.title,
            "summary": facts.summary,
            "consent": notice.consent,
            "text_url": facts.text_url,
            "changes_url": facts.changes_url,
            "subject": notice.subject,
            "short": notice.short,
        },
        "text": notice.text.split(PLACE),
        "html": notice.html.split(PLACE),
        "greetings": [notice.greeting, *notice.greeting_named],
    }
    return json.dumps(frozen).encode("ascii")


@dataclass(frozen=True, slots=True)
class PostedForm:
    """A notice that lacks its person. Pieces are encoded already, so that nothing is encoded twice for each person."""

    facts: dict[str, str]
    text: tuple[str, ...]
    page: tuple[str, ...]
    greeting: str
    before_name: str
    after_name: str
    test: bool = False

    @classmethod
    def read(cls, built: bytes) -> PostedForm:
        """From what `build` gave."""
        frozen = json.loads(built)
        text, page = (tuple(_json(piece)[1:-1] for piece in frozen[name]) for name in ("text", "html"))
        return cls(frozen["facts"], text, page, *frozen["greetings"])

    def outgoing(self, person: Recipient, *, number: int, delivery: str) -> Outgoing:
        """The request's body for one person, whatever the name holds."""
        shown = plain(person.name)
        greeting = f"{self.before_name}{shown}{self.after_name}" if shown else self.greeting
        text = _json(greeting)[1:-1].join(self.text)
        page = _json(html.escape(greeting))[1:-1].join(self.page)
        body = (
            f'{{"type":"{KIND}","data":{{"delivery":{_json(delivery)},"recipient":{_json(person.key)},'
            f'"test":{"true" if self.test else "false"},{json.dumps(self.facts)[1:-1]},'
            f'"text":"{text}","html":"{page}"}}}}'
        )
        return Outgoing(number=number, delivery=delivery, address=person.address, content=body.encode("ascii"))

    def tested(self) -> PostedForm:
        """The same, marked as a test, with a subject and a text message that begin with [Test]."""
        marked = {name: f"{_TEST}{self.facts[name]}" for name in ("subject", "short")}
        return replace(self, test=True, facts={**self.facts, **marked})

    def views(self) -> tuple[View, ...]:
        """The page and the text in it, and the request's body."""
        person = Recipient(line=0, key="1001", address="1001")
        body = json.loads(self.outgoing(person, number=0, delivery="preview").content)
        data, about = body["data"], (("Subject", self.facts["subject"]),)
        whole = json.dumps(body, indent=2, ensure_ascii=False)
        return (
            View(title="Page", suffix=".html", content=data["html"].encode("utf-8", "replace"), about=about),
            View(title="Plain text", suffix=".txt", content=data["text"].encode("utf-8", "replace")),
            View(title="The request itself", suffix=".json", content=whole.encode("utf-8", "replace")),
        )


_json = encode_basestring_ascii

"""The text message as it is frozen and sent: the same words for everybody."""

from __future__ import annotations

from dataclasses import dataclass, replace

from policytool.config import NoticeSettings
from policytool.notices.audience import Recipient
from policytool.notices.lint import require_sound, short_problems
from policytool.notices.model import Notice, Outgoing, View
from policytool.notices.textlength import measured


def build(notice: Notice, settings: NoticeSettings) -> bytes:
    """The words in UTF-8. Raises NoticeRefused."""
    require_sound(notice, short_problems(notice, most=settings.sms.most_segments))
    return notice.short.encode("utf-8")


@dataclass(frozen=True, slots=True)
class TextForm:
    """A text message that needs nobody's name."""

    content: bytes

    def outgoing(self, person: Recipient, *, number: int, delivery: str) -> Outgoing:
        """The message for one person."""
        return Outgoing(number=number, delivery=delivery, address=person.address, content=self.content)

    def tested(self) -> TextForm:
        """The same, beginning with [Test]."""
        return replace(self, content=b"[Test] " + self.content)

    def views(self) -> tuple[View, ...]:
        """The words and their length."""
        length = measured(self.content.decode("utf-8"))
        parts = "1 segment" if length.segments == 1 else f"{length.segments} segments"
        told = f"{length.units} characters ({length.alphabet}), {parts}"
        return (View(title="Text message", suffix=".txt", content=self.content, about=(("Length", told),)),)

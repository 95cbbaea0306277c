"""The website as a channel: the notice stands on it as soon as it is built; this looks whether it does."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from policytool.forms.read import kind_of
from policytool.notices.model import Outgoing, Result


@dataclass(frozen=True, kw_only=True)
class WebsiteChannel:
    """Accepts the notice when the built site shows the version."""

    folder: Path
    policy: str
    version: str
    effective: datetime.date
    today: datetime.date

    def send(self, messages: Iterable[Outgoing]) -> Iterator[Result]:
        """One result for each message taken; deferred while the site does not show the version."""
        for message in messages:
            if self.shown():
                yield Result(number=message.number, outcome="accepted", detail="stands on the built website")
            else:
                detail = "the built website does not show this version: run `policytool build`"
                yield Result(number=message.number, outcome="deferred", detail=detail)

    def close(self) -> None:
        """Nothing stays open."""

    def shown(self) -> bool:
        """Whether the built website shows the version, and the notice of it until it is in force."""
        if kind_of(self.version):
            return (self.folder / self.policy / "notices" / self.version / "index.html").is_file()
        if not (self.folder / self.policy / self.version / "index.html").is_file():
            return False
        if self.effective <= self.today:
            return True
        try:
            known = json.loads((self.folder / "notices.json").read_text(encoding="utf-8"))
            return any(one["policy"] == self.policy and one["version"] == self.version for one in known["notices"])
        except (OSError, ValueError, KeyError, TypeError):
            return False

"""The outbox: a folder with one mail file for each recipient, named by the delivery's id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from policytool.errors import ChannelError
from policytool.notices.channels.files import write_whole
from policytool.notices.model import Outgoing, Result


@dataclass(frozen=True, kw_only=True)
class OutboxChannel:
    """Writes each message whole or not at all; the same delivery twice is the same file."""

    folder: Path

    def send(self, messages: Iterable[Outgoing]) -> Iterator[Result]:
        """One result for each message taken. Raises ChannelError where the folder cannot be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._error(error) from error
        for message in messages:
            try:
                write_whole(self.folder / f"{message.delivery}.eml", message.content)
            except OSError as error:
                yield Result(number=message.number, outcome="deferred", detail=error.strerror or "cannot be written")
                raise self._error(error) from error
            yield Result(number=message.number, outcome="accepted", detail="written to the outbox")

    def close(self) -> None:
        """Nothing stays open."""

    def _error(self, error: OSError) -> ChannelError:
        return ChannelError(
            f"the outbox cannot be written: {error.strerror}",
            path=self.folder,
            todo="Free the disk or set `notices.outbox` to another folder, then send again.",
        )

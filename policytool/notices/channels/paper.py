"""Letters to print and calls to make, as files for the people who print and call, with a list of whom each is for."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from policytool.errors import ChannelError
from policytool.notices.channels.files import Listing, write_whole
from policytool.notices.model import Outgoing, Result

LETTERS = ("delivery", "file", "name", "address")
CALLS = ("delivery", "phone", "name", "language", "script", "outcome", "note")


@dataclass(kw_only=True)
class LetterChannel:
    """A page to print for each person. A message's address is the envelope, its content the page."""

    folder: Path

    def __post_init__(self) -> None:
        self._list = Listing(path=self.folder / "letters.csv", headings=LETTERS)

    def send(self, messages: Iterable[Outgoing]) -> Iterator[Result]:
        """One result for each message taken. Raises ChannelError where the folder cannot be written."""
        yield from _written(self.folder, messages, self._write, "written to the list of letters")

    def close(self) -> None:
        """Nothing stays open."""

    def _write(self, message: Outgoing) -> None:
        file = f"{message.delivery}.html"
        write_whole(self.folder / file, message.content)
        name, _, address = message.address.partition("\n")
        self._list.add((message.delivery, file, name, address.replace("\n", ", ")))


@dataclass(kw_only=True)
class TelephoneChannel:
    """A script in each language, and a list of people to call. A message's content is JSON, its `shared` the script."""

    folder: Path

    def __post_init__(self) -> None:
        self._list = Listing(path=self.folder / "calls.csv", headings=CALLS)
        self._scripts: set[str] = set()

    def send(self, messages: Iterable[Outgoing]) -> Iterator[Result]:
        """One result for each message taken. Raises ChannelError where the folder cannot be written."""
        yield from _written(self.folder, messages, self._write, "written to the list of calls")

    def close(self) -> None:
        """Nothing stays open."""

    def _write(self, message: Outgoing) -> None:
        about = json.loads(message.content)
        script = f"script.{about['language']}.txt"
        if script not in self._scripts:
            write_whole(self.folder / script, message.shared)
            self._scripts.add(script)
        # With "tel:" no spreadsheet program takes the number for a sum.
        row = (message.delivery, f"tel:{message.address}", about["name"], about["language"], script, "", "")
        self._list.add(row)


def _written(
    folder: Path, messages: Iterable[Outgoing], write: Callable[[Outgoing], None], told: str
) -> Iterator[Result]:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Names and addresses do not belong into git.
        write_whole(folder / ".gitignore", b"*\n")
    except OSError as error:
        raise _error(folder, error) from error
    for message in messages:
        try:
            write(message)
        except OSError as error:
            yield Result(number=message.number, outcome="deferred", detail=error.strerror or "cannot be written")
            raise _error(folder, error) from error
        yield Result(number=message.number, outcome="accepted", detail=told)


def _error(folder: Path, error: OSError) -> ChannelError:
    todo = "Free the disk or set `notices.paper` to another folder, then send again."
    return ChannelError(f"the folder cannot be written: {error.strerror}", path=folder, todo=todo)

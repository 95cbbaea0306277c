"""The values of a verification: Doubt, Verification."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from policytool.archive.model import Version

Kind = Literal["altered", "missing", "note"]


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """Something that does not agree, or that cannot be checked."""

    kind: Kind
    version: str
    """The version concerned, as its files are named."""
    message: str


@dataclass(frozen=True, kw_only=True)
class Verification:
    """What checking one policy's versions showed."""

    policy: str
    checked: tuple[str, ...]
    """Numbers of the versions whose records were read, oldest first."""
    texts: int
    """How many texts were found and hashed."""
    signed: int
    """How many tags and release commits carry a signature that git found good."""
    doubts: tuple[Doubt, ...]
    stamped: int = 0
    """How many records have a time stamp."""

    @property
    def sound(self) -> bool:
        return all(doubt.kind == "note" for doubt in self.doubts)


def doubt(version: Version, kind: Kind, message: str) -> Doubt:
    """A doubt about `version`."""
    return Doubt(kind=kind, version=str(version.number), message=message)

"""Where each version of a policy stands on one day: worked out once, since every page asks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from policytool.archive import model
from policytool.archive.model import Standing, Version, VersionNumber, in_force


@dataclass(frozen=True, kw_only=True)
class Standings:
    """The answers for one day."""

    of: Mapping[VersionNumber, Standing]
    in_force: Version | None
    upcoming: tuple[Version, ...]
    """The next one first."""
    current: Version | None
    """The version in force, else the first that will be."""
    current_in: Mapping[str, Version]
    """By language: the newest version up to the current one, else the first after it."""


def standings(versions: tuple[Version, ...], day: datetime.date) -> Standings:
    """The answers for `day`; `versions` are the policy's, the oldest first."""
    of = model.standings(versions, day)
    binding = in_force(versions, day)
    waiting = (version for version in versions if of[version.number] == "upcoming")
    upcoming = tuple(sorted(waiting, key=lambda version: (version.effective, version.number)))
    current = binding or (upcoming[0] if upcoming else None)
    nearest: dict[str, Version] = {}
    for version in versions:
        for language in version.languages:
            if current is not None and (version.number <= current.number or language not in nearest):
                nearest[language] = version
    return Standings(of=of, in_force=binding, upcoming=upcoming, current=current, current_in=nearest)

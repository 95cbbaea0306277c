"""Hard facts of a place: what decides however many words changed.

Each is a named property that raises a place; one file for each subject. They were written from the language of privacy
policies and hold without anything learned.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from policytool.significance.facts import (
    contacts,
    disputes,
    duties,
    figures,
    members,
    owners,
    practices,
    recipients,
    rights,
    wording,
)

if TYPE_CHECKING:
    from policytool.significance.facts.fact import Fact
    from policytool.significance.measured import Measured

_SUBJECTS = (wording, figures, contacts, owners, recipients, practices, rights, members, duties, disputes)

FACTS: dict[str, Fact] = {f"fact.{name}": fact for subject in _SUBJECTS for name, fact in subject.FACTS.items()}
"""Every fact by the name of its feature."""


def read(m: Measured) -> Iterator[tuple[str, bool]]:
    """Each fact and whether it holds for a place."""
    for subject in _SUBJECTS:
        for name, holds in subject.read(m):
            yield f"fact.{name}", holds

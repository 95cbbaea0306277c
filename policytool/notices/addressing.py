"""From a claimed row of the ledger to the message for that person, whose address stands in the audience alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from policytool.errors import AudienceError
from policytool.notices.audience import Columns, read
from policytool.notices.audience import Recipient as Person
from policytool.notices.facts import best
from policytool.notices.ledger.model import Campaign, Recipient
from policytool.notices.ledger.secret import Secret
from policytool.notices.mail import Template
from policytool.notices.model import Outgoing


@dataclass(kw_only=True)
class MailWriter:
    """Writes mail for rows in the order of the audience's lines, reading the file once along the way."""

    campaign: Campaign
    audience: Path
    templates: dict[str, Template]
    secret: Secret
    _people: Iterator[Person] = field(init=False)

    def __post_init__(self) -> None:
        entries = read(self.audience, Columns(names=self.campaign.columns))
        self._people = (entry for entry in entries if isinstance(entry, Person))

    def write(self, row: Recipient) -> Outgoing:
        """The message for `row`. Raises AudienceError where the file does not hold that person any more."""
        person = next((one for one in self._people if one.line >= row.number), None)
        if person is None or person.line != row.number or self.secret.address(person.address) != row.address:
            todo = "Put the file back as it was when the campaign was planned, or plan a new campaign."
            raise AudienceError("this is not the planned recipient", path=self.audience, line=row.number, todo=todo)
        template = self.templates[best(tuple(self.templates), person.language)]
        delivery = self.secret.delivery(self.campaign.id, row.number)
        content = template.addressed(address=person.address, name=person.name, delivery=delivery)
        return Outgoing(number=row.number, delivery=delivery, address=person.address, content=content)


@dataclass(frozen=True, kw_only=True)
class PublicWriter:
    """For channels that address everybody at once."""

    campaign: Campaign
    secret: Secret

    def write(self, row: Recipient) -> Outgoing:
        delivery = self.secret.delivery(self.campaign.id, row.number)
        return Outgoing(number=row.number, delivery=delivery, address="", content=b"")

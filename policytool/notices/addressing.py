"""From a claimed row of the ledger to the message for that person, whose address stands in the audience alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from policytool.errors import AudienceError
from policytool.notices.audience import Columns
from policytool.notices.audience import Recipient as Person
from policytool.notices.channels.catalogue import Form
from policytool.notices.facts import best
from policytool.notices.ledger.model import Campaign, Recipient
from policytool.notices.ledger.secret import Secret
from policytool.notices.model import AddressKind, Outgoing
from policytool.notices.source import Source


@dataclass(kw_only=True)
class PersonWriter:
    """Writes messages for rows in the order of the audience's lines, reading the list once along the way."""

    campaign: Campaign
    audience: Source
    address: AddressKind
    forms: dict[str, Form]
    """The built messages by language, the authoritative one first."""
    secret: Secret
    _people: Iterator[Person] = field(init=False)

    def __post_init__(self) -> None:
        entries = self.audience.people(Columns.kept_as(self.campaign.columns), self.address)
        self._people = (entry for entry in entries if isinstance(entry, Person))

    def write(self, row: Recipient) -> Outgoing:
        """The message for `row`. Raises AudienceError where the list does not hold that person any more."""
        person = next((one for one in self._people if one.line >= row.number), None)
        if person is None or person.line != row.number or self.secret.address(person.address) != row.address:
            todo = "Put the list back as it was when the campaign was planned, or plan a new campaign."
            place = self.audience.name
            raise AudienceError("this is not the planned recipient", path=place, line=row.number, todo=todo)
        form = self.forms[best(tuple(self.forms), person.language)]
        return form.outgoing(person, number=row.number, delivery=self.secret.delivery(self.campaign.id, row.number))


@dataclass(frozen=True, kw_only=True)
class PublicWriter:
    """For channels that address everybody at once."""

    campaign: Campaign
    secret: Secret

    def write(self, row: Recipient) -> Outgoing:
        delivery = self.secret.delivery(self.campaign.id, row.number)
        return Outgoing(number=row.number, delivery=delivery, address="", content=b"")

"""The front matter of a notice's form: the facts that its kind requires, each with the rule it comes from.

Its JSON Schema is published in docs/, so that editors complete and check the keys.
"""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal, get_args

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, field_validator

from policytool.text.metadata import Day, Identifier, LanguageTag

Kind = Literal["incident", "termination", "affiliate", "transfer"]
KINDS: tuple[Kind, ...] = get_args(Kind)

SHORTEST = 200
"""Characters of `short`: it has to fit into a text message and a banner."""
_STEERING = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]")
"""Control characters, line breaks, and what turns the direction of the words around it."""
Words = Annotated[str, Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    @field_validator("*")
    @classmethod
    def _readable(cls, value: object) -> object:
        """Refuse line breaks and control characters: the words go into subjects, text messages and pages."""
        inner = (*value, *value.values()) if isinstance(value, dict) else value
        for words in inner if isinstance(inner, tuple) else (inner,):
            if isinstance(words, str) and _STEERING.search(words):
                raise ValueError("it holds a line break or another control character")
        return value


class Contact(_Part):
    """Where people ask, complain and get help."""

    name: Words
    """Department or person."""
    email: str = ""
    phone: str = ""
    address: str = ""


class Front(_Part):
    """What the form says in every language."""

    notice: Kind
    policy: Identifier
    language: LanguageTag
    title: Annotated[str, Field(min_length=1, max_length=120)]
    """The subject of the mail and the heading of the page."""
    short: Annotated[str, Field(min_length=1, max_length=SHORTEST)]
    """The whole matter in one sentence: for text messages, the banner, and the first line of the mail."""


class Translation(Front):
    """A translation: the prose, and what the facts are called in its language."""

    translated: dict[str, Words] = Field(default_factory=dict)
    """Words of the authoritative file's facts → the same in this language."""


class Authority(_Part):
    """A regulator, and whether it was told."""

    name: Words
    reported: AwareDatetime | None = None
    """When it was told, with the time zone."""
    reference: str = ""
    """Its file number, where it gave one."""
    reason: str = ""
    """Why it was told later than 72 hours after the incident became known (GDPR Art. 33(1)), or is not told."""


class Incident(Front):
    """A security incident: GDPR Art. 33(3) and 34, PIPL Art. 57."""

    notice: Literal["incident"]
    contact: Contact
    discovered: AwareDatetime
    """When you became aware of it, with the time zone."""
    began: Day | None = None
    ended: Day | None = None
    nature: Annotated[tuple[Literal["confidentiality", "integrity", "availability"], ...], Field(min_length=1)]
    """What was breached."""
    cause: Words
    """For the regulator (PIPL Art. 57)."""
    data: Annotated[tuple[Words, ...], Field(min_length=1)]
    """Categories of personal information concerned."""
    people: Annotated[tuple[Words, ...], Field(min_length=1)]
    """Categories of people concerned."""
    people_number: Annotated[int, Field(ge=0)]
    """Approximate number of people concerned."""
    records_number: Annotated[int, Field(ge=0)]
    """Approximate number of records concerned."""
    authorities: Annotated[tuple[Authority, ...], Field(min_length=1)]


class Termination(Front):
    """The end of the service."""

    notice: Literal["termination"]
    contact: Contact
    service: Words
    ends: Day
    """The last day; not before the days that the policy promises have passed."""
    data: Literal["deleted", "anonymised", "deleted or anonymised"]
    data_by: Day
    """Until when that is done."""


class Affiliate(Front):
    """An affiliate that wants to use information for another purpose."""

    notice: Literal["affiliate"]
    contact: Contact
    affiliate: Words
    """Who: the legal name."""
    affiliate_contact: Words
    """How people reach it (PIPL Art. 23)."""
    data: Annotated[tuple[Words, ...], Field(min_length=1)]
    """Which personal information."""
    agree_at: Words
    """Where people agree: an address, or words."""
    until: Day
    """The last day for an answer."""
    begins: Day
    """The first day of the new use, for those who agreed."""
    silent: Literal["nothing is shared"]
    """What holds for those who do not answer."""


class Transfer(Front):
    """A transfer of the business to a new holder of the information."""

    notice: Literal["transfer"]
    contact: Contact
    holder: Words
    """Who takes over: the legal name."""
    holder_contact: Words
    """How people reach the new holder (PIPL Art. 22)."""
    takes_over: Day
    event: Literal["merger", "acquisition", "transfer of assets", "reorganisation", "bankruptcy"]
    promise: Literal["stays bound", "asks anew"]
    """The new holder stays bound by the policy, or asks for authorisation anew."""
    agree_at: str = ""
    """Where people agree, where the new holder asks anew."""
    until: Day | None = None
    """The last day for an answer, where the new holder asks anew."""


Facts = Incident | Termination | Affiliate | Transfer
FORMS: dict[Kind, type[Facts]] = {
    "incident": Incident,
    "termination": Termination,
    "affiliate": Affiliate,
    "transfer": Transfer,
}


def schema() -> dict[str, Any]:
    """The JSON Schema of the front matter, as published in docs/schema/notice.json."""
    adapter: TypeAdapter[Any] = TypeAdapter(Annotated[Facts, Field(discriminator="notice")])
    about = {"title": "The front matter of a notice's form, in the policy's authoritative language"}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **about, **adapter.json_schema()}

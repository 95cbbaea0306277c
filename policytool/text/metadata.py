"""The front matter of a policy: the structured metadata that every text carries.

Its JSON Schema is published in docs/, so that editors complete and check the keys.
"""

from __future__ import annotations

import datetime
import re
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator

CriterionKind = Literal["processing", "organisation", "recipients", "rights", "contact", "risk", "other"]
Risk = Literal["low", "medium", "high"]

_ID = re.compile(r"[a-z0-9][a-z0-9-]*\Z")
_NUMBER = re.compile(r"(0|[1-9]\d{0,5})\.(0|[1-9]\d{0,5})\Z")
_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


def _identifier(value: str) -> str:
    if not _ID.match(value):
        raise ValueError(f"{value!r} is not an id: use small letters, digits and hyphens")
    return value


def _number(value: str) -> str:
    if not _NUMBER.match(value):
        raise ValueError(f'{value!r} is not a version: write MAJOR.MINOR in quotes, such as "1.0"')
    return value


def _language(value: str) -> str:
    if not _LANGUAGE.match(value):
        raise ValueError(f'{value!r} is not a language tag such as "en" or "zh-Hans" (BCP 47)')
    return value


def _day(value: object) -> object:
    if isinstance(value, str) and not _DAY.match(value):
        raise ValueError(f"{value!r} is not a date: write YEAR-MONTH-DAY, such as 2026-11-23")
    return value


def _pattern(pattern: re.Pattern[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": "^" + pattern.pattern.replace(r"\Z", "$")})


Identifier = Annotated[str, AfterValidator(_identifier), _pattern(_ID)]
VersionText = Annotated[str, AfterValidator(_number), _pattern(_NUMBER)]
LanguageTag = Annotated[str, AfterValidator(_language), _pattern(_LANGUAGE)]


Day = Annotated[datetime.date, BeforeValidator(_day)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Controller(_Part):
    """Who is responsible, and where people reach them."""

    name: str
    address: str = ""
    department: str = ""
    email: str = ""
    phone: str = ""
    complaints: str = ""
    """The complaint channel: an address, a form or an authority."""


class CriteriaList(_Part):
    """Where the policy lists its own tests of significance."""

    clause: Identifier
    """Id of the clause (usually a heading or the sentence before the list) under which the items stand."""
    pins: dict[Identifier, CriterionKind] = Field(default_factory=dict)
    """Clause id of an item → kind, where the wording alone would not tell."""


class ImpactAssessment(_Part):
    """The personal information security impact assessment made for this revision."""

    risk: Risk
    reference: str = ""
    date: Day | None = None


class Metadata(_Part):
    """The front matter of one text of a policy."""

    policy: Identifier
    title: str = Field(min_length=1)
    language: LanguageTag = "en"
    version: VersionText | None = None
    """The last released version; the tool writes it at release. Absent before the first release."""
    published: Day | None = None
    effective: Day | None = None
    controller: Controller | None = None
    criteria: CriteriaList | None = None
    impact_assessment: ImpactAssessment | None = None
    recipients: tuple[str, ...] = ()
    """Recipients declared as structured data; checked against the text."""
    summary: str = ""
    """The editor's own words on this revision, for the version list and the notices."""

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.published and self.effective and self.effective < self.published:
            raise ValueError(f"effective ({self.effective}) is before published ({self.published})")
        return self


def schema() -> dict[str, Any]:
    """The JSON Schema of the front matter, as published in docs/schema/metadata.json."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Metadata.model_json_schema()}

"""When a version is posted and when it takes effect."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass, replace

from policytool.archive.model import Version
from policytool.config import ReleaseSettings
from policytool.release.lead_times import LeadTime, lead_time
from policytool.release.model import Problem
from policytool.significance.model import Significance
from policytool.text.model import Document


@dataclass(frozen=True, kw_only=True)
class Dates:
    """The two dates of a version, with what is wrong about them."""

    published: datetime.date
    effective: datetime.date
    noticed: datetime.date
    """The first day on which users can see it: that of posting, but never before today."""
    earliest: datetime.date
    """The first day of effect that the lead time allows."""
    problems: tuple[Problem, ...]


def dates(
    settings: ReleaseSettings,
    significance: Significance,
    previous: Version | None,
    today: datetime.date,
    *,
    published: datetime.date | None = None,
    effective: datetime.date | None = None,
    kinds: Collection[str] = (),
    promised: int = 0,
    emergency: bool = False,
) -> Dates:
    """The dates as asked for, else posting `today` and effect after the lead time of settings and policy.

    `kinds` are those of the criteria that the revision meets; `promised` is the lead time in days that the policy
    promises. An earlier day of effect blocks the release, unless it is an `emergency`. It counts from posting, never
    from before `today`: a day of posting in the past gives nobody notice. The first version is in force on posting. A
    version never takes effect before the one it follows. Raises SettingsError for an unknown jurisdiction.
    """
    posted = published or today
    noticed = max(posted, today)
    asked = lead_time(settings, significance, kinds)
    earliest = posted if previous is None else _later(noticed, max(asked.days, promised))
    chosen = effective or max(earliest, previous.effective if previous else earliest)
    problems = [*_order(posted, chosen, previous), *_surprising(posted, today)]
    found = Dates(published=posted, effective=chosen, noticed=noticed, earliest=earliest, problems=tuple(problems))
    if previous is None:
        return found
    return replace(found, problems=(*problems, *_too_early(found, asked, emergency=emergency)))


def by_hand(latest: Version | None, draft: Document, chosen: Dates) -> list[Problem]:
    """The warning of dates that somebody wrote into the metadata: the release writes its own."""
    metadata = draft.metadata
    last = (latest.published, latest.effective) if latest else (None, None)
    if metadata is None or (metadata.published, metadata.effective) in {
        (None, None),
        last,
        (chosen.published, chosen.effective),
    }:
        return []
    message = (
        f"the metadata says published {metadata.published}, effective {metadata.effective}; "
        f"the release would write {chosen.published} and {chosen.effective}"
    )
    todo = "Give the dates to the release: --published DATE --effective DATE."
    return [Problem(rule="dates", message=message, todo=todo, path=draft.name, blocks=False)]


def _order(posted: datetime.date, effective: datetime.date, previous: Version | None) -> list[Problem]:
    found = []
    if effective < posted:
        message = f"the version would take effect on {effective}, before it is published on {posted}"
        found.append(Problem(rule="dates", message=message, todo="Choose a later --effective, or leave it out."))
    if previous and posted < previous.published:
        message = f"version {previous.number} was published later, on {previous.published}, than this one on {posted}"
        found.append(Problem(rule="dates", message=message, todo="Choose a later --published, or leave it out."))
    if previous and effective < previous.effective:
        message = f"version {previous.number}, which this one follows, takes effect only on {previous.effective}"
        found.append(Problem(rule="dates", message=message, todo=f"Choose --effective {previous.effective} or later."))
    return found


def _surprising(posted: datetime.date, today: datetime.date) -> list[Problem]:
    if posted == today:
        return []
    if posted < today:
        message = f"the date of publication, {posted}, is in the past"
        todo = "The record keeps the true time of the release too."
    else:
        message = (
            f"the date of publication, {posted}, is in the future, but the website shows a version once it is built"
        )
        todo = "Build and publish the website on that day and not before, or leave out --published."
    return [Problem(rule="dates", message=message, todo=todo, blocks=False)]


def _too_early(chosen: Dates, asked: LeadTime, *, emergency: bool) -> list[Problem]:
    """Effect before the time `asked` for by the settings has passed; or an emergency where nothing is too early.

    What the policy promises beyond the settings is the business of `promises`.
    """
    given = max((chosen.effective - chosen.noticed).days, 0)
    if given < asked.days and chosen.published <= chosen.effective < chosen.earliest:
        message = f"users would have {given} days before the version takes effect; {asked.because}"
        todo = f'Choose --effective {chosen.earliest} or later, or say why it cannot wait: --emergency "…".'
        return [Problem(rule="dates", message=message, todo="" if emergency else todo, blocks=not emergency)]
    if emergency and chosen.effective >= chosen.earliest:
        message = f"there is no emergency: {chosen.effective} leaves users the whole lead time"
        todo = "Leave out --emergency, or give the earlier day: --effective DATE."
        return [Problem(rule="dates", message=message, todo=todo)]
    return []


def _later(day: datetime.date, days: int) -> datetime.date:
    return datetime.date.fromordinal(min(day.toordinal() + days, datetime.date.max.toordinal()))

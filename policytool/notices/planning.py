"""Planning a campaign: one notice, one channel, one audience, frozen before anything is sent."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.config import Settings
from policytool.errors import AudienceError, NoticeRefused, UsageError
from policytool.notices.audience import USUAL, Columns, Problem, distinct
from policytool.notices.audience import Recipient as Listed
from policytool.notices.channels.catalogue import SITE, Description, Form, described, known
from policytool.notices.channels.website import WebsiteChannel
from policytool.notices.facts import best
from policytool.notices.ledger.ledger import Ledger
from policytool.notices.ledger.model import Campaign, Plan, Recipient, Totals
from policytool.notices.ledger.secret import Secret
from policytool.notices.ledger.steps import NOBODY, Person
from policytool.notices.model import AddressKind
from policytool.notices.occasion import About, Occasion, in_time, occasion
from policytool.notices.seen import Seen
from policytool.notices.source import Source

_TOLD = 0
"""Stands for an earlier campaign where `Seen` keeps lines, which begin with 1."""
LISTED = 1000
"""Lines of the audience that are listed with their problem; the others are counted."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A new campaign, and what the audience's file came to."""

    campaign: Campaign
    languages: Mapping[str, int]
    problems: tuple[Problem, ...]
    """The first of the lines that were left out."""
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many lines were left out, by the kind of their problem."""
    suppressed: int = 0
    """People of the list who must not be written to."""


Listing = Callable[[str, Problem], object]
"""Told of each line that is left out, with the channel."""


def _unlisted(channel: str, problem: Problem) -> None:
    """The counts are enough."""


def channels(told: Occasion, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The channels to plan: those wanted, else those that the release planned; the public ones last."""
    chosen = dict.fromkeys(wanted or told.channels)
    return tuple(sorted(chosen, key=lambda name: described(name).public))


def plan_all(
    archive: Archive,
    ledger: Ledger,
    about: About,
    wanted: tuple[str, ...],
    audience: Source | None,
    *,
    columns: Columns = USUAL,
    again: str = "",
    by: Person = NOBODY,
    listing: Listing = _unlisted,
) -> Iterator[Planned]:
    """Plan a campaign for each channel, and give each as soon as it is stored. Raises as `plan`.

    A public channel that the release planned is left out where an earlier call planned it.
    """
    planned = False
    for channel in channels(occasion(archive, about), wanted):
        try:
            made = plan(archive, ledger, about, channel, audience, columns=columns, again=again, by=by, listing=listing)
            yield made
        except NoticeRefused:
            if wanted or not described(channel).public or not planned:
                raise
        planned = True


def plan(
    archive: Archive,
    ledger: Ledger,
    about: About,
    channel: str,
    audience: Source | None,
    *,
    columns: Columns = USUAL,
    again: str = "",
    by: Person = NOBODY,
    after: Following | None = None,
    listing: Listing = _unlisted,
) -> Planned:
    """Compose, check, freeze and store a campaign.

    `columns` names the headings of the audience where the usual ones do not fit; `by` is who plans;
    `listing` is told of everybody who is left out or suppressed, also where nobody is left in the end;
    `after` plans for those alone whom an earlier campaign missed, each time anew.
    Raises NoticeRefused where the notice is not sound or the same was planned before, AudienceError, UsageError.
    """
    described_channel, told_of = described(channel), occasion(archive, about)
    if after is None or described_channel.public:
        in_time(about, described_channel.public, _today())
    contents = messages(archive, about, described_channel)
    if described_channel.public:
        return _public(ledger, told_of, channel, again, by, after)
    if audience is None:
        todo = "Name the list of recipients with --audience FILE.csv, or plan --channel website alone."
        raise UsageError(f"the channel {channel} needs recipients", todo=todo)
    sha256, address = audience.fingerprint(), described_channel.address
    wanted = replace(_plan(told_of, channel, audience.name, sha256, contents, after), columns=columns.kept)
    siblings = ledger.siblings(wanted)
    with Seen() as told:
        for hashed in () if again and after is None else ledger.told(wanted):
            told.first(hashed.hex(), _TOLD)
        reading = _Reading(
            audience=audience,
            columns=columns,
            address=address,
            languages=told_of.languages,
            secret=ledger.secret,
            told=told,
            after=after,
            sha256=sha256,
            listing=partial(listing, channel),
        )
        campaign = ledger.plan(
            wanted, reading.recipients(), lambda: reading.totals(sha256), again=again, siblings=siblings, by=by
        )
    return reading.planned(campaign, ledger)


def _public(
    ledger: Ledger, told_of: Occasion, channel: str, again: str, by: Person, after: Following | None
) -> Planned:
    everybody = Recipient(number=0, recipient="everybody", address=b"")
    totals = Totals(total=1, rejected=0, languages={})
    wanted = _plan(told_of, channel, "", "", {}, after)
    campaign = ledger.plan(wanted, [everybody], lambda: totals, again=again, by=by)
    return Planned(campaign=campaign, languages={}, problems=())


def messages(archive: Archive, about: About | Occasion, channel: Description) -> dict[str, bytes]:
    """What `channel` would send of `about`, by language, the authoritative one first.

    Raises NoticeRefused where a notice is not sound, even where the channel itself sends none.
    """
    settings = archive.settings
    composed = occasion(archive, about).compose()
    if channel.build is None:
        return {}
    return {language: channel.build(notice, settings.notices) for language, notice in composed.items()}


def require_sound(archive: Archive, about: About | Occasion) -> None:
    """Raises NoticeRefused where `about` could not be told by the channels of the settings, or not at all."""
    occasion(archive, about).compose()
    for name in archive.settings.notices.channels:
        messages(archive, about, described(name))


def looks(archive: Archive, about: About | Occasion) -> dict[str, dict[str, Form]]:
    """What every channel would send of `about`, by channel and language. Raises as `messages`."""
    return {
        one.name: {language: one.form(built) for language, built in messages(archive, about, one).items()}
        for one in known().values()
        if one.form is not None and not one.like
    }


def tip(version: Version, settings: Settings, today: datetime.date) -> Path | None:
    """The page of the built website on which the notice of `version` stands; None while there is none."""
    site = settings.root / SITE
    channel = WebsiteChannel(
        folder=site, policy=version.policy, version=str(version.number), effective=version.effective, today=today
    )
    return site / "index.html" if channel.shown() and today < version.effective else None


def _today() -> datetime.date:
    return datetime.datetime.now().astimezone().date()


def public(campaign: Campaign) -> bool:
    """Whether the campaign addresses everybody at once, without a list."""
    return not campaign.audience_sha256


def _plan(
    told_of: Occasion, channel: str, audience: str, sha256: str, contents: dict[str, bytes], after: Following | None
) -> Plan:
    return Plan(
        policy=told_of.policy,
        version=told_of.name,
        channel=channel,
        significance=told_of.kind,
        effective=told_of.effective,
        record_sha256=told_of.record_sha256,
        audience_path=audience,
        audience_sha256=sha256,
        contents=contents,
        parent=after.campaign.number if after else None,
    )


@dataclass(frozen=True, kw_only=True)
class Following:
    """A campaign that did not reach everybody: another one tells those it missed, and nobody else."""

    campaign: Campaign
    missed: Mapping[int, str]
    """Line → recipient as the ledger keeps it."""
    _recipients: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_recipients", frozenset(self.missed.values()))

    def means(self, audience: str, line: int, recipient: str) -> bool:
        """Whether somebody in the list with that hash is one of them: by line in the same list, else by id."""
        if audience == self.campaign.audience_sha256:
            return line in self.missed
        return recipient in self._recipients


@dataclass(kw_only=True)
class _Reading:
    """One pass through the audience: recipients for the ledger, and what to tell about the rest."""

    audience: Source
    columns: Columns
    address: AddressKind
    languages: tuple[str, ...]
    secret: Secret
    told: Seen
    after: Following | None
    sha256: str
    listing: Callable[[Problem], object]
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)

    def recipients(self) -> Iterator[Recipient]:
        for entry in distinct(self.audience.people(self.columns, self.address)):
            if not self._meant(entry):
                continue
            if isinstance(entry, Problem):
                self._leave_out(entry)
                continue
            address = self.secret.address(entry.address)
            if self.told.first(address.hex(), entry.line) == _TOLD:
                reason = "another campaign tells this person of the same version by the same channel"
                self._leave_out(Problem(line=entry.line, kind="told", reason=reason))
                continue
            self.counts[best(self.languages, entry.language)] += 1
            yield Recipient(number=entry.line, recipient=self.secret.recipient(entry.key), address=address)

    def planned(self, campaign: Campaign, ledger: Ledger) -> Planned:
        """What the reading came to, once the campaign is stored; the suppressed are listed too."""
        suppressed = ledger.standing(campaign).counts["suppressed"]
        for line, _, reason in ledger.listed(campaign, "suppressed", suppressed):
            self.listing(Problem(line=line, kind="suppressed", reason=reason))
        return Planned(
            campaign=campaign,
            languages=self.counts,
            problems=tuple(self.problems),
            left_out=dict(self.kinds.most_common()),
            suppressed=suppressed,
        )

    def _meant(self, entry: Listed | Problem) -> bool:
        if self.after is None:
            return True
        key = "" if isinstance(entry, Problem) else self.secret.recipient(entry.key)
        return self.after.means(self.sha256, entry.line, key)

    def _leave_out(self, problem: Problem) -> None:
        self.kinds[problem.kind] += 1
        self.listing(problem)
        if len(self.problems) < LISTED:
            self.problems.append(problem)

    def totals(self, sha256: str) -> Totals:
        if self.audience.fingerprint() != sha256:
            raise AudienceError("the list changed while it was read", path=self.audience.name, todo="Run again.")
        total = self.counts.total()
        if not total:
            first = f": line {self.problems[0].line}: {self.problems[0].reason}" if self.problems else ""
            raise NoticeRefused(f"nobody in this list is left to write to{first}", path=self.audience.name)
        return Totals(total=total, rejected=self.kinds.total(), languages=dict(self.counts))

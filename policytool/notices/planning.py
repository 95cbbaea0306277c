"""Planning a campaign: one notice, one channel, one audience, frozen before anything is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.config import Settings
from policytool.errors import AudienceError, NoticeRefused, UsageError
from policytool.notices.audience import USUAL, Columns, Problem, distinct, fingerprint, read
from policytool.notices.facts import best, kind
from policytool.notices.ledger.ledger import Ledger
from policytool.notices.ledger.model import Campaign, Plan, Recipient, Totals
from policytool.notices.ledger.secret import Secret
from policytool.notices.mail import build
from policytool.notices.model import Notice
from policytool.notices.notice import notices
from policytool.notices.seen import Seen

CHANNELS = ("website", "smtp", "outbox")
PUBLIC = frozenset({"website"})
"""Channels that address everybody at once and need no audience."""
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
    suppressed: int = 0
    """People of the list who must not be written to."""


def channels(version: Version, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The channels to plan: those wanted, else those that the release planned; the public ones last."""
    chosen = tuple(dict.fromkeys(wanted or version.record.notice_plan.channels))
    unknown = [channel for channel in chosen if channel not in CHANNELS]
    if unknown:
        raise UsageError(f"there is no channel {unknown[0]!r}", todo=f"Channels: {', '.join(CHANNELS)}.")
    return tuple(sorted(chosen, key=lambda channel: channel in PUBLIC))


def plan_all(
    archive: Archive,
    ledger: Ledger,
    version: Version,
    wanted: tuple[str, ...],
    audience: Path | None,
    *,
    columns: Columns = USUAL,
    again: str = "",
) -> Iterator[Planned]:
    """Plan a campaign for each channel, and give each as soon as it is stored. Raises as `plan`.

    A public channel that the release planned is left out where an earlier call planned it.
    """
    planned = False
    for channel in channels(version, wanted):
        try:
            yield plan(archive, ledger, version, channel, audience, columns=columns, again=again)
        except NoticeRefused:
            if wanted or channel not in PUBLIC or not planned:
                raise
        planned = True


def plan(
    archive: Archive,
    ledger: Ledger,
    version: Version,
    channel: str,
    audience: Path | None,
    *,
    columns: Columns = USUAL,
    again: str = "",
) -> Planned:
    """Compose, check, freeze and store a campaign.

    `columns` names the headings of the audience where the usual ones do not fit.
    Raises NoticeRefused where the notice is not sound or the same was planned before, AudienceError, UsageError.
    """
    settings = archive.settings
    composed = notices(archive, version, settings)
    if channel in PUBLIC:
        return _public(ledger, version, channel, again)
    if audience is None:
        todo = "Name the list of recipients with --audience FILE.csv, or plan --channel website alone."
        raise UsageError(f"the channel {channel} needs recipients", todo=todo)
    path, sha256 = audience.absolute(), fingerprint(audience)
    wanted = replace(_plan(version, channel, path, sha256, _messages(composed, settings)), columns=dict(columns.names))
    siblings = ledger.siblings(wanted)
    with Seen() as told:
        for address in () if again else ledger.told(wanted):
            told.first(address.hex(), _TOLD)
        reading = _Reading(path=path, columns=columns, languages=tuple(composed), secret=ledger.secret, told=told)
        campaign = ledger.plan(
            wanted, reading.recipients(), lambda: reading.totals(sha256), again=again, siblings=siblings
        )
    suppressed = ledger.standing(campaign).counts["suppressed"]
    problems = tuple(reading.problems)
    return Planned(campaign=campaign, languages=reading.counts, problems=problems, suppressed=suppressed)


def _public(ledger: Ledger, version: Version, channel: str, again: str) -> Planned:
    everybody = Recipient(number=0, recipient="everybody", address=b"")
    totals = Totals(total=1, rejected=0, languages={})
    campaign = ledger.plan(_plan(version, channel, None, "", {}), [everybody], lambda: totals, again=again)
    return Planned(campaign=campaign, languages={}, problems=())


def messages(archive: Archive, version: Version) -> dict[str, bytes]:
    """What would be sent of `version`, by language. Raises NoticeRefused where it is not sound."""
    return _messages(notices(archive, version, archive.settings), archive.settings)


def _messages(composed: dict[str, Notice], settings: Settings) -> dict[str, bytes]:
    wanted = settings.notices
    return {
        language: build(notice, sender=wanted.sender, reply_to=wanted.reply_to) for language, notice in composed.items()
    }


def _plan(version: Version, channel: str, path: Path | None, sha256: str, contents: dict[str, bytes]) -> Plan:
    return Plan(
        policy=version.policy,
        version=str(version.number),
        channel=channel,
        significance=kind(version),
        effective=version.effective,
        record_sha256=version.record_sha256,
        audience_path=str(path or ""),
        audience_sha256=sha256,
        contents=contents,
    )


@dataclass(kw_only=True)
class _Reading:
    """One pass through the audience: recipients for the ledger, and what to tell about the rest."""

    path: Path
    columns: Columns
    languages: tuple[str, ...]
    secret: Secret
    told: Seen
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    rejected: int = 0

    def recipients(self) -> Iterator[Recipient]:
        for entry in distinct(read(self.path, self.columns)):
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

    def _leave_out(self, problem: Problem) -> None:
        self.rejected += 1
        if len(self.problems) < LISTED:
            self.problems.append(problem)

    def totals(self, sha256: str) -> Totals:
        if fingerprint(self.path) != sha256:
            raise AudienceError("the file changed while it was read", path=self.path, todo="Run again.")
        total = self.counts.total()
        if not total:
            first = f": line {self.problems[0].line}: {self.problems[0].reason}" if self.problems else ""
            raise NoticeRefused(f"nobody in this file is left to write to{first}", path=self.path)
        return Totals(total=total, rejected=self.rejected, languages=dict(self.counts))

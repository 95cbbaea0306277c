"""The ledger and the closing statements compared with the archive and with each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal

from policytool.archive.archive import Archive
from policytool.errors import PolicytoolError
from policytool.notices.closing import faults, statements
from policytool.notices.ledger.evidence import contradicted, reported_since
from policytool.notices.ledger.ledger import Ledger
from policytool.notices.ledger.model import Campaign
from policytool.notices.occasion import everything
from policytool.notices.statement import Statement, read


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    """Something about a campaign that does not agree."""

    kind: Literal["altered", "missing", "note"]
    version: str
    """The version that the campaign told of, or the name of the closing statement."""
    message: str


def written(archive: Archive, policy: str) -> Iterator[Disagreement]:
    """What is wrong with the closing statements of `policy`; needs no ledger."""
    for name, record_sha256 in everything(archive, policy):
        for path, words in faults(archive, policy, name, record_sha256):
            yield Disagreement(kind="altered", version=PurePosixPath(path).stem, message=words)


def kept(archive: Archive, ledger: Ledger, policy: str) -> Iterator[Disagreement]:
    """What is wrong with the campaigns of `policy` in the ledger."""
    records = dict(everything(archive, policy))
    told = {name: _statements(archive, policy, name) for name in records}
    for campaign in ledger.campaigns():
        if campaign.policy == policy:
            yield from _campaign(ledger, campaign, records.get(campaign.version), told.get(campaign.version, {}))


def _campaign(
    ledger: Ledger, campaign: Campaign, record: str | None, told: dict[str, Statement]
) -> Iterator[Disagreement]:
    if record is None:
        message = f"campaign {campaign.id} told of a version or notice that is not in the archive"
        yield Disagreement(kind="missing", version=campaign.version, message=message)
    elif record != campaign.record_sha256:
        message = f"campaign {campaign.id} told of another record than the archive's"
        yield Disagreement(kind="altered", version=campaign.version, message=message)
    yield from _counts(ledger, campaign)
    mine = [statement for statement in told.values() if statement.campaign == campaign.id]
    for step in ledger.steps(campaign):
        if step.step == "closed" and record is not None and step.detail not in told:
            message = f"the closing statement of campaign {campaign.id} is not in the archive"
            yield Disagreement(kind="missing", version=campaign.version, message=message)
    if mine:
        yield from _closed(ledger, campaign, max(mine, key=lambda statement: statement.closed))


def _counts(ledger: Ledger, campaign: Campaign) -> Iterator[Disagreement]:
    standing = ledger.standing(campaign)
    if not standing.adds_up:
        listed = sum(standing.counts.values())
        message = f"campaign {campaign.id} lists {listed} deliveries, but {campaign.total} recipients were frozen"
        yield Disagreement(kind="altered", version=campaign.version, message=message)
    if wrong := contradicted(ledger, campaign):
        message = f"campaign {campaign.id}: {wrong} of {campaign.total} deliveries contradict their own log"
        yield Disagreement(kind="altered", version=campaign.version, message=message)


def _closed(ledger: Ledger, campaign: Campaign, statement: Statement) -> Iterator[Disagreement]:
    if statement.deliveries == ledger.standing(campaign).counts:
        return
    if reported_since(ledger, campaign, statement.closed):
        message = f"campaign {campaign.id} changed since it was closed; close it again: policytool notify close"
        yield Disagreement(kind="note", version=campaign.version, message=message)
    else:
        message = f"the ledger counts the deliveries of {campaign.id} otherwise than its closing statement"
        yield Disagreement(kind="altered", version=campaign.version, message=message)


def _statements(archive: Archive, policy: str, name: str) -> dict[str, Statement]:
    """SHA-256 that the statement gives of itself → statement, of those that can be read."""
    found = {}
    for path, data in statements(archive, policy, name):
        try:
            statement = read(data, name=path)
        except PolicytoolError:
            continue
        found[statement.sha256] = statement
    return found

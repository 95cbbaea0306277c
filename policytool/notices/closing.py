"""Closing a finished campaign: its statement is written beside the release, in one commit, or nothing is."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from policytool import __version__
from policytool.archive import worktree
from policytool.archive.archive import Archive
from policytool.archive.change import change
from policytool.archive.record import fingerprint as digest
from policytool.errors import NoticeRefused, PolicytoolError
from policytool.notices.ledger.ledger import Ledger
from policytool.notices.ledger.model import Campaign, Standing
from policytool.notices.ledger.steps import Person
from policytool.notices.occasion import find, occasion
from policytool.notices.statement import Act, Statement, check, read, sealed, to_json


@dataclass(frozen=True, kw_only=True)
class Closed:
    """A closing statement in the archive."""

    path: str
    statement: Statement
    new: bool
    """Whether it was written just now."""


def close(archive: Archive, ledger: Ledger, campaign: Campaign, by: Person, now: datetime.datetime) -> Closed:
    """Write and commit the closing statement of `campaign`. `now` carries a time zone.

    Where nothing changed since the last one, that one is given back and nothing is written; where late reports
    changed deliveries, a further one that names the first. Raises NoticeRefused while anything is open, ArchiveError.
    """
    standing = ledger.standing(campaign)
    _over(standing)
    told = occasion(archive, find(archive, campaign.policy, campaign.version))
    if told.record_sha256 != campaign.record_sha256:
        todo = "Close it in the repository where it was planned."
        raise NoticeRefused(f"{campaign.id} told of another release of {campaign.version}", todo=todo)
    known = _known(archive, campaign)
    last = known[-1] if known else None
    if last is not None and last.statement.deliveries == standing.counts:
        _keep(ledger, campaign, by, last)
        return last
    statement = _statement(ledger, standing, by, now, last.statement.sha256 if last else None)
    closed = Closed(path=_path(archive, campaign, len(known) + 1), statement=statement, new=True)
    _commit(archive, closed, by)
    _keep(ledger, campaign, by, closed)
    return closed


def statements(archive: Archive, policy: str, name: str) -> Iterator[tuple[str, bytes]]:
    """Path and committed bytes of every closing statement of the version, or of the other notice, called `name`."""
    start = f"{archive.shelf.folder}/{policy}/{name}.notice-"
    for path in sorted(archive.shelf.files):
        if path.startswith(start) and path.endswith(".json"):
            yield path, archive.shelf.bytes(path)


def faults(archive: Archive, policy: str, name: str, record_sha256: str) -> tuple[tuple[str, str], ...]:
    """Path of a closing statement and what is wrong with it, for all of `name`; nothing where all agree."""
    found: list[tuple[str, str]] = []
    for path, data in statements(archive, policy, name):
        try:
            statement = read(data, name=path)
        except PolicytoolError as error:
            found.append((path, error.message))
            continue
        wrong = check(statement, record_sha256=record_sha256)
        found += [(path, one) for one in wrong]
        edited = archive.repository.edits(path).get(path, ())
        found += [(path, f"it was changed after it was written, in commit {commit[:10]}") for commit in edited]
    return tuple(found)


def _over(standing: Standing) -> None:
    if standing.state in {"finished", "cancelled"}:
        return
    name = standing.campaign.id
    waiting = {
        "unsettled": f"Settle what is unknown: policytool notify settle {name}.",
        "sending": "Wait until it has been sent.",
    }
    todo = waiting.get(standing.state, f"Send it, or cancel it: policytool notify cancel {name}.")
    raise NoticeRefused(f"{name} is {standing.state}, so it cannot be closed", todo=todo)


def _known(archive: Archive, campaign: Campaign) -> list[Closed]:
    """The campaign's statements, oldest first."""
    found: list[Closed] = []
    while (path := _path(archive, campaign, len(found) + 1)) in archive.shelf.files:
        found.append(Closed(path=path, statement=read(archive.shelf.bytes(path), name=path), new=False))
    return found


def _path(archive: Archive, campaign: Campaign, serial: int) -> str:
    rest = re.sub(r"[^a-z0-9-]", "-", campaign.id.removeprefix(f"{campaign.policy}-{campaign.version}-"))
    more = f".{serial}" if serial > 1 else ""
    return f"{archive.shelf.folder}/{campaign.policy}/{campaign.version}.notice-{rest}{more}.json"


def _statement(
    ledger: Ledger, standing: Standing, by: Person, now: datetime.datetime, previous: str | None
) -> Statement:
    campaign = standing.campaign
    acts = (
        Act(at=one.at, step=one.step, name=one.by.name, email=one.by.email, detail=one.detail)
        for one in ledger.steps(campaign)
    )
    return sealed(
        Statement(
            campaign=campaign.id,
            policy=campaign.policy,
            version=campaign.version,
            channel=campaign.channel,
            significance=campaign.significance,
            effective=campaign.effective,
            record_sha256=campaign.record_sha256,
            audience_sha256=campaign.audience_sha256,
            total=campaign.total,
            rejected=campaign.rejected,
            messages={language: digest(built) for language, built in ledger.contents(campaign).items()},
            languages=ledger.languages(campaign),
            deliveries=standing.counts,
            steps=tuple(acts),
            closed=now.replace(microsecond=0),
            name=by.name,
            email=by.email,
            previous=previous,
            tool=__version__,
        )
    )


def _commit(archive: Archive, closed: Closed, by: Person) -> None:
    statement = closed.statement
    told = statement.deliveries["accepted"] + statement.deliveries["delivered"]
    message = f"Close the notices {statement.campaign}: {told} of {statement.total} told"
    identity = worktree.standing_in(archive.repository, by.name, by.email or "nobody@localhost")
    title = statement.campaign
    with change(archive.repository, title=title, files=(closed.path,), what="closing statement") as under_way:
        under_way.write(closed.path, to_json(statement))
        under_way.stage([closed.path])
        under_way.finish(under_way.commit(message, identity))
    archive.refresh()


def _keep(ledger: Ledger, campaign: Campaign, by: Person, closed: Closed) -> None:
    """Keep the step, unless it was kept before: the program may have died between the commit and this."""
    sha256 = closed.statement.sha256
    if not any(one.step == "closed" and one.detail == sha256 for one in ledger.steps(campaign)):
        ledger.note(campaign, "closed", by, sha256)

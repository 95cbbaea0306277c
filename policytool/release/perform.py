"""A release made: dates written, the record kept, one commit, one tag; or nothing at all."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace

from policytool import __version__
from policytool.archive import record as records
from policytool.archive import worktree
from policytool.archive.archive import Archive
from policytool.archive.change import Tag, change
from policytool.archive.model import Version
from policytool.archive.record import FindingReason, NoticePlan, Record, SignOff, TextEntry
from policytool.config import Settings
from policytool.errors import ReleaseRefused
from policytool.release.held import Held
from policytool.release.message import commit_message
from policytool.release.model import Problem, Proposal, Signature
from policytool.release.preconditions import preconditions, tag_name
from policytool.release.reasons import checked
from policytool.release.rules import fingerprint
from policytool.release.stamp import stamp


def perform(
    archive: Archive,
    settings: Settings,
    proposal: Proposal,
    signature: Signature,
    *,
    now: datetime.datetime,
    reason: str = "",
    reasons: Sequence[FindingReason] = (),
    notify: bool = False,
    held: Held | None = None,
    step: Callable[[str], None] = lambda _: None,
) -> Version:
    """Release what was proposed, under the name of the person who signs off.

    `now` carries a time zone. `notify` plans all channels for a minor revision too. `held` is an earlier sign-off of
    this very draft, which then counts. `step` is told each step before it is taken; whatever it or git or the disk
    raises, everything is as it was before.
    Raises ReleaseRefused, NotSignedOff when a lowered verdict lacks a reason, ArchiveError.
    """
    refuse(proposal.blocking)
    sign_off = held.signed.sign_off if held else signed(proposal, signature, reason, now, reasons)
    stamped = _stamped(archive, proposal)
    refuse(tuple(p for p in preconditions(archive, proposal.policy, proposal.number) if p.blocks))
    identity = worktree.standing_in(archive.repository, signature.name, signature.mail)
    record_path = archive.repository.path(archive.record_path(proposal.policy, proposal.number))
    with change(
        archive.repository,
        title=f"{proposal.policy} {proposal.number}",
        files=(*stamped, record_path),
        tag=_tag(settings, proposal),
        step=step,
    ) as under_way:
        for path, data in stamped.items():
            under_way.write(path, data)
        texts = _texts(archive, proposal, under_way.stage(stamped))
        record = replace(
            _record(proposal, texts, sign_off, now),
            previous=archive.last_link(proposal.policy),
            notice_plan=NoticePlan(channels=planned_channels(settings, proposal, notify=notify)),
            signed=held.sha256 if held else "",
            rules=fingerprint(settings),
            released_by=_releaser(archive, signature),
            signed_tag=settings.release.sign_tags,
        )
        under_way.write(record_path, records.to_json(record))
        under_way.stage([record_path])
        under_way.finish(under_way.commit(commit_message(record), identity))
    archive.refresh()
    return archive.version(proposal.policy, str(proposal.number))


def signed(
    proposal: Proposal,
    signature: Signature,
    reason: str,
    now: datetime.datetime,
    reasons: Sequence[FindingReason] = (),
) -> SignOff:
    """The decision as it goes into the record. Raises NotSignedOff when lowering a verdict lacks a reason."""
    reason = " ".join(reason.split())
    kept = checked(proposal, reason, reasons)
    return SignOff(
        name=signature.name,
        mail=signature.mail,
        when=now,
        significance=proposal.significance,
        decision="overridden" if proposal.overridden else "confirmed",
        reason=reason,
        reasons=kept,
        emergency=proposal.emergency,
    )


def _releaser(archive: Archive, signature: Signature) -> str:
    known = worktree.identity(archive.repository)
    return f"{known[0]} <{known[1]}>" if known else str(signature)


def planned_channels(settings: Settings, proposal: Proposal, *, notify: bool) -> tuple[str, ...]:
    """Where the notice goes: the website always, the other channels of the settings when significant or asked for."""
    wide = notify or proposal.significance == "significant"
    return tuple(dict.fromkeys(("website", *(settings.notices.channels if wide else ()))))


def refuse(problems: tuple[Problem, ...]) -> None:
    """Raises ReleaseRefused with these problems, unless there are none."""
    if not problems:
        return
    first, *others = problems
    if not others:
        raise ReleaseRefused(first.message, path=first.path or None, line=first.line, todo=first.todo)
    listed = "\n".join(f"- {problem}" + (f"\n  {problem.todo}" if problem.todo else "") for problem in problems)
    raise ReleaseRefused(f"{len(problems)} things stand against this release:\n{listed}")


def _tag(settings: Settings, proposal: Proposal) -> Tag:
    message = f"{proposal.policy} {proposal.number}, published {proposal.published}"
    return Tag(name=tag_name(proposal.policy, proposal.number), message=message, sign=settings.release.sign_tags)


def _stamped(archive: Archive, proposal: Proposal) -> dict[str, bytes]:
    """Path in the repository → the bytes to commit. Raises ReleaseRefused when the draft is not the one judged."""
    files = archive.drafts.files(proposal.policy)
    stamped = {}
    for language, draft in proposal.drafts.items():
        judged = proposal.sources[language]
        if archive.drafts.source(proposal.policy, language) != judged:
            raise ReleaseRefused("the draft was edited meanwhile", path=draft.name, todo="Run again.")
        path = archive.repository.path(files[language])
        stamped[path] = stamp(judged, draft, proposal.number, proposal.published, proposal.effective)
    return stamped


def _texts(archive: Archive, proposal: Proposal, blobs: dict[str, str]) -> dict[str, TextEntry]:
    texts = {}
    for language, (path, blob) in zip(proposal.drafts, blobs.items(), strict=True):
        data = archive.repository.blob(blob) or b""
        title = proposal.drafts[language].title
        texts[language] = TextEntry(path=path, blob=blob, sha256=records.fingerprint(data), title=title)
    return texts


def _record(proposal: Proposal, texts: dict[str, TextEntry], sign_off: SignOff, now: datetime.datetime) -> Record:
    """What the proposal says of it; the rest comes from archive and settings."""
    summaries = {tag: draft.metadata.summary for tag, draft in proposal.drafts.items() if draft.metadata}
    return Record(
        policy=proposal.policy,
        version=str(proposal.number),
        published=proposal.published,
        effective=proposal.effective,
        recorded=now,
        texts=texts,
        previous=None,
        assessment=proposal.assessment,
        sign_off=sign_off,
        notice_plan=NoticePlan(),
        summary={tag: words for tag, words in summaries.items() if words},
        tool=__version__,
        consent=proposal.consent,
    )

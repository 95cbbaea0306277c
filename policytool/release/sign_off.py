"""A sign-off kept before the release: the decision of a named person on exactly this draft, committed with it."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import replace

from policytool import __version__
from policytool.archive import acts, worktree
from policytool.archive.acts import SignedDraft
from policytool.archive.archive import Archive
from policytool.archive.change import change
from policytool.archive.record import FindingReason, SignOff, fingerprint
from policytool.errors import ReleaseRefused
from policytool.release.held import Held, digests, held
from policytool.release.message import sign_off_message
from policytool.release.model import Proposal, Signature
from policytool.release.perform import refuse, signed


def sign_off(
    archive: Archive,
    proposal: Proposal,
    signature: Signature,
    *,
    now: datetime.datetime,
    reason: str = "",
    reasons: Sequence[FindingReason] = (),
    effective: datetime.date | None = None,
    step: Callable[[str], None] = lambda _: None,
) -> Held:
    """Keep the decision on what was proposed, for whoever releases it, in one commit with the draft.

    `effective` is the day of effect, where the person chose it. Doing it again changes nothing.
    Raises ReleaseRefused, NotSignedOff when a lowered verdict lacks a reason, ArchiveError.
    """
    refuse(proposal.blocking)
    act = _act(archive, proposal, signed(proposal, signature, reason, now, reasons), effective)
    before = held(archive, proposal.policy)
    if before is not None and _same(before.signed, act):
        return before
    _still_there(archive, proposal)
    data = acts.signed_json(act)
    path = archive.shelf.signed_path(proposal.policy, proposal.number, fingerprint(data))
    files = archive.drafts.files(proposal.policy)
    texts = tuple(archive.repository.path(files[language]) for language in proposal.drafts)
    identity = worktree.standing_in(archive.repository, signature.name, signature.mail)
    title = f"{proposal.policy} {proposal.number}"
    with change(archive.repository, title=title, files=(*texts, path), what="sign-off", step=step) as under_way:
        under_way.write(path, data)
        under_way.stage([*texts, path])
        under_way.finish(under_way.commit(sign_off_message(act), identity))
    archive.refresh()
    return Held(signed=act, sha256=fingerprint(data))


def _act(archive: Archive, proposal: Proposal, decision: SignOff, effective: datetime.date | None) -> SignedDraft:
    return SignedDraft(
        policy=proposal.policy,
        version=str(proposal.number),
        previous=archive.last_link(proposal.policy),
        texts=digests(proposal.sources),
        verdict=proposal.assessment.significance if proposal.assessment else None,
        sign_off=decision,
        tool=__version__,
        effective=effective,
        consent=proposal.consent,
    )


def _same(old: SignedDraft, new: SignedDraft) -> bool:
    """Whether the same person decided the same before; only the moment may differ."""
    return replace(old, sign_off=replace(old.sign_off, when=new.sign_off.when), tool=new.tool) == new


def _still_there(archive: Archive, proposal: Proposal) -> None:
    for language, draft in proposal.drafts.items():
        if archive.drafts.source(proposal.policy, language) != proposal.sources[language]:
            raise ReleaseRefused("the draft was edited meanwhile", path=draft.name, todo="Run again.")

"""A sign-off that waits for its release: found for exactly the draft, verdict and chain that it was given for."""

from __future__ import annotations

from dataclasses import dataclass

from policytool.archive.acts import SignedDraft
from policytool.archive.archive import Archive
from policytool.archive.record import fingerprint
from policytool.errors import NotSignedOff
from policytool.release.model import Proposal, Signature
from policytool.text import source


@dataclass(frozen=True, kw_only=True)
class Held:
    """A sign-off with the SHA-256 of its file."""

    signed: SignedDraft
    sha256: str

    @property
    def signature(self) -> Signature:
        return Signature(name=self.signed.sign_off.name, mail=self.signed.sign_off.mail)


def held(archive: Archive, policy: str) -> Held | None:
    """The newest sign-off of the draft of `policy` as it stands; None where there is none of exactly this draft."""
    found = [one for one in _of_this_chain(archive, policy) if _still_said(archive, one.signed)]
    return found[-1] if found else None


def outdated(archive: Archive, policy: str) -> Held | None:
    """The newest sign-off that waits for a release of `policy`, where the draft was edited since."""
    waiting = _of_this_chain(archive, policy)
    return waiting[-1] if waiting and not _still_said(archive, waiting[-1].signed) else None


def agree(waiting: Held, proposal: Proposal) -> None:
    """Raises NotSignedOff where the draft is judged otherwise today than when the person signed off."""
    verdict = proposal.assessment.significance if proposal.assessment else None
    if waiting.signed.verdict == verdict:
        return
    message = f"{waiting.signature} signed off a verdict of {waiting.signed.verdict}, but now it is {verdict}"
    raise NotSignedOff(message, todo="Sign off again: `policytool sign-off`.")


def digests(sources: dict[str, bytes]) -> dict[str, str]:
    """SHA-256 of each text by language, the same on every computer whatever its line ends."""
    return {
        language: fingerprint(source.level(source.decode(data, name=language)).encode())
        for language, data in sources.items()
    }


def _of_this_chain(archive: Archive, policy: str) -> list[Held]:
    """Sign-offs given since the last release, oldest first."""
    link = archive.last_link(policy)
    found = [Held(signed=signed, sha256=sha256) for sha256, signed in archive.signed(policy).items()]
    return sorted((one for one in found if one.signed.previous == link), key=lambda one: one.signed.sign_off.when)


def _still_said(archive: Archive, signed: SignedDraft) -> bool:
    languages = archive.draft_languages(signed.policy)
    if languages[:1] != tuple(signed.texts)[:1] or not set(signed.texts) <= set(languages):
        return False
    return digests({tag: archive.drafts.source(signed.policy, tag) for tag in signed.texts}) == signed.texts

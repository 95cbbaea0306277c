"""The drafts in the work tree, for the site that is shown while somebody edits; never for one that is built."""

from __future__ import annotations

import datetime

from policytool.archive.archive import Archive
from policytool.archive.record import fingerprint
from policytool.config import Settings
from policytool.errors import PolicytoolError
from policytool.redline.compare import compare
from policytool.release.model import Proposal
from policytool.release.propose import propose
from policytool.website import addresses, redlines, views
from policytool.website.cache import Cache
from policytool.website.model import Draft, Policy, RevisionView


def drafts(
    archive: Archive, settings: Settings, policies: tuple[Policy, ...], today: datetime.date, cache: Cache
) -> tuple[Draft, ...]:
    """The draft of each policy in each of its languages, the authoritative one first.

    A draft that cannot be read or judged says why instead.
    """
    found: list[Draft] = []
    for policy in policies:
        if not archive.drafts.exists(policy.id):
            continue
        try:
            proposal = propose(archive, settings, policy.id, today)
            found += [_draft(archive, proposal, language, cache) for language in proposal.drafts]
        except PolicytoolError as error:
            found.append(Draft(policy=policy.id, language=policy.language, trouble=error))
    return tuple(found)


def _draft(archive: Archive, proposal: Proposal, language: str, cache: Cache) -> Draft:
    return Draft(
        policy=proposal.policy,
        language=language,
        number=proposal.number,
        previous=proposal.previous,
        assessment=proposal.assessment,
        problems=proposal.problems,
        changed=proposal.changed,
        text=views.text_view(proposal.drafts[language], language),
        revision=_revision(archive, proposal, language, cache),
    )


def _revision(archive: Archive, proposal: Proposal, language: str, cache: Cache) -> RevisionView | None:
    previous = proposal.previous
    if previous is None or language not in previous.languages:
        return None
    checksums = (previous.record.texts[language].sha256, fingerprint(proposal.sources[language]))
    pages = redlines.Pages(old=addresses.relative("draft/", f"{previous.number}/"))
    old, new = archive.document(previous, language), proposal.drafts[language]
    return cache.get(
        RevisionView,
        (*checksums, language, pages.old),
        lambda: redlines.revision_view(compare(old, new), pages, language),
    )

"""A draft judged: the number, dates and verdict that its release would have, and what stands against it."""

from __future__ import annotations

import datetime

from policytool.archive.archive import Archive
from policytool.archive.record import ConsentPlan
from policytool.config import Settings
from policytool.release import numbers, translations
from policytool.release.dates import dates
from policytool.release.judge import judge
from policytool.release.judged import Judged
from policytool.release.model import Proposal
from policytool.release.problems import problems
from policytool.release.promises.kept import days_before_effect
from policytool.release.revision import revision
from policytool.significance.model import Significance


def propose(
    archive: Archive,
    settings: Settings,
    policy: str,
    today: datetime.date,
    *,
    effective: datetime.date | None = None,
    published: datetime.date | None = None,
    override: Significance | None = None,
    translation_later: bool = False,
    emergency: str = "",
    consent: ConsentPlan | None = None,
) -> Proposal:
    """Judge the draft of `policy`, changing nothing.

    `override` replaces the verdict by a person's; `translation_later` leaves out translations that were not revised;
    `emergency` is a person's reason to take effect before the lead time has passed; `consent` is how users are asked.
    Raises TextError and CriteriaError for drafts that cannot be read or judged; anything else that stands against the
    release is among the proposal's problems.
    """
    drafts = {language: archive.draft(policy, language) for language in archive.draft_languages(policy)}
    released, standing = archive.released(policy), archive.versions(policy)
    latest, previous = (versions[-1] if versions else None for versions in (released, standing))
    step = revision(archive, previous, drafts)
    assessment = judge(settings, step.redline) if step.redline else None
    significance = (override or assessment.significance) if assessment else "minor"
    binding = archive.document(previous) if previous else None
    followed = translations.followed(archive, policy, drafts, step, assessment, significance)
    days = dates(
        settings.release,
        significance,
        previous,
        today,
        published=published,
        effective=effective,
        kinds=assessment.kinds if assessment else (),
        promised=days_before_effect(binding, significance) if binding else 0,
        emergency=bool(emergency.strip()),
    )
    judged = Judged(
        policy=policy,
        previous=previous,
        latest=latest,
        binding=binding,
        drafts=drafts,
        left_out=tuple(followed.behind) if translation_later else (),
        followed=followed,
        revision=step,
        assessment=assessment,
        override=override,
        significance=significance,
        number=numbers.number(latest, significance, next(iter(drafts.values()))),
        days=days,
        emergency=" ".join(emergency.split()),
        consent=consent,
    )
    return _proposal(archive, settings, judged)


def _proposal(archive: Archive, settings: Settings, judged: Judged) -> Proposal:
    return Proposal(
        policy=judged.policy,
        previous=judged.previous,
        drafts=judged.included,
        sources={language: archive.drafts.source(judged.policy, language) for language in judged.included},
        left_out=judged.left_out,
        behind=tuple(judged.followed.behind),
        redline=judged.revision.redline,
        assessment=judged.assessment,
        significance=judged.significance,
        number=judged.number,
        published=judged.days.published,
        effective=judged.days.effective,
        changed=judged.changed,
        problems=problems(archive, settings, judged),
        emergency=judged.emergency,
        consent=judged.consent,
    )

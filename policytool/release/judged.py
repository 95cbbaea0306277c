"""A draft with its verdict and dates: all that the search for problems looks at."""

from __future__ import annotations

from dataclasses import dataclass

from policytool.archive.model import Version, VersionNumber
from policytool.archive.record import ConsentPlan
from policytool.release.dates import Dates
from policytool.release.revision import Revision
from policytool.release.translations import Followed
from policytool.significance.model import Assessment, Significance
from policytool.text.model import Document


@dataclass(frozen=True, kw_only=True)
class Judged:
    """What a release of the draft would be, before anything is said against it."""

    policy: str
    previous: Version | None
    """The version that the draft revises; None for the first."""
    latest: Version | None
    """The version with the highest number, also where it was withdrawn."""
    binding: Document | None
    """The text of `previous`, whose promises bind the release."""
    drafts: dict[str, Document]
    """All texts of the draft by language, the authoritative one first."""
    left_out: tuple[str, ...]
    """Languages that the release leaves out."""
    followed: Followed
    """What the translations make of the revision."""
    revision: Revision
    assessment: Assessment | None
    override: Significance | None
    significance: Significance
    number: VersionNumber
    days: Dates
    emergency: str
    consent: ConsentPlan | None

    @property
    def authoritative(self) -> Document:
        return next(iter(self.drafts.values()))

    @property
    def included(self) -> dict[str, Document]:
        """The texts to release."""
        return {language: draft for language, draft in self.drafts.items() if language not in self.left_out}

    @property
    def changed(self) -> bool:
        """Whether the draft says anything that the previous version does not."""
        return any(language not in self.followed.behind for language in self.revision.changed)

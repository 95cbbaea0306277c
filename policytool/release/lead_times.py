"""The days between posting and effect that the settings ask for: by significance, by criterion, by law."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources

from policytool.config import LawSettings, ReleaseSettings
from policytool.errors import SettingsError
from policytool.significance.model import Significance


@dataclass(frozen=True, kw_only=True)
class LeadTime:
    """So many days, and what asks for them, in words that follow "users would have … days"."""

    days: int
    because: str


def lead_time(settings: ReleaseSettings, significance: Significance, kinds: Collection[str] = ()) -> LeadTime:
    """The longest lead time that anything in the settings asks for such a revision.

    `kinds` are those of the criteria that it meets. Raises SettingsError for a jurisdiction that nobody knows.
    """
    return max(_asked(settings, significance, kinds), key=lambda asked: asked.days)


def laws(settings: ReleaseSettings) -> dict[str, LawSettings]:
    """The rules that bind the project, by name: those chosen from the packaged table, and its own.

    Raises SettingsError for a name that stands in neither.
    """
    known = {**packaged(), **settings.law}
    for name in settings.jurisdictions:
        if name not in known:
            todo = f"Known: {', '.join(sorted(known))}. Others go under [release.law.{name}]."
            raise SettingsError(f"release.jurisdictions: nothing is known of {name}", todo=todo)
    return {name: law for name, law in known.items() if name in settings.jurisdictions or name in settings.law}


@functools.cache
def packaged() -> Mapping[str, LawSettings]:
    """The table that comes with policytool, with its sources."""
    text = (resources.files("policytool.release") / "lead_times.toml").read_text(encoding="utf-8")
    return {name: LawSettings(**values) for name, values in tomllib.loads(text).items()}


def _asked(settings: ReleaseSettings, significance: Significance, kinds: Collection[str]) -> Iterator[LeadTime]:
    significant = significance == "significant"
    days = settings.lead_days_significant if significant else settings.lead_days_minor
    yield LeadTime(days=days, because=f"the settings ask for {days}")
    for kind, longer in settings.lead_days_kinds.items() if significant else ():
        if kind in kinds:
            yield LeadTime(days=longer, because=f"the settings ask for {longer} where {_WHERE[kind]}")
    for name, law in laws(settings).items():
        days = law.significant if significant else law.minor
        source = law.source or f"the law {name} of the settings"
        yield LeadTime(days=days, because=f"{source} asks for {days}")


_WHERE = {
    "processing": "it changes how information is handled",
    "organisation": "it changes who is responsible",
    "recipients": "it changes who receives information",
    "rights": "it changes users' rights",
    "contact": "it changes whom to contact",
    "risk": "an assessment shows a high risk",
    "other": "another test of the policy is met",
}

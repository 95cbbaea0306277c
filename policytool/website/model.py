"""The values of the website room: what a site is built from, and what comes out."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from policytool.archive.model import Standing, Version, VersionNumber, asks_consent
from policytool.errors import PolicytoolError
from policytool.release.model import Problem
from policytool.significance.model import Assessment
from policytool.text.contents import Entry
from policytool.text.metadata import Controller
from policytool.website.standings import Standings, standings


@dataclass(frozen=True, kw_only=True)
class TextView:
    """One text of a policy, ready to be shown."""

    title: str
    """What stands above the text."""
    name: str
    """What the policy is called elsewhere: the title in its metadata."""
    html: str
    """The clauses, without the title that stands above them on the page."""
    contents_html: str = ""
    """The contents list, as it stands above them; empty where there are no headings."""
    wording: str = "{}"
    """JSON: clause id → its words and the title of the section around it, in reading order. Few pages ask."""
    title_id: str = ""
    """Id of the heading that gave the title, so that links to it still arrive; empty where there was none."""
    contents: tuple[Entry, ...] = ()
    controller: str = ""
    relative: bool = False
    """Whether anything in it leads to another place of the site, by a path that each page has to make right."""

    @cached_property
    def clauses(self) -> dict[str, str]:
        """Clause id → its words, in reading order."""
        return {clause: words for clause, (words, _) in self._wording.items()}

    @cached_property
    def sections(self) -> dict[str, str]:
        """Clause id → title of the section around it."""
        return {clause: section for clause, (_, section) in self._wording.items()}

    @cached_property
    def _wording(self) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = json.loads(self.wording)
        return found


QUIET = frozenset({"contents", "numbering", "formatting"})
"""Kinds of change that lists of changes fold away, since they say nothing new."""


LISTED = 60
"""Changes that a list names one by one, with their words; more are counted by section: nobody reads such a list."""


PART = "<part>"
"""Divides a redline; nothing else in it can look so, since every < of a text is escaped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One line of the list of changes."""

    kind: str
    """Key of the word for it: inserted, deleted, modified, moved, moved-and-modified, split, merged, or an aspect."""
    section: str
    link: str
    """Into the redline, from the page on which that begins: #change-1, or 2/#change-90 for one in the second part."""
    olds: tuple[str, ...] = ()
    """Ids of the clauses concerned in the old text."""
    news: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class RedlineView:
    """Two texts compared, in one language, ready to be shown."""

    html: str
    """The redline, with PART between those parts of it that stand on pages of their own.

    Links to clauses lead to the pages of the two texts.
    """
    listing: str
    """HTML: the list of changes, which lead into the redline."""
    count: int
    """How many changes there are."""
    relative: bool = False
    """As in TextView."""

    @cached_property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.html.split(PART))


@dataclass(frozen=True, kw_only=True)
class RevisionView(RedlineView):
    """One revision in one language: a text compared with the one before it."""

    changes: tuple[ChangeLine, ...] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    """New id → old id of unchanged clauses that are called otherwise than before."""

    @cached_property
    def links(self) -> dict[str, str]:
        """Id of a changed clause, in either text → link to its change in the redline."""
        return {clause: line.link for line in self.changes for clause in (*line.olds, *line.news)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """What another notice says in one language."""

    title: str
    short: str
    """The whole matter in one sentence."""
    sentences: tuple[str, ...]
    """Its facts."""
    html: str
    sha256: str
    """Of the approved text."""


@dataclass(frozen=True, kw_only=True)
class OtherNotice:
    """A notice that is not of a version, such as that of an incident, and that stands on the website."""

    id: str
    kind: str
    day: datetime.date
    """What it is about."""
    posted: datetime.datetime
    until: datetime.date
    """The last day on which every page points to it."""
    texts: Mapping[str, NoticeText]
    """By language, the authoritative one first."""
    contact: Controller
    record_sha256: str
    public_reason: str = ""
    """Why people could not be told one by one, where that is why it is public."""
    withdrawn: datetime.date | None = None
    withdrawn_reason: str = ""

    @property
    def published(self) -> datetime.date:
        return self.posted.date()


@dataclass(frozen=True, kw_only=True)
class Policy:
    """One policy with its released versions, the oldest first."""

    id: str
    titles: Mapping[str, str]
    """By language, the authoritative one first; from the drafts where nothing is released yet."""
    versions: tuple[Version, ...] = ()
    texts: Mapping[tuple[str, str], TextView] = field(default_factory=dict)
    """By version and language."""
    revisions: Mapping[tuple[str, str], RevisionView] = field(default_factory=dict)
    """By version and language, for each version whose predecessor has the same language."""
    distances: Mapping[tuple[str, str], RedlineView] = field(default_factory=dict)
    """By version and language: from that version to the current one, for those that are not its predecessor."""
    withdrawn: tuple[Version, ...] = ()
    """Versions that were taken back before they took effect; their texts are among `texts`."""
    notices: tuple[OtherNotice, ...] = ()
    """Other notices than those of versions, the oldest first."""

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.titles)

    @property
    def language(self) -> str:
        """The language that a reader of the plain address gets: the authoritative one."""
        return self.languages[0]

    def title(self, language: str) -> str:
        return self.titles.get(language) or self.titles[self.language]

    def before(self, version: Version) -> Version | None:
        place = self.place(version)
        return self.versions[place - 1] if place else None

    def after(self, version: Version) -> Version | None:
        return next(iter(self.versions[self.place(version) + 1 :]), None)

    def place(self, version: Version) -> int:
        """Where `version` stands among `versions`, from 0."""
        return self._places[version.number]

    def on(self, day: datetime.date) -> Standings:
        """Where everything stands on `day`."""
        if day not in self._days:
            self._days[day] = standings(self.versions, day)
        return self._days[day]

    def in_force(self, day: datetime.date) -> Version | None:
        return self.on(day).in_force

    def standing(self, version: Version, day: datetime.date) -> Standing:
        return self.on(day).of[version.number]

    def upcoming(self, day: datetime.date) -> tuple[Version, ...]:
        """The versions still to take effect, the next one first."""
        return self.on(day).upcoming

    def current(self, day: datetime.date) -> Version | None:
        """What the plain address shows: the version in force, else the first that will be; None before any release."""
        return self.on(day).current

    def current_in(self, language: str, day: datetime.date) -> Version | None:
        """What that address shows in `language`: the newest version up to the current one, else the first after it.

        Older than the current one where the translation lags behind; None before any release.
        """
        return self.on(day).current_in.get(language)

    def end(self, version: Version) -> datetime.date | None:
        """The day from which a later version holds instead of `version`; None while there is none."""
        return self._ends[version.number]

    @cached_property
    def asking(self) -> tuple[Version, ...]:
        """The versions that ask for consent, the oldest first."""
        return tuple(version for version in self.versions if asks_consent(version))

    @cached_property
    def _ends(self) -> dict[VersionNumber, datetime.date | None]:
        found: dict[VersionNumber, datetime.date | None] = {}
        end: datetime.date | None = None
        for version in reversed(self.versions):
            found[version.number] = end
            end = version.effective if end is None else min(end, version.effective)
        return found

    @cached_property
    def _places(self) -> dict[VersionNumber, int]:
        return {version.number: place for place, version in enumerate(self.versions)}

    @cached_property
    def _days(self) -> dict[datetime.date, Standings]:
        return {}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A text of the work tree, on a site that is shown while somebody edits."""

    policy: str
    language: str
    number: VersionNumber | None = None
    """The version that it would be."""
    previous: Version | None = None
    assessment: Assessment | None = None
    problems: tuple[Problem, ...] = ()
    changed: bool = True
    """Whether it says anything that the previous version does not."""
    text: TextView | None = None
    revision: RevisionView | None = None
    """Against the previous version, where that has the language."""
    trouble: PolicytoolError | None = None
    """Why it cannot be read or judged; then nothing else is known."""


def significant(version: Version) -> bool:
    """Whether a person signed the version off as a significant revision; a first version revises nothing."""
    return version.record.assessment is not None and version.record.sign_off.significance == "significant"


@dataclass(frozen=True, kw_only=True)
class Site:
    """Everything that a site is built from. The same value gives the same bytes."""

    today: datetime.date
    name: str = "Privacy policies"
    url: str = ""
    """Full address with a slash at its end, or empty where it is not known."""
    footer: str = ""
    logo: str = ""
    policies: tuple[Policy, ...] = ()
    drafts: tuple[Draft, ...] = ()
    """Empty on every site that is built to be published."""

    @property
    def language(self) -> str:
        """The language of the pages that belong to no policy."""
        return self.policies[0].language if self.policies else "en"

    @cached_property
    def said(self) -> dict[tuple[object, ...], Markup]:
        """What was put into words before: the same is said on many pages. Filled by Pen.once."""
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link of a menu."""

    text: str
    address: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of the site. Links in it are relative to its own address."""

    address: str
    """From the root of the site, ending in a slash; empty for home."""
    title: str
    language: str
    body: str
    """HTML: the notice banner, then the page's own text."""
    head: str
    """HTML for the page's head: description, robots, relations, structured data."""
    canonical: str
    """Address of the page to be cited: its own, except for copies."""
    contents: tuple[Entry, ...] = ()
    menu: tuple[Link, ...] = ()
    search: Link | None = None
    modified: datetime.date | None = None
    """For the sitemap; None keeps the page out of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataFile:
    """A file for machines: feed, notices, versions."""

    address: str
    data: bytes

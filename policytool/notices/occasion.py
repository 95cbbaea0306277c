"""What a campaign tells of: a released version, or another notice that a person approved."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.errors import NoticeRefused
from policytool.forms.approved import Approved, approved, get, ids
from policytool.forms.form import Form
from policytool.forms.model import Affiliate, Termination, Transfer
from policytool.forms.read import kind_of
from policytool.notices.compose import Templates
from policytool.notices.composeform import compose_form, form_facts
from policytool.notices.facts import kind
from policytool.notices.lint import problems, require_sound
from policytool.notices.model import Notice
from policytool.notices.notice import notices, still_comes


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """Everything that planning and closing need to know of it."""

    policy: str
    name: str
    """The version's number, or the notice's id: what campaigns are called after."""
    kind: str
    """first, minor or significant; incident, termination, affiliate or transfer."""
    effective: datetime.date
    record_sha256: str
    languages: tuple[str, ...]
    channels: tuple[str, ...]
    """Where it goes unless a person names channels."""
    compose: Callable[[], dict[str, Notice]]
    """The messages by language, each checked. Raises NoticeRefused, NoticeError."""


About = Version | Approved


def occasion(archive: Archive, about: About | Occasion) -> Occasion:
    """The occasion of a version or of an approved notice; one that is made already is given back."""
    if isinstance(about, Occasion):
        return about
    return _of_version(archive, about) if isinstance(about, Version) else _of_notice(archive, about)


def find(archive: Archive, policy: str, name: str) -> About:
    """The version or the approved notice that campaigns call `name`. Raises UnknownVersion, UnknownNotice."""
    return get(archive, policy, name) if kind_of(name) else archive.version(policy, name)


def everything(archive: Archive, policy: str) -> Iterator[tuple[str, str]]:
    """Name and SHA-256 of the record of each version ever released and each notice ever approved."""
    for version in archive.released(policy):
        yield str(version.number), version.record_sha256
    for one in approved(archive, policy) if ids(archive, policy) else ():
        yield one.id, one.sha256


def may_tell(about: About) -> None:
    """Raises NoticeRefused for what was withdrawn: nobody is told of what does not come."""
    if isinstance(about, Version):
        still_comes(about)
    elif about.withdrawal is not None:
        message = f"{about.policy} {about.id} was withdrawn on {about.withdrawal.when.date()}"
        raise NoticeRefused(message, todo="Write another form. What is queued: policytool notify cancel.")


def in_time(about: About, channel_public: bool, today: datetime.date) -> None:
    """Raises NoticeRefused where a campaign that begins `today` would break what the notice promises, or is over."""
    if isinstance(about, Version):
        return
    if channel_public and not about.public:
        todo = (
            f'Tell people one by one, or say why not: policytool notice publish {about.id} --until DATE --reason "…".'
        )
        raise NoticeRefused("nobody decided that a public notice of this incident is needed", todo=todo)
    facts, act = about.form.facts, about.approval
    if isinstance(facts, Termination) and not act.emergency:
        days = (facts.ends - today).days
        if days < act.days:
            message = f"people would be told {days} days before the service ends, but {act.days} are promised"
            todo = (
                "Withdraw this notice and write one with a later end, or approve one with --emergency and the reason."
            )
            raise NoticeRefused(f"{message} {act.promise}".rstrip(), todo=todo)
    until = facts.until if isinstance(facts, (Affiliate, Transfer)) else None
    if until is not None and until <= today:
        raise NoticeRefused(f"the last day for an answer was {until}", todo="Write a new form with a later day.")


def _of_version(archive: Archive, version: Version) -> Occasion:
    return Occasion(
        policy=version.policy,
        name=str(version.number),
        kind=kind(version),
        effective=version.effective,
        record_sha256=version.record_sha256,
        languages=version.languages,
        channels=version.record.notice_plan.channels,
        compose=lambda: notices(archive, version, archive.settings),
    )


def _of_notice(archive: Archive, one: Approved) -> Occasion:
    wanted = archive.settings.notices.channels
    return Occasion(
        policy=one.policy,
        name=one.id,
        kind=one.kind,
        effective=one.form.day,
        record_sha256=one.sha256,
        languages=one.languages,
        channels=tuple(name for name in wanted if name != "website" or one.public),
        compose=lambda: _composed(archive, one),
    )


def of_form(archive: Archive, form: Form, day: datetime.date) -> Occasion:
    """The occasion that a form would be if it were approved on `day`: to look at, not to plan."""
    version = archive.in_force(form.policy, day)
    return Occasion(
        policy=form.policy,
        name=form.id,
        kind=form.kind,
        effective=form.day,
        record_sha256="",
        languages=form.languages,
        channels=(),
        compose=lambda: _drafted(archive, form, form.policy, str(version.number), public=form.kind != "incident"),
    )


def _composed(archive: Archive, one: Approved) -> dict[str, Notice]:
    may_tell(one)
    return _drafted(archive, one.form, one.policy, one.approval.version, public=one.public)


def _drafted(archive: Archive, form: Form, policy: str, version: str, *, public: bool) -> dict[str, Notice]:
    """What people would be told by a form, by language, each checked. Raises NoticeRefused, NoticeError."""
    binding = archive.version(policy, version)
    templates = Templates.load(Path(archive.settings.root, archive.settings.notices.templates))
    found: dict[str, Notice] = {}
    for language in form.languages:
        told = form_facts(
            form, language, archive.settings, binding=binding, document=archive.document(binding), public=public
        )
        notice = compose_form(told, form, templates)
        require_sound(notice, problems(notice))
        found[language] = notice
    return found

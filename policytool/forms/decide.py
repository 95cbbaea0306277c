"""What a named person decides about a notice: approve it, publish it, take it back. Each is one commit."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping

from policytool import __version__
from policytool.archive import acts, worktree
from policytool.archive.acts import Withdrawal
from policytool.archive.archive import Archive
from policytool.archive.change import change
from policytool.archive.record import TextEntry, fingerprint
from policytool.errors import NoticeRefused, NotSignedOff
from policytool.forms.approved import Approved, approved, get, ids, path_of, text
from policytool.forms.desk import Desk
from policytool.forms.form import Fault, Form
from policytool.forms.notice_time import notice_time
from policytool.forms.read import read
from policytool.forms.record import Approval, Publication, approval_json, publication_json
from policytool.forms.rules import Case, faults, too_early
from policytool.release.model import Signature
from policytool.text import source

Step = Callable[[str], None]


def checked(
    archive: Archive, policy: str, identifier: str, today: datetime.date, emergency: str = ""
) -> tuple[Case | None, tuple[Fault, ...]]:
    """A form of the work tree with all that forbids to approve it; no case where its fields are missing or wrong.

    Raises UnknownNotice, TextError, UnknownVersion while nothing of the policy is in force.
    """
    desk = Desk(archive=archive, policy=policy)
    version = archive.in_force(policy, today)
    form, wrong = read(identifier, desk.read(identifier))
    if form is None:
        return None, wrong
    promised = notice_time(archive.document(version))
    case = Case(form=form, today=today, promised=promised, languages=version.languages, emergency=emergency)
    return case, faults(case)


def approve(
    archive: Archive,
    policy: str,
    identifier: str,
    signature: Signature,
    *,
    now: datetime.datetime,
    reason: str,
    emergency: str = "",
    step: Step = lambda _: None,
) -> Approved:
    """Keep that `signature` approves exactly the form as it lies there, in one commit with it.

    Doing it again changes nothing. Raises NoticeRefused with every fault, NotSignedOff without a reason, ArchiveError.
    """
    desk = Desk(archive=archive, policy=policy)
    if identifier in ids(archive, policy):
        return _approved_before(archive, desk, policy, identifier)
    reason = _reason(reason, "a notice is approved only with a reason")
    case = _ready(archive, policy, identifier, now.date(), " ".join(emergency.split()))
    _no_merge(archive)
    paths = {name: archive.repository.path(file) for name, file in desk.files(identifier).items()}
    record, sources = path_of(archive, policy, identifier), desk.read(identifier)
    title, files = f"{policy} {identifier}", (*paths.values(), record)
    identity = worktree.standing_in(archive.repository, signature.name, signature.mail)
    with change(archive.repository, title=title, files=files, what="approval", step=step) as under_way:
        texts = _entries(archive, case.form, paths, under_way.stage(paths.values()), sources)
        under_way.write(record, approval_json(_approval(archive, case, texts, signature, now, reason)))
        under_way.stage([record])
        under_way.finish(under_way.commit(_message("Approve", policy, identifier, reason, signature), identity))
    archive.refresh()
    return get(archive, policy, identifier)


def _ready(archive: Archive, policy: str, identifier: str, today: datetime.date, emergency: str) -> Case:
    """The form where nothing stands against it. Raises NoticeRefused with every fault."""
    case, wrong = checked(archive, policy, identifier, today, emergency)
    if wrong or case is None:
        listed = "\n".join(f"{fault}\n  {fault.todo}" for fault in wrong)
        raise NoticeRefused(f"{identifier} is not ready:\n{listed}", todo="Correct the form and run again.")
    return case


def _approval(
    archive: Archive,
    case: Case,
    texts: dict[str, TextEntry],
    signature: Signature,
    now: datetime.datetime,
    reason: str,
) -> Approval:
    form, previous = case.form, approved(archive, case.form.policy)
    version, timed = archive.in_force(form.policy, now.date()), form.kind == "termination"
    return Approval(
        policy=form.policy,
        notice=form.id,
        kind=form.kind,
        texts=texts,
        version=str(version.number),
        record=version.record_sha256,
        days=case.promised.days if timed else 0,
        promise=case.promised.quote if timed else "",
        previous=previous[-1].link if previous else None,
        name=signature.name,
        mail=signature.mail,
        when=now,
        reason=reason,
        emergency=case.emergency if too_early(case) else "",
        tool=__version__,
    )


def publish(
    archive: Archive, one: Approved, signature: Signature, *, now: datetime.datetime, reason: str, until: datetime.date
) -> Approved:
    """Tell of an incident by a public notice too, shown on every page until the day `until`.

    Published before, it is given back as it is. Raises NoticeRefused, NotSignedOff without a reason, ArchiveError.
    """
    _stands(one)
    if one.kind != "incident":
        raise NoticeRefused(f"{one.id} has its page already", todo="Only an incident waits for a decision.")
    if one.publication is not None:
        return one
    reason = _reason(reason, "say why telling people one by one is impracticable")
    if until < now.date():
        raise NoticeRefused(f"the notice would be shown until {until}, which is over", todo="Choose a later --until.")
    act = Publication(
        policy=one.policy,
        notice=one.id,
        record=one.sha256,
        until=until,
        name=signature.name,
        mail=signature.mail,
        when=now,
        reason=reason,
        tool=__version__,
    )
    return _kept(archive, one, "published", publication_json(act), signature, reason)


def take_back(
    archive: Archive, one: Approved, signature: Signature, *, now: datetime.datetime, reason: str
) -> Approved:
    """Tell nobody more by this notice; its record and its page stay, and say so.

    Taken back before, it is given back as it is. Raises NotSignedOff without a reason, ArchiveError.
    """
    if one.withdrawal is not None:
        return one
    reason = _reason(reason, "a notice is withdrawn only with a reason")
    act = Withdrawal(
        policy=one.policy,
        version=one.id,
        record=one.sha256,
        name=signature.name,
        mail=signature.mail,
        when=now,
        reason=reason,
        tool=__version__,
    )
    return _kept(archive, one, "withdrawn", acts.withdrawal_json(act), signature, reason)


def _no_merge(archive: Archive) -> None:
    operation = worktree.operation(archive.repository)
    if operation is not None:
        todo = f"Finish it with `git {operation} --continue`, or give it up with `git {operation} --abort`."
        raise NoticeRefused(f"a {operation} is not finished in this repository", todo=todo)


def _stands(one: Approved) -> None:
    if one.withdrawal is not None:
        raise NoticeRefused(f"{one.id} was withdrawn on {one.withdrawal.when.date()}", todo="Write a new form.")


def _kept(archive: Archive, one: Approved, act: str, data: bytes, signature: Signature, reason: str) -> Approved:
    _no_merge(archive)
    path, title = path_of(archive, one.policy, one.id, act), f"{one.policy} {one.id}"
    identity = worktree.standing_in(archive.repository, signature.name, signature.mail)
    verb = {"published": "Publish", "withdrawn": "Withdraw"}[act]
    with change(archive.repository, title=title, files=(path,), what=f"{verb.lower()}ing") as under_way:
        under_way.write(path, data)
        under_way.stage([path])
        under_way.finish(under_way.commit(_message(verb, one.policy, one.id, reason, signature), identity))
    archive.refresh()
    return get(archive, one.policy, one.id)


def _approved_before(archive: Archive, desk: Desk, policy: str, identifier: str) -> Approved:
    one = get(archive, policy, identifier)
    now = [_level(data) for data in desk.read(identifier).values()]
    if now != [_level(text(archive, one.approval, language)) for language in one.languages]:
        message = f"{identifier} was approved on {one.approval.when.date()} with another text"
        raise NoticeRefused(message, todo="What was approved stays. Write a new form: policytool notice new.")
    return one


def _entries(
    archive: Archive, form: Form, paths: Mapping[str, str], blobs: Mapping[str, str], sources: Mapping[str, bytes]
) -> dict[str, TextEntry]:
    entries = {}
    for language, written in form.texts.items():
        path = paths[written.name]
        data = archive.repository.blob(blobs[path]) or b""
        if _level(data) != _level(sources[written.name]):
            raise NoticeRefused("the form was edited meanwhile", path=written.name, todo="Run again.")
        sha256, title = fingerprint(data), written.front.title
        entries[language] = TextEntry(path=path, blob=blobs[path], sha256=sha256, title=title)
    return entries


def _level(data: bytes) -> str:
    """The text whatever its line ends, which git may store otherwise than they lie in the work tree."""
    return source.level(source.decode(data, name="form"))


def _reason(reason: str, wanted: str) -> str:
    level = " ".join(reason.split())
    if not level:
        raise NotSignedOff(wanted, todo='Say why: --reason "…". It is kept.')
    return level


def _message(verb: str, policy: str, identifier: str, reason: str, signature: Signature) -> str:
    return f"{verb} the notice {policy} {identifier}\n\nReason: {reason}\n\nSigned-off-by: {signature}"

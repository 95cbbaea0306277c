"""What the facts of a form must not say together: days that come too early, reasons that are missing."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from policytool.forms.form import Fault, Form
from policytool.forms.model import Affiliate, Incident, Termination, Transfer, Translation
from policytool.forms.notice_time import NoticeTime
from policytool.forms.sayings import named

_NEUTRAL = re.compile(r"(?:https?://\S+|mailto:\S+|[^\s@]+@[^\s@]+|[+\d() -]+)\Z")
"""An address of the web or the mail, or a telephone number: the same in every language."""
PROMPT = datetime.timedelta(hours=72)
"""Until when a regulator is told without a reason for the delay (GDPR Art. 33(1))."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """A form, the day on which people would be told, and what the policy in force promises."""

    form: Form
    today: datetime.date
    promised: NoticeTime
    languages: tuple[str, ...]
    """Those of the policy in force, the authoritative one first."""
    emergency: str = ""
    """Why people are told later than promised, in the words of the person who answers for it."""


def faults(case: Case) -> tuple[Fault, ...]:
    """Everything that forbids to tell people what the form says, in the order of its lines."""
    found = [*_languages(case), *_contact(case.form), *_of_kind(case)]
    return tuple(sorted(found, key=lambda fault: (fault.path, fault.line)))


def too_early(case: Case) -> str:
    """Why the service may not end on the day that the form names; empty where it may, and for other kinds."""
    facts = case.form.facts
    if not isinstance(facts, Termination) or facts.ends >= case.promised.earliest(case.today):
        return ""
    days = max((facts.ends - case.today).days, 0)
    said = f" are promised in {case.promised.quote}" if case.promised.quote else " are the least"
    return f"people would be told {days} days before the service ends, but {case.promised.days}{said}"


def _at(form: Form, key: str, message: str, todo: str) -> Fault:
    text = form.texts[form.languages[0]]
    return Fault(path=text.name, line=text.lines.get(key, 1), message=message, todo=todo)


def _of_kind(case: Case) -> Iterator[Fault]:
    facts = case.form.facts
    if isinstance(facts, Termination):
        yield from _termination(case, facts)
    elif isinstance(facts, Incident):
        yield from _incident(case, facts)
    elif isinstance(facts, Affiliate):
        yield from _affiliate(case, facts)
    else:
        yield from _transfer(case, facts)


def _termination(case: Case, facts: Termination) -> Iterator[Fault]:
    early = too_early(case)
    if early and not case.emergency:
        todo = f"Write ends: {case.promised.earliest(case.today)} or later."
        yield _at(case.form, "ends", early, todo)
    if facts.data_by < facts.ends:
        message = f"data_by: {facts.data_by} is before the end of the service, {facts.ends}"
        yield _at(case.form, "data_by", message, "Name the day by which deletion after the end is done.")


def _incident(case: Case, facts: Incident) -> Iterator[Fault]:
    if facts.discovered.date() > case.today:
        yield _at(
            case.form, "discovered", f"discovered: {facts.discovered.date()} is still to come", "Correct the day."
        )
    if facts.ended and not facts.began:
        yield _at(case.form, "ended", "ended is known, but not when it began", "Write began: too, or leave both empty.")
    if facts.began and facts.ended and facts.ended < facts.began:
        yield _at(case.form, "ended", f"ended: {facts.ended} is before began: {facts.began}", "Correct one of them.")
    for authority in facts.authorities:
        late = authority.reported is None or authority.reported - facts.discovered > PROMPT
        if authority.reported and authority.reported < facts.discovered:
            message = f"{authority.name} was told before the incident became known"
            yield _at(case.form, "authorities", message, "Correct `reported` or `discovered`.")
        elif late and not authority.reason:
            how = "is not told" if authority.reported is None else "was told later than 72 hours after it became known"
            todo = "Write the reason below its name: reason: …"
            yield _at(case.form, "authorities", f"{authority.name} {how}, and no reason is given", todo)


def _affiliate(case: Case, facts: Affiliate) -> Iterator[Fault]:
    if facts.until <= case.today:
        yield _at(case.form, "until", f"until: {facts.until} leaves no day for an answer", "Choose a later day.")
    if facts.begins <= facts.until:
        message = f"the new use would begin on {facts.begins}, before the last answers on {facts.until}"
        yield _at(case.form, "begins", message, "People are asked before the use: choose a later day.")


def _transfer(case: Case, facts: Transfer) -> Iterator[Fault]:
    asks = facts.promise == "asks anew"
    for key, value in (("agree_at", facts.agree_at), ("until", facts.until)):
        if asks and not value:
            yield _at(case.form, key, f"the new holder asks anew, but {key} is empty", f"Write {key}: …")
        if not asks and value:
            todo = "Leave it empty, or write promise: asks anew."
            yield _at(case.form, key, f"{key} is given, but nobody is asked", todo)
    if asks and facts.until and facts.until <= case.today:
        yield _at(case.form, "until", f"until: {facts.until} leaves no day for an answer", "Choose a later day.")


def _contact(form: Form) -> Iterator[Fault]:
    contact = form.facts.contact
    if not (contact.email or contact.phone):
        yield _at(form, "contact", "contact names neither e-mail nor phone", "Write one of them at least.")


def _languages(case: Case) -> Iterator[Fault]:
    form = case.form
    if form.languages[0] != case.languages[0]:
        message = f"this form is in {form.languages[0]}, the policy's authoritative language is {case.languages[0]}"
        yield _at(form, "language", message, f"Write it in {case.languages[0]}; other languages are translations.")
    for language, text in list(form.texts.items())[1:]:
        front = text.front
        known = front.translated if isinstance(front, Translation) else {}
        for words in dict.fromkeys(named(form)):
            if words not in known and not _NEUTRAL.match(words):
                line, todo = text.lines.get("translated", 1), f'Write below translated: "{words}": …'
                message = f"nothing says what “{words}” is called in {language}"
                yield Fault(path=text.name, line=line, message=message, todo=todo)
    for language in case.languages[1:]:
        if language not in form.languages:
            file = form.texts[form.languages[0]].name.removesuffix(".md") + f".{language}.md"
            message = f"there is no translation into {language}, a language of the policy"
            yield _at(form, "language", message, f"Write {file}.")

"""What a notice says of its own facts, in sentences, so that no number or day can be forgotten in the prose."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from policytool.forms.form import Form
from policytool.forms.model import Affiliate, Incident, Termination, Transfer
from policytool.forms.words import said, written_day


def sentences(form: Form, language: str) -> tuple[str, ...]:
    """The facts in `language`, for mail, letter, call and page."""
    return tuple(_sentences(form, language))


def brief(form: Form, language: str) -> str:
    """The matter in the few words of a text message."""
    return said("brief", form.kind, language, day=written_day(form.day, language))


def because(form: Form, language: str) -> str:
    """Why somebody gets the message."""
    return said("because", form.kind, language)


def named(form: Form) -> tuple[str, ...]:
    """The words of the facts that the sentences hold, so that a translation has to call them something."""
    facts = form.facts
    if isinstance(facts, Incident):
        return tuple(authority.name for authority in facts.authorities if authority.reported)
    if isinstance(facts, Termination):
        return (facts.service,)
    if isinstance(facts, Affiliate):
        return (facts.affiliate, facts.affiliate_contact, *facts.data, facts.agree_at)
    return tuple(filter(None, (facts.holder, facts.holder_contact, facts.agree_at)))


class _Speaker:
    """Fills sentences in one language with facts and days."""

    def __init__(self, form: Form, language: str) -> None:
        self.form, self.language = form, language

    def __call__(self, key: str, **values: str | datetime.date) -> str:
        filled = {name: self.value(value) for name, value in values.items()}
        return said("facts", key, self.language, **filled)

    def value(self, value: str | datetime.date) -> str:
        """As it is called in the language."""
        if isinstance(value, datetime.date):
            return written_day(value, self.language)
        return self.form.called(value, self.language)


def _sentences(form: Form, language: str) -> Iterator[str]:
    facts, say = form.facts, _Speaker(form, language)
    if isinstance(facts, Incident):
        yield from _incident(facts, say)
    elif isinstance(facts, Termination):
        yield say("ends", service=facts.service, day=facts.ends)
        yield say(facts.data.replace(" ", "_"), day=facts.data_by)
    elif isinstance(facts, Affiliate):
        yield from _affiliate(facts, say)
    else:
        yield from _transfer(facts, say)


def _incident(facts: Incident, say: _Speaker) -> Iterator[str]:
    yield say("discovered", day=facts.discovered.date())
    if facts.began and facts.ended and facts.began != facts.ended:
        yield say("happened", began=facts.began, ended=facts.ended)
    elif facts.began and facts.ended:
        yield say("happened_on", began=facts.began)
    for authority in facts.authorities:
        if authority.reported is not None:
            yield say("reported", authority=authority.name, day=authority.reported.date())


def _affiliate(facts: Affiliate, say: _Speaker) -> Iterator[str]:
    data = ("、" if say.language.startswith("zh") else ", ").join(say.value(one) for one in facts.data)
    yield say("affiliate", affiliate=facts.affiliate, data=data)
    yield say("affiliate_contact", affiliate=facts.affiliate, contact=facts.affiliate_contact)
    yield say("agree", day=facts.until, where=facts.agree_at)
    yield say("affiliate_silent")
    yield say("begins", day=facts.begins)


def _transfer(facts: Transfer, say: _Speaker) -> Iterator[str]:
    yield say("takes_over", holder=facts.holder, day=facts.takes_over)
    yield say("holder_contact", holder=facts.holder, contact=facts.holder_contact)
    if facts.promise == "stays bound":
        yield say("stays_bound", holder=facts.holder)
        return
    yield say("asks_anew", holder=facts.holder)
    if facts.until:
        yield say("agree", day=facts.until, where=facts.agree_at)
    yield say("transfer_silent", holder=facts.holder)

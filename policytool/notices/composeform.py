"""From a form to a notice in one language. The lawyer's words are told whole; nothing is added but the form's facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from email.utils import parseaddr
from typing import Any

from policytool.archive.model import Version
from policytool.config import Settings
from policytool.forms import sayings
from policytool.forms.form import Form
from policytool.notices.compose import Templates, render
from policytool.notices.facts import best
from policytool.notices.model import ENVELOPE, PLACE, Facts, Notice, Point
from policytool.notices.textlength import plainer
from policytool.text.metadata import Controller
from policytool.text.model import Clause, Document, Run

_NAME = "\N{OBJECT REPLACEMENT CHARACTER}name\N{OBJECT REPLACEMENT CHARACTER}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A section as messages tell it: one line a paragraph or item, without formatting."""

    title: str
    lines: tuple[tuple[str, str], ...]
    """What stands before it, such as "2." (empty for a paragraph), and the words."""


def form_facts(
    form: Form, language: str, settings: Settings, *, binding: Version, document: Document, public: bool
) -> Facts:
    """The facts of a form's notice. `binding` is the version in force at its approval, `document` its text."""
    front, contact = form.texts[language].front, form.facts.contact
    base, part = settings.site.url.rstrip("/"), "" if language == binding.languages[0] else f"{language}/"
    tag = best(binding.languages, language)
    policy = f"{base}/{form.policy}/{'' if tag == binding.languages[0] else f'{tag}/'}{binding.number}/" if base else ""
    page = f"{base}/{form.policy}/{part}notices/{form.id}/" if base and public else ""
    company = (document.metadata.controller if document.metadata else None) or Controller(name="")
    told = [*sayings.sentences(form, language), *(words for one in parts(form, language) for _, words in one.lines)]
    return Facts(
        language=language,
        policy=form.policy,
        title=front.title,
        version=form.id,
        kind=form.kind,
        published=form.day,
        effective=form.day,
        summary=front.short,
        points=tuple(_point(line) for line in told),
        text_url=page or policy,
        changes_url="",
        short_url=page,
        controller=company.model_copy(
            update={
                "department": contact.name if contact.name != company.name else "",
                "email": contact.email,
                "phone": contact.phone,
                "address": contact.address or company.address,
            }
        ),
        sender=contact.email or contact.phone or settings.notices.reply_to or parseaddr(settings.notices.sender)[1],
    )


def compose_form(facts: Facts, form: Form, templates: Templates) -> Notice:
    """The notice that tells what `form` says. Raises NoticeError naming template and line where a template fails."""
    values: dict[str, Any] = {field.name: getattr(facts, field.name) for field in fields(facts)}
    values |= {"greeting": PLACE, "envelope": ENVELOPE, "contact": facts.sender, "subject": facts.title}
    values |= {
        "parts": parts(form, facts.language),
        "sentences": sayings.sentences(form, facts.language),
        "because": sayings.because(form, facts.language),
        "brief": sayings.brief(form, facts.language),
        "page_url": facts.short_url,
    }

    def made(template: str, frame: str = "") -> str:
        tag = templates.language(facts.language, template)
        more = {"template_language": tag, "frame": frame}
        return render(templates, template.format(tag), {**values, **more})

    def greeted(name: str) -> str:
        tag = templates.language(facts.language, "greeting.{}.j2")
        return render(templates, f"greeting.{tag}.j2", {"name": name}).strip()

    before, _, after = greeted(_NAME).partition(_NAME)
    return Notice(
        facts=facts,
        subject=" ".join(facts.title.split()),
        text=made("form-mail.{}.txt.j2"),
        html=made("form-mail.{}.html.j2", "frame.html.j2"),
        letter=made("form-letter.{}.html.j2", "letter.html.j2"),
        script=made("form-call.{}.txt.j2"),
        short=plainer(" ".join(made("form-sms.{}.txt.j2").split())),
        briefs=(facts.summary,),
        consent="",
        greeting=greeted(""),
        greeting_named=(before, after),
    )


def parts(form: Form, language: str) -> tuple[Part, ...]:
    """The sections in their order."""
    found = form.texts[language].sections
    return tuple(
        Part(title=one.title, lines=tuple((_mark(clause), _words(clause)) for clause in one.clauses)) for one in found
    )


def _mark(clause: Clause) -> str:
    return clause.marker.replace("•", "*") if clause.kind == "item" else ""


def _words(clause: Clause) -> str:
    """The words on one line, with the address of each link behind it."""
    said = "".join(_run(run) for run in clause.runs)
    return re.sub(r"\s+", " ", said.replace("\t", " – ")).strip()


def _run(run: Run) -> str:
    shown = run.link and run.link.removeprefix("mailto:").removeprefix("tel:")
    return f"{run.text} ({shown})" if shown and shown != run.text else run.text


def _point(words: str) -> Point:
    return Point(kind=None, told=words, quote="", section="", effects=(), reduces_rights=False)

"""From facts to a notice in one language: subject, text and HTML, from templates in a sandbox."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined, Template
from jinja2.exceptions import SecurityError, TemplateError, TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from policytool.errors import NoticeError
from policytool.notices.model import ENVELOPE, PLACE, Facts, Notice
from policytool.notices.textlength import plainer

_T = TypeVar("_T")
FALLBACK = "en"
_NAME = "\N{OBJECT REPLACEMENT CHARACTER}name\N{OBJECT REPLACEMENT CHARACTER}"
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True)
class Templates:
    """The packaged templates, behind those of the user's folder where there are any."""

    environment: ImmutableSandboxedEnvironment
    folder: Path | None

    @classmethod
    def load(cls, folder: Path | None = None) -> Templates:
        packaged = PackageLoader("policytool.notices", "templates")
        loader: BaseLoader = packaged
        if folder is not None and folder.is_dir():
            loader = ChoiceLoader([FileSystemLoader(folder), packaged])
        environment = ImmutableSandboxedEnvironment(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=lambda name: name is not None and name.endswith(".html.j2"),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
        )
        return cls(environment=environment, folder=folder)

    def language(self, wanted: str, template: str = "mail.{}.txt.j2") -> str:
        """The language of templates that serves `wanted`: itself, its main language, or English."""
        for tag in (wanted, wanted.partition("-")[0]):
            try:
                self.environment.loader.get_source(self.environment, template.format(tag))  # type: ignore[union-attr]
            except TemplateNotFound:
                continue
            return tag
        return FALLBACK


def compose(facts: Facts, templates: Templates) -> Notice:
    """The notice that tells `facts`. Raises NoticeError naming template and line where a template fails."""
    page = _Page.of(facts, templates, "mail.{}.txt.j2")
    subject = " ".join(page.render("subject.{}.j2").split())
    named = page.render("greeting.{}.j2", name=_NAME).strip()
    before, _, after = named.partition(_NAME)
    printed = _Page.of(facts, templates, "letter.{}.html.j2")
    said = _Page.of(facts, templates, "call.{}.txt.j2")
    texted = _Page.of(facts, templates, "sms.{}.txt.j2")
    return Notice(
        facts=facts,
        subject=subject,
        text=_tidy(page.render("mail.{}.txt.j2")),
        html=page.render("mail.{}.html.j2", subject=subject, frame="frame.html.j2").strip() + "\n",
        letter=printed.render("letter.{}.html.j2", subject=subject, frame="letter.html.j2").strip() + "\n",
        script=_tidy(said.render("call.{}.txt.j2")),
        short=plainer(" ".join(texted.render("sms.{}.txt.j2").split())),
        briefs=tuple(texted.values["briefs"]),
        consent=page.values["consent"],
        greeting=page.render("greeting.{}.j2", name="").strip(),
        greeting_named=(before, after),
    )


@dataclass(frozen=True, kw_only=True)
class _Page:
    """The templates of one medium in one language, with what they may say."""

    templates: Templates
    tag: str
    values: dict[str, Any]

    @classmethod
    def of(cls, facts: Facts, templates: Templates, template: str) -> _Page:
        """In the language that the medium's template has."""
        tag = templates.language(facts.language, template)
        day = partial(written_day, language=tag)
        values: dict[str, Any] = {field.name: getattr(facts, field.name) for field in fields(facts)}
        values |= {"day": day, "contact": facts.sender, "template_language": tag}
        values |= {"greeting": PLACE, "envelope": ENVELOPE}
        values["reduces_rights"] = any(point.reduces_rights for point in facts.points)
        values["meanings"] = _meanings(facts, templates, tag, day)
        values["briefs"] = _briefs(facts, templates, tag)
        values["consent"] = _consent(facts, templates, tag, day)
        return cls(templates=templates, tag=tag, values=values)

    def render(self, template: str, **more: str) -> str:
        values = {**self.values, **more}
        if template.endswith(".html.j2"):
            values["day"] = partial(_unbroken_day, language=self.tag)
        return _guarded(self.templates, template.format(self.tag), lambda found: found.render(values))


def written_day(day: datetime.date, *, language: str) -> str:
    """The day as people write it: "23 December 2026", "2026年12月23日", else "2026-12-23"."""
    if language == "en":
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    if language.partition("-")[0] in {"zh", "ja"}:
        return f"{day.year}年{day.month}月{day.day}日"
    return day.isoformat()


def _unbroken_day(day: datetime.date, *, language: str) -> str:
    """The day with spaces at which no line ends."""
    return written_day(day, language=language).replace(" ", "\N{NO-BREAK SPACE}")


def _meanings(facts: Facts, templates: Templates, tag: str, day: Callable[[datetime.date], str]) -> list[str]:
    def said(template: Template) -> list[str]:
        meaning: Any = template.module.meaning  # type: ignore[attr-defined]
        effects = [effect for point in facts.points for effect in point.effects]
        return [str(meaning(kind, direction, day(facts.effective))).strip() for kind, direction in effects]

    return list(dict.fromkeys(_guarded(templates, f"words.{tag}.j2", said)))


def _briefs(facts: Facts, templates: Templates, tag: str) -> list[str]:
    def said(template: Template) -> list[str]:
        brief: Any = template.module.brief  # type: ignore[attr-defined]
        kinds = [*(point.kind for point in facts.points), *(["consent"] if facts.asks_consent else [])]
        return [str(brief(kind)).strip() for kind in kinds]

    return list(dict.fromkeys(_guarded(templates, f"words.{tag}.j2", said)))


def _consent(facts: Facts, templates: Templates, tag: str, day: Callable[[datetime.date], str]) -> str:
    def said(template: Template) -> str:
        consent: Any = template.module.consent  # type: ignore[attr-defined]
        return " ".join(str(consent(day(facts.consent_until) if facts.consent_until else "")).split())

    return _guarded(templates, f"words.{tag}.j2", said) if facts.asks_consent else ""


def _guarded(templates: Templates, name: str, use: Callable[[Template], _T]) -> _T:
    try:
        return use(templates.environment.get_template(name))
    except TemplateSyntaxError as error:
        problem, place, line = error.message or "it is not a template", error.name or name, error.lineno
    except TemplateNotFound as error:
        problem, place, line = "the template is missing", str(error.name or name), None
    except (TemplateError, SecurityError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        problem, place, line = str(error), name, _line(error)
    raise NoticeError(
        f"the template fails: {problem}",
        path=(templates.folder / place) if templates.folder and (templates.folder / place).is_file() else place,
        line=line,
        todo="Correct the template, or remove it: the packaged one is then used.",
    )


def _line(error: BaseException) -> int | None:
    trace, line = error.__traceback__, None
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(".j2"):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _tidy(text: str) -> str:
    """At most two empty lines in a row, none at either end, no spaces at the ends of lines."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        kept = line.rstrip()
        if kept or lines[-2:] != ["", ""]:
            lines.append(kept)
    return "\n".join(lines) + "\n"


def render(templates: Templates, name: str, values: Mapping[str, Any]) -> str:
    """The template `name` filled in; plain text is tidied. Raises NoticeError naming template and line."""
    made = _guarded(templates, name, lambda found: found.render(values))
    return _tidy(made) if name.endswith(".txt.j2") else made.strip() + "\n"

"""The regulator's copy of an incident: one page with everything that the law wants reported, to print or to attach."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from html import escape

from policytool.forms.approved import Approved
from policytool.forms.model import Authority, Incident
from policytool.forms.words import catalogue
from policytool.text.html import clauses_html

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font: 11pt/1.5 Georgia, "Noto Serif", "Songti SC", serif; color: #111 }}
body {{ max-width: 44em; margin: 2em auto; padding: 0 1em }}
h1 {{ font-size: 16pt; line-height: 1.25 }} h3 {{ font-size: 11pt }}
h2 {{ font-size: 13pt; margin: 2em 0 .5em; break-after: avoid }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border: 1px solid #767676; padding: .35em .6em; text-align: start; vertical-align: top }}
th {{ width: 38%; font-weight: normal; background: #f4f4f4 }}
.foot {{ font-size: 9pt; color: #444 }}
@page {{ size: A4; margin: 20mm }} @media print {{ body {{ margin: 0; max-width: none }} }}
</style></head>
<body><main>
<h1>{title}</h1>
{body}
<p class="foot">{foot}</p>
</main></body></html>
"""
_Row = tuple[str, str]


def report(one: Approved, controller: str) -> bytes:
    """The page in the authoritative language, in UTF-8. `controller`: name and address of the company.

    Raises TypeError for another notice than an incident's.
    """
    facts = one.form.facts
    if not isinstance(facts, Incident):
        raise TypeError("only an incident is reported")
    language = one.languages[0]
    words: dict[str, str] = catalogue(language)["report"]
    parts = [
        _table(words["about"], _about(one, controller, words)),
        _table(words["times"], _times(facts, words)),
        _table(words["breach"], _nature(facts, words)),
        *(
            _table(f"{words['authority']}: {found.name}", _authority(found, facts, words))
            for found in facts.authorities
        ),
        _told(one, words),
    ]
    page = _PAGE.format(
        language=escape(language), title=escape(words["title"]), body="\n".join(parts), foot=escape(words["sources"])
    )
    return page.encode()


def _about(one: Approved, controller: str, words: dict[str, str]) -> Iterator[_Row]:
    contact, act = one.form.facts.contact, one.approval
    yield words["controller"], controller
    reach = (contact.name, contact.email, contact.phone, contact.address)
    yield words["contact"], "\n".join(filter(None, reach))
    yield words["policy"], f"{one.policy} {act.version}"
    yield words["notice"], f"{one.id}: {one.form.texts[one.languages[0]].front.title}"
    yield words["approved"], words["approved_when"].format(name=act.name, mail=act.mail, when=_moment(act.when))
    yield words["reason"], act.reason


def _times(facts: Incident, words: dict[str, str]) -> Iterator[_Row]:
    yield words["discovered"], _moment(facts.discovered)
    known = [day.isoformat() if day else words["open"] for day in (facts.began, facts.ended)]
    yield words["period"], " – ".join(known)


def _nature(facts: Incident, words: dict[str, str]) -> Iterator[_Row]:
    yield words["nature"], "\n".join(words[kind] for kind in facts.nature)
    yield words["cause"], facts.cause
    yield words["data"], "\n".join(facts.data)
    yield words["people"], "\n".join(facts.people)
    yield words["people_number"], f"{facts.people_number:,}"
    yield words["records_number"], f"{facts.records_number:,}"


def _authority(found: Authority, facts: Incident, words: dict[str, str]) -> Iterator[_Row]:
    if found.reported is None:
        yield words["reported"], words["not_reported"]
    else:
        hours = (found.reported - facts.discovered).total_seconds() / 3600
        yield words["reported"], f"{_moment(found.reported)} ({words['hours'].format(hours=f'{hours:.0f}')})"
    if found.reference:
        yield words["reference"], found.reference
    if found.reason:
        yield words["late"], found.reason


def _told(one: Approved, words: dict[str, str]) -> str:
    text = one.form.texts[one.languages[0]]
    lines = [words["individually"]]
    if one.publication is not None:
        act = one.publication
        lines.append(words["publicly"].format(when=_moment(act.when), name=act.name, reason=act.reason))
    told = "".join(f"<p>{escape(line)}</p>\n" for line in (*lines, text.front.short))
    prose = (f"<h3>{escape(part.title)}</h3>\n{clauses_html(part.clauses, ids=False)}" for part in text.sections)
    return f"<h2>{escape(words['told'])}</h2>\n{told}" + "\n".join(prose)


def _table(title: str, rows: Iterator[_Row]) -> str:
    lines = (f'<tr><th scope="row">{escape(name)}</th><td>{_lines(value)}</td></tr>' for name, value in rows)
    return f"<h2>{escape(title)}</h2>\n<table>\n" + "\n".join(lines) + "\n</table>"


def _lines(value: str) -> str:
    return escape(value).replace("\n", "<br>")


def _moment(moment: datetime.datetime) -> str:
    return moment.isoformat(sep=" ", timespec="minutes").replace("+00:00", " UTC")

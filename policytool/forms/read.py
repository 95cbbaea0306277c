"""From the bytes of a form to its value, or to every field that is missing or wrong, each with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from policytool.errors import FrontMatterError
from policytool.forms.form import Fault, Form, Section, Text
from policytool.forms.model import FORMS, KINDS, Front, Translation
from policytool.forms.words import sections
from policytool.text import drafts, source, yamltree
from policytool.text.frontmatter import CLOSE, OPEN
from policytool.text.model import Clause, Document
from policytool.text.parse import build
from policytool.text.yamltree import Tree, YamlProblem

_ID = re.compile(r"(?P<kind>[a-z]+)-[1-9]\d{0,3}\Z")
_BEGIN = "Make a form with `policytool notice new`, and fill it in."


def kind_of(identifier: str) -> str:
    """The kind that a notice's id begins with; empty where it is no such id."""
    found = _ID.match(identifier)
    return found["kind"] if found and found["kind"] in KINDS else ""


def read(identifier: str, files: Mapping[str, bytes]) -> tuple[Form | None, tuple[Fault, ...]]:
    """The form called `identifier` from its files, name → bytes, the authoritative one first.

    None where anything is missing or wrong. Raises TextError for what is no text at all.
    """
    texts: dict[str, Text] = {}
    faults: list[Fault] = []
    for place, (name, data) in enumerate(files.items()):
        kind = kind_of(identifier)
        model = FORMS[kind] if place == 0 else Translation  # type: ignore[index]
        text, wrong = _text(source.level(source.decode(data, name=name)), name, model, kind)
        faults += wrong
        if text is not None:
            faults += _agrees(text, identifier, texts)
            texts[text.front.language] = text
    chief = next(iter(texts.values()), None)
    if faults or chief is None:
        return None, tuple(faults)
    return Form(id=identifier, facts=chief.front, texts=texts), ()  # type: ignore[arg-type]


def _text(text: str, name: str, model: type[Front], kind: str) -> tuple[Text | None, list[Fault]]:
    opened = OPEN.match(text)
    closed = CLOSE.search(text, opened.end()) if opened else None
    if opened is None or closed is None:
        message = "this form has no facts at its top, between two lines ---"
        raise FrontMatterError(message, path=name, line=1, todo=_BEGIN)
    try:
        tree = yamltree.load(text[opened.end() : closed.start()])
    except YamlProblem as problem:
        todo = "One `key: value` a line; put text with a colon or a # into double quotes."
        message = f"the facts are not valid YAML: {problem.message}"
        raise FrontMatterError(message, path=name, line=problem.line + 1, todo=todo) from problem
    if tree is None:
        raise FrontMatterError("the facts are not a list of keys", path=name, line=2, todo=_BEGIN)
    found, raw_html = drafts.read(text[closed.end() :], first_line=text.count("\n", 0, closed.end()) + 1)
    document = Document(name=name, clauses=build(found, name=name))
    faults = [Fault(path=name, line=line, message="HTML is not allowed in a notice") for line in raw_html]
    front, wrong = _front(tree, name, model)
    faults += wrong
    parts = _sections(document)
    faults += _prose(kind, str(tree.value.get("language") or "en"), parts, document)
    if front is None or faults:
        return None, faults
    lines = {str(place[0]): line + 1 for place, line in tree.lines.items() if len(place) == 1}
    return Text(front=front, sections=parts, document=document, lines=lines), []


def _front(tree: Tree, name: str, model: type[Front]) -> tuple[Front | None, list[Fault]]:
    try:
        return model.model_validate(_filled(tree.value)), []
    except ValidationError as error:
        faults = [_fault(problem, tree, name, model) for problem in error.errors()]
        return None, sorted(faults, key=lambda fault: fault.line)


def _filled(value: Any) -> Any:
    """`value` without what was left empty."""
    if isinstance(value, dict):
        filled = {key: _filled(part) for key, part in value.items()}
        return {key: part for key, part in filled.items() if part not in (None, "", [], {})}
    if isinstance(value, list):
        entries = [_filled(part) for part in value]
        # A single empty entry keeps its place, so that the lines of the others stay right.
        return ["" if part is None else part for part in entries] if any(entries) else []
    return value


def _fault(problem: Any, tree: Tree, name: str, model: type[Front]) -> Fault:
    place = problem["loc"]
    known = next((place[:length] for length in range(len(place), 0, -1) if place[:length] in tree.lines), None)
    line = tree.lines[known] + 1 if known else 1
    message, todo = _words(problem, ".".join(str(part) for part in place), model, empty=known == place)
    return Fault(path=name, line=line, message=message, todo=todo)


def _words(problem: Any, key: str, model: type[BaseModel], *, empty: bool) -> tuple[str, str]:
    kind = problem["type"]
    if kind in {"missing", "string_too_short", "too_short"}:
        return (
            f"{key} is {'empty' if empty or kind != 'missing' else 'missing'}",
            f"Write it behind {key.rpartition('.')[2]}:",
        )
    if kind == "extra_forbidden":
        near = get_close_matches(key, model.model_fields, n=1, cutoff=0.5)
        known = f"Known: {', '.join(model.model_fields)}."
        return f"the key {key} is unknown here", f"Did you mean {near[0]}?" if near else known
    if kind == "literal_error":
        return f"{key}: {problem['input']!r} is not one of {problem['ctx']['expected']}", "Choose one of them."
    if kind.startswith(("datetime", "timezone")):
        todo = "Write day, time and time zone, such as 2026-11-28 14:30+01:00."
        return f"{key}: {problem['input']!r} is no moment with its time zone", todo
    if kind == "value_error":
        return f"{key}: {problem['ctx']['error']}", "Correct it and run again."
    if kind.startswith("date"):
        return f"{key}: {problem['input']!r} is no date of the calendar", "Write YEAR-MONTH-DAY, such as 2026-11-28."
    if kind.startswith(("int", "greater")):
        return f"{key}: {problem['input']!r} is not a number of people or records", "Write it in digits: 1200."
    if kind == "string_too_long":
        return f"{key} is longer than {problem['ctx']['max_length']} characters", "Shorten it; the sections hold more."
    if kind in {"tuple_type", "list_type"}:
        return f"{key}: a list is wanted", "Write one entry a line, each after a hyphen."
    return f"{key}: {problem['msg']}", "docs/other-notices.md explains every key."


def _sections(document: Document) -> tuple[Section, ...]:
    found: list[tuple[Clause, list[Clause]]] = []
    for clause in document.clauses:
        if clause.kind == "heading" and clause.level <= 2:
            found.append((clause, []))
        elif found:
            found[-1][1].append(clause)
    return tuple(
        Section(id=head.id, title=head.text, line=head.line, clauses=tuple(clauses)) for head, clauses in found
    )


def _prose(kind: str, language: str, parts: tuple[Section, ...], document: Document) -> Iterator[Fault]:
    known = {section.id: section for section in parts}
    last = max((clause.line for clause in document.clauses), default=1)
    for asked in sections(kind, language):
        section = known.get(asked.id)
        if section is None:
            todo = f"Add: ## {asked.title} {{#{asked.id}}}"
            yield Fault(path=document.name, line=last, message=f"the section “{asked.title}” is missing", todo=todo)
        elif not section.text.strip():
            todo = asked.hint.strip("[]【】")
            yield Fault(path=document.name, line=section.line, message=f"“{section.title}” is empty", todo=todo)
        elif asked.hint in section.text:
            line = next(clause.line for clause in section.clauses if asked.hint in clause.text)
            message = f"“{section.title}” still holds what the form asks"
            yield Fault(path=document.name, line=line, message=message, todo="Write the answer in its place.")
        elif asked.says and not any(word in section.text.casefold() for word in asked.says):
            message = f"“{section.title}” does not say {asked.says_what}"
            yield Fault(path=document.name, line=section.line, message=message, todo="Say it: the policy promises it.")
    ids = {asked.id for asked in sections(kind, language)}
    for section in parts:
        if section.id not in ids:
            todo = f"Sections: {', '.join(sorted(ids))}. Write your own as ### below one of them."
            message = f"the form knows no section {section.id!r}"
            yield Fault(path=document.name, line=section.line, message=message, todo=todo)


def _agrees(text: Text, identifier: str, texts: Mapping[str, Text]) -> Iterator[Fault]:
    front, chief = text.front, next(iter(texts.values()), None)
    if front.notice != kind_of(identifier):
        message = f"notice: {front.notice} does not fit the file's name"
        yield Fault(path=text.name, line=text.lines["notice"], message=message, todo=f"Write {kind_of(identifier)}.")
    if chief is not None and front.policy != chief.front.policy:
        message = f"policy: {front.policy}, but {chief.name} says {chief.front.policy}"
        yield Fault(path=text.name, line=text.lines["policy"], message=message, todo="Write the same in both.")
    if front.language in texts:
        message = f"both this file and {texts[front.language].name} are in the language {front.language}"
        yield Fault(path=text.name, line=text.lines["language"], message=message, todo="Correct one of them.")

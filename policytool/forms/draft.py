"""A new form for the lawyer to fill in: the facts that its kind requires, then the sections, each with what it asks."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policytool.archive.archive import Archive
from policytool.archive.files import replace
from policytool.errors import PolicytoolError
from policytool.forms.desk import Desk
from policytool.forms.model import FORMS, Contact, Front, Kind, Translation
from policytool.forms.notice_time import notice_time
from policytool.forms.words import catalogue, sections
from policytool.text.metadata import Controller

_NESTED: dict[str, tuple[str, ...]] = {"authorities": ("name", "reported", "reference", "reason")}
_TO_DELETE = 30
"""Days after the end of the service that the form proposes for deleting; the lawyer may write others."""
_LISTS = frozenset({"nature", "data", "people"})


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """A new form."""

    id: str
    files: tuple[Path, ...]
    """The authoritative language first."""


def draft(archive: Archive, policy: str, kind: Kind, today: datetime.date, taken: tuple[str, ...]) -> Drafted:
    """Write a form of `kind` in every language of the policy; `taken` are the ids of notices that were approved.

    Raises UnknownVersion while nothing is in force.
    """
    desk, version = Desk(archive=archive, policy=policy), archive.in_force(policy, today)
    numbers = [int(one.rpartition("-")[2]) for one in (*desk.ids(), *taken) if one.rpartition("-")[0] == kind]
    identifier = f"{kind}-{max(numbers, default=0) + 1}"
    metadata = archive.document(version).metadata
    controller = (metadata.controller if metadata else None) or Controller(name="")
    given: dict[str, Any] = {"policy": policy, "notice": kind, "contact": _contact(controller)}
    if kind == "termination":
        ends = notice_time(archive.document(version)).earliest(today)
        done = ends + datetime.timedelta(days=_TO_DELETE)
        given |= {"ends": ends.isoformat(), "data_by": done.isoformat(), "service": archive.settings.site.name}
    if kind == "affiliate":
        given["silent"] = "nothing is shared"
    files = []
    for place, language in enumerate(version.languages):
        model: type[Front] = FORMS[kind] if place == 0 else Translation
        text = "\n".join((*_front(model, kind, language, given), *_prose(kind, language))) + "\n"
        files.append(_write(desk.path(identifier, language if place else ""), text))
    return Drafted(id=identifier, files=tuple(files))


def _front(model: type[Front], kind: Kind, language: str, given: dict[str, Any]) -> Iterator[str]:
    words = catalogue(language)
    asked, default = words["keys"], words["kind"][kind]["title"]
    yield "---"
    for key in model.model_fields:
        about = asked.get("data_termination" if (kind, key) == ("termination", "data") else key)
        if about:
            yield f"# {about}"
        value = {"language": language, "title": default, **given}.get(key, "")
        if isinstance(value, dict):
            yield f"{key}:"
            yield from (f"  {name}: {_scalar(part)}".rstrip() for name, part in value.items())
        elif key in _NESTED:
            yield f"{key}:"
            yield from (f"  {'- ' if name == 'name' else '  '}{name}:" for name in _NESTED[key])
        elif key in _LISTS and (kind, key) != ("termination", "data"):
            yield f"{key}:"
            yield "  -"
        else:
            yield f"{key}: {_scalar(value)}".rstrip()
    yield "---"


def _prose(kind: Kind, language: str) -> Iterator[str]:
    for asked in sections(kind, language):
        yield from ("", f"## {asked.title} {{#{asked.id}}}", "", asked.hint)


def _contact(controller: Controller) -> dict[str, str]:
    values = {
        "name": controller.department or controller.name,
        "email": controller.email,
        "phone": controller.phone,
        "address": controller.address,
    }
    return {key: values[key] for key in Contact.model_fields}


def _scalar(value: str) -> str:
    """The value as YAML: JSON's strings are YAML's."""
    return json.dumps(value, ensure_ascii=False) if value else ""


def _write(file: Path, text: str) -> Path:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        if file.exists():
            raise FileExistsError(17, "a file stands there already")
        replace(file, text.encode("utf-8"))
    except OSError as error:
        raise PolicytoolError(f"cannot be written: {error.strerror}", path=file) from error
    return file

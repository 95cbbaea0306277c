"""A published site compared with the archive: does each page still show the text that its record names?"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from bs4 import BeautifulSoup

from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.website import addresses, othernotices, views
from policytool.website.model import Policy

Read = Callable[[str], bytes | None]
"""Gives the file at an address of the site, such as "privacy-policy/2.0/"; None where there is none."""
_AROUND = 40
"""Characters shown on each side of a difference."""


@dataclass(frozen=True, kw_only=True)
class Mismatch:
    """A page that is not there, or that shows something else."""

    kind: Literal["altered", "missing"]
    version: str
    address: str
    message: str


def mismatches(archive: Archive, policy: str, read: Read) -> Iterator[Mismatch]:
    """What is wrong with the permanent pages of `policy`, and with the list of versions for machines."""
    versions = archive.released(policy)
    if not versions:
        return
    standing = archive.versions(policy) or versions
    titles = {language: "" for version in (*standing, *versions) for language in version.languages}
    shown = Policy(id=policy, titles=titles, versions=versions)
    yield from _list(shown, read("versions.json"))
    for version in versions:
        for language in version.languages:
            address = addresses.version(shown, version.number, language)
            expected = views.text_view(archive.document(version, language), language).html
            yield from _page(version, language, address, expected, read(address))
    yield from _notices(archive, shown, read)


def _notices(archive: Archive, policy: Policy, read: Read) -> Iterator[Mismatch]:
    """The pages of other notices than those of versions."""
    for notice in othernotices.gathered(archive, policy.id):
        for language, text in notice.texts.items():
            address = addresses.notice(policy, notice.id, language)
            yield from _shown(notice.id, text.sha256, address, text.html, read(address))


def _page(version: Version, language: str, address: str, expected: str, data: bytes | None) -> Iterator[Mismatch]:
    sha256 = version.record.texts[language].sha256
    return _shown(str(version.number), sha256, address, expected, data)


def _shown(number: str, sha256: str, address: str, expected: str, data: bytes | None) -> Iterator[Mismatch]:
    if data is None:
        yield Mismatch(kind="missing", version=number, address=address, message="there is no such page")
        return
    text = BeautifulSoup(data, "html.parser").find(class_="policy-text")
    if text is None:
        yield Mismatch(kind="altered", version=number, address=address, message="the page shows no text of a policy")
        return
    if text.get("data-sha256") != sha256:
        message = "the page does not name the SHA-256 of the recorded text"
        yield Mismatch(kind="altered", version=number, address=address, message=message)
    wanted, found = _words(BeautifulSoup(expected, "html.parser")), _words(text)
    if wanted != found:
        message = f"the page does not show the recorded text: {_difference(wanted, found)}"
        yield Mismatch(kind="altered", version=number, address=address, message=message)


def _words(element: Any) -> str:
    """What a reader sees, white space levelled, without the signs of the links to sections."""
    for link in element.find_all(class_="permalink"):
        link.decompose()
    return " ".join(element.get_text(" ").split())


def _difference(wanted: str, found: str) -> str:
    place = next((at for at, pair in enumerate(zip(wanted, found, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(wanted), len(found)) if place is None else place
    start = max(at - _AROUND, 0)
    return f"“…{found[start : at + _AROUND]}…” stands where “…{wanted[start : at + _AROUND]}…” was recorded"


def _list(policy: Policy, data: bytes | None) -> Iterator[Mismatch]:
    """`versions.json`: every version with its dates and hashes."""
    name, newest = "versions.json", str(policy.versions[-1].number)
    if data is None:
        yield Mismatch(kind="missing", version=newest, address=name, message="the list of versions is missing")
        return
    listed = _listed(policy, data)
    if listed is None:
        yield Mismatch(kind="altered", version=newest, address=name, message="this is no list of versions")
        return
    for version in policy.versions:
        number = str(version.number)
        if number not in listed:
            yield Mismatch(kind="missing", version=number, address=name, message="the version is not listed")
        elif listed[number] != _facts(version):
            message = "the list gives other dates or hashes than the record"
            yield Mismatch(kind="altered", version=number, address=name, message=message)


def _facts(version: Version) -> dict[str, Any]:
    texts = {language: entry.sha256 for language, entry in version.record.texts.items()}
    dates = {"published": version.published.isoformat(), "effective": version.effective.isoformat()}
    return {**dates, "record": version.record_sha256, "texts": texts}


def _listed(policy: Policy, data: bytes) -> dict[str, dict[str, Any]] | None:
    """Number → the same facts as the list gives them; None where it cannot be read."""
    try:
        entries = next(entry for entry in json.loads(data)["policies"] if entry["policy"] == policy.id)["versions"]
        return {
            entry["version"]: {
                "published": entry["published"],
                "effective": entry["effective"],
                "record": entry["record_sha256"],
                "texts": {language: text["sha256"] for language, text in entry["texts"].items()},
            }
            for entry in entries
        }
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError):
        return None

"""What the search page looks through: the sections of the texts that apply today, one file for each language.

Nothing but the site itself answers a search: the reader's browser fetches the file and looks for the words.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from policytool.text.contents import Entry
from policytool.website import addresses
from policytool.website.model import DataFile, Policy, Site, TextView

FORMAT = 1
FOLDER = "search"


def languages(site: Site) -> tuple[str, ...]:
    """The languages in which the site is searched, that of its home page first; none before any release.

    None either where a policy is called search: its pages stand at these addresses.
    """
    if any(policy.id == FOLDER for policy in site.policies):
        return ()
    found = [tag for policy in site.policies if policy.versions for tag in policy.languages]
    first = [tag for tag in found if tag == site.language]
    return tuple(dict.fromkeys([*first, *found]))


def indexes(site: Site) -> tuple[DataFile, ...]:
    """One file for each language of the site."""
    return tuple(_index(site, language) for language in languages(site))


def index_address(language: str) -> str:
    return f"{FOLDER}/{language}.json"


def _index(site: Site, language: str) -> DataFile:
    sections = [section for policy in site.policies for section in _of(site, policy, language)]
    data = json.dumps({"format": FORMAT, "sections": sections}, ensure_ascii=False, separators=(",", ":"))
    return DataFile(address=index_address(language), data=(data + "\n").encode())


def _of(site: Site, policy: Policy, language: str) -> Iterator[dict[str, Any]]:
    """The sections of a policy's current text, in its authoritative language where it lacks this one."""
    tag = language if policy.current_in(language, site.today) else policy.language
    version = policy.current_in(tag, site.today)
    if version is None:
        return
    view = policy.texts[str(version.number), tag]
    for anchor, titles, words in _sections(view):
        if titles or words:
            target = addresses.text(policy, tag) + (f"#{anchor}" if anchor else "")
            found = {"policy": view.name, "titles": titles, "text": " ".join(words), "address": target}
            yield found if tag == language else {**found, "language": tag}


def _sections(view: TextView) -> Iterator[tuple[str, list[str], list[str]]]:
    """For each heading its id, the titles that lead to it and the words below it; first what stands before them."""
    headings = dict(_headings(view.contents, []))
    titles: list[str]
    words: list[str]
    anchor, titles, words = "", [], []
    for clause, text in view.clauses.items():
        if clause in headings:
            yield anchor, titles, words
            anchor, titles, words = clause, headings[clause], []
        elif clause != view.title_id:
            words.append(" ".join(text.split()))
    yield anchor, titles, words


def _headings(entries: tuple[Entry, ...], above: list[str]) -> Iterator[tuple[str, list[str]]]:
    for entry in entries:
        titles = [*above, f"{entry.marker} {entry.title}".strip()]
        yield entry.id, titles
        yield from _headings(entry.below, titles)

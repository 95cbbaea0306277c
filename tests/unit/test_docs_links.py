"""Every link inside the manual leads to a page, and to a heading of it where it names one; no page is out of reach."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policytool.text.model import Document
from policytool.text.parse import parse

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").rglob("*.md"))
PYTHON = sorted((ROOT / "policytool").rglob("*.py"))


def read(page: Path) -> Document:
    return parse(page.read_text(encoding="utf-8"), name=str(page))


def anchors(page: Path) -> set[str]:
    """The ids that GitHub and MkDocs give to the headings of a page."""
    marked = [f"{clause.marker} {clause.text}".strip() for clause in read(page).headings]
    return {re.sub(r"[^\w\- ]", "", text.casefold()).replace(" ", "-") for text in marked}


def links(page: Path) -> set[str]:
    found = {run.link for clause in read(page).clauses for run in clause.links if run.link}
    return {link for link in found if not re.match(r"[a-z]+:", link)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_file(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target), f"{link}: no such heading in {target.name}"


def test_every_page_is_reached_from_the_first() -> None:
    waiting, reached = [ROOT / "docs" / "index.md"], set[Path]()
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        targets = [(page.parent / link.partition("#")[0]).resolve() for link in links(page) if not link.startswith("#")]
        waiting += [target for target in targets if target.suffix == ".md" and target.is_file()]
    assert [str(page) for page in PAGES if page not in reached] == []


@pytest.mark.parametrize("module", PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_pages_that_the_program_names_exist(module: Path) -> None:
    for name in re.findall(r"\bdocs/[\w./-]+\.(?:md|json)\b", module.read_text(encoding="utf-8")):
        assert (ROOT / name).is_file(), f"{name} does not exist"

"""The redline in two columns: the old text stands on the left, the new one on the right, and nothing is lost."""

from __future__ import annotations

import re

from hypothesis import given, settings

from policytool.redline import html, sidebyside
from policytool.redline.compare import compare
from policytool.text.model import Document
from policytool.text.parse import parse
from tests.redline_documents import EXAMPLES, revisions
from tests.redline_reading import letters, new_letters

OLD = """\
## 1. Use

We collect your name and address when you order goods in our shop.

We never sell your personal information to anybody, whatever they offer.

- Name
- Old item

| Data | Kept |
|---|---|
| Logs | 30 days |
"""
NEW = """\
## 1. Use

We collect your full name and address when you order goods in our shop.

- Name

| Data | Kept |
|---|---|
| Logs | 90 days |

## 2. Sharing

We never sell your personal information to anybody, whatever they offer.
"""
_SILENT = re.compile(r'<(span|p) class="(?:note|spoken|marker)">.*?</\1>', re.DOTALL)


def column(fragment: str, side: str) -> str:
    """The HTML of one column, without what the redline says itself."""
    rows = re.findall(rf'<div class="{side}"[^>]*>\n(.*?)</div>', fragment, re.DOTALL)
    return _SILENT.sub("", "".join(rows))


def words(found: str) -> str:
    text = re.sub(r"<[^<>]*>", " ", found)
    for sign, entity in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#x27;"), ("&", "&amp;")):
        text = text.replace(entity, sign)
    return letters(text)


def without(found: str, tag: str) -> str:
    return re.sub(rf"<{tag}>.*?</{tag}>", "", found, flags=re.DOTALL)


def test_what_did_not_change_is_marked_nowhere_and_read_once() -> None:
    fragment = sidebyside.render(compare(parse(OLD), parse(OLD)), context=1)
    assert not re.search(r"<ins|<del|<details|id=", fragment)
    assert fragment.count('<div class="before" aria-hidden="true">') == fragment.count('class="pair unchanged"')


def test_a_changed_clause_shows_what_went_on_the_left_and_what_came_on_the_right() -> None:
    fragment = sidebyside.render(compare(parse(OLD), parse(NEW)))
    row = re.search(r'class="pair modified" id="side-1">.*?</div>\n</div>', fragment, re.DOTALL)
    assert row is not None
    assert "<ins>" not in column(row[0], "before")
    assert words(column(row[0], "after")) == "Wecollectyourfullnameandaddresswhenyouordergoodsinourshop."
    assert 'aria-label="old text"' in row[0]


def test_a_moved_clause_stands_on_the_left_where_it_was_and_links_to_where_it_is() -> None:
    fragment = sidebyside.render(compare(parse(OLD), parse(NEW)))
    left = re.search(r'class="pair left" id="(side-\d+)-from">.*?</div>\n</div>', fragment, re.DOTALL)
    assert left is not None
    assert "never sell" in column(left[0], "before")
    assert f'href="#{left[1]}"' in left[0]
    assert f'href="#{left[1]}-from"' in fragment


def test_unchanged_stretches_are_folded() -> None:
    old = "\n\n".join(f"Clause number {n} says what it says." for n in range(20))
    fragment = sidebyside.render(compare(parse(old), parse(old.replace("number 9", "no 9"))), context=2)
    assert fragment.count('<details class="unchanged">') == fragment.count("</details>") == 2


def test_every_id_of_the_page_is_used_once() -> None:
    page = html.page(compare(parse(OLD), parse(NEW)))
    found = re.findall(r' id="([^"]+)"', page)
    assert len(found) == len(set(found))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(found)


@given(revisions())
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_columns_are_the_two_texts(pair: tuple[Document, Document]) -> None:
    redline = compare(*pair)
    fragment = sidebyside.render(redline)
    before, after = column(fragment, "before"), column(fragment, "after")
    assert "<ins>" not in before
    assert sorted(words(before)) == sorted(letters("".join(clause.text for clause in redline.old.clauses)))
    assert words(without(after, "del")) == new_letters(redline)

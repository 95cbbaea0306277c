"""What a list of changes leaves to its reader: contents lists in one row, cells apart, a title that names the text."""

from __future__ import annotations

import re

import pytest

from policytool.redline import html, json, markdown, sidebyside, terminal
from policytool.redline.compare import compare
from policytool.redline.describe import describe
from policytool.redline.labels import labels, summary
from policytool.redline.model import Redline
from policytool.text.parse import parse

OLD = """\
# Privacy Policy

Last updated: 3 May 2024

1. [What we collect](#collect)
2. [How we share](#share)
3. [Your rights](#rights)
4. Ask us anything

## What we collect

We collect your name and your address.

## How we share

We share your address with carriers.

## Your rights

You may object to each use.
"""
NEW = (
    OLD.replace("[How we share](#share)\n", "[With whom we share](#share)\n3. [How long we keep](#keep)\n")
    .replace("3. [Your", "4. [Your")
    .replace("4. Ask us anything", "5. Ask us whatever you like")
    .replace("## How we share", "## With whom we share")
    .replace("## Your rights", "## How long we keep\n\nWe keep orders for ten years.\n\n## Your rights")
)


@pytest.fixture(scope="module")
def redline() -> Redline:
    return compare(parse(OLD), parse(NEW))


def shown(found: Redline) -> str:
    return "\n".join("".join(text for text, _ in line) for line in terminal.lines(found))


# Contents lists


def test_a_contents_list_is_one_row_in_every_format(redline: Redline) -> None:
    told = "3 entries of the contents list changed"
    labelled = [line for line in describe(redline) if line.label == "contents"]
    assert len(labelled) == 3
    assert told in summary(redline, labels(redline))
    assert sum(change["contents"] for change in json.changes(redline)) == 3
    page, comment, screen = html.page(redline), markdown.render(redline), shown(redline)
    assert page.count(f"<summary>{told}</summary>") == 1
    assert comment.count(f"<details><summary>{told}</summary>") == 1
    assert len([line for line in screen.splitlines() if line.strip().startswith(f"~ {told}:")]) == 1
    assert page.count('<li class="contents">') == comment.count("*contents list*") == 3


def test_entries_count_among_others_that_repeat_no_heading() -> None:
    old = OLD.replace("4. Ask us anything", "4. Ask us\n5. [What else](#else)") + "\n## What else\n\nNothing.\n"
    found = compare(parse(old), parse(old.replace("2. [How we share](#share)\n", "")))
    assert [line.label for line in describe(found) if line.change.kind == "deleted"] == ["contents"]


def test_headings_and_what_is_no_heading_are_listed_each_by_itself(redline: Redline) -> None:
    loud = [line for line in describe(redline) if line.label != "contents"]
    assert [(line.label, line.text) for line in loud if line.change.new] == [
        ("modified", "Ask us whatever you like"),
        ("modified", "With whom we share"),
        ("inserted", "How long we keep"),
        ("inserted", "We keep orders for ten years."),
    ]


def test_the_counts_of_all_formats_agree(redline: Redline) -> None:
    lines, page, comment = describe(redline), html.page(redline), markdown.render(redline)
    listed = page[page.index('<section class="changes">') : page.index('<section id="text"')]
    counted = sum(int(found) for found in re.findall(r"(\d+) ", summary(redline, labels(redline))))
    assert counted == len(lines) == len(json.changes(redline)) == listed.count("<li ") == comment.count("\n- *")
    assert counted == len(set(re.findall(r' id="change-\d+"', page)))


def test_no_word_of_a_contents_list_is_hidden(redline: Redline) -> None:
    for text in (html.page(redline), markdown.render(redline)):
        assert text.count("How long we keep") >= 2
        assert text.count("With whom") >= 2


def test_lists_that_repeat_no_heading_are_no_contents_lists() -> None:
    old = "# Policy\n\n- Name\n- Address\n- Orders\n\n## Data\n\nWe keep it.\n\n## Name\n\nIt is yours.\n"
    found = compare(parse(old), parse(old.replace("- Orders", "- Orders\n- Fingerprints")))
    assert [line.label for line in describe(found)] == ["inserted"]
    behind = "# Policy\n\n## One\n\nA text.\n\n## Two\n\nA text.\n\n## Three\n\nA text.\n\n- One\n- Two\n"
    found = compare(parse(behind), parse(behind + "- Three\n"))
    assert [line.label for line in describe(found)] == ["inserted"]


# Rows of the list


def test_many_clauses_that_came_together_are_counted_and_folded() -> None:
    base = "# Policy\n\nWe sell goods.\n\n"
    for count, folded in ((15, 0), (16, 6)):
        added = "".join(f"- Partner {number} of ours\n" for number in range(count))
        page = html.page(compare(parse(base), parse(base + added)))
        assert page.count("… and 6 more: inserted") == bool(folded)
        assert page.count('<li class="inserted">') == count


def test_a_changed_link_tells_where_it_led_in_the_list_too() -> None:
    old = "Ask us [here](https://shop.example/old) at any time."
    page = html.page(compare(parse(old), parse(old.replace("/old", "/new"))))
    note = '<span class="note">link “here”: https://shop.example/old → https://shop.example/new</span>'
    listed = page[page.index('<section class="changes">') : page.index('<section id="text"')]
    assert note in listed


@pytest.mark.parametrize("word", ["dpo-of-the-whole-group@shop.example", "https://shop.example/a/path/of/some/length"])
def test_no_address_is_cut_where_an_excerpt_begins_or_ends(word: str) -> None:
    around = "We answer what you ask us in good time, whatever it is. " * 3
    old = f"{around}Write to {word} or to the office. {around}"
    for place in range(0, 30, 3):
        filler = "x" * place
        new = old.replace(" or to the office", f" {filler} or to our office").replace("Write", f"Write {filler}")
        (line,) = describe(compare(parse(old), parse(new)))
        text = "".join(part.text for part in line.excerpt)
        assert text.count("shop.example") == text.count(word)


# Cells

TABLE = "| What | Why | How long |\n|---|---|---|\n| Orders | Delivery | 10 years |\n| Logs | Safety | 30 days |\n"


def test_the_cells_of_a_row_stand_apart_in_the_list_of_changes() -> None:
    found = compare(parse(TABLE), parse(TABLE + "| Names | Letters | a year |\n"))
    told = "Names | Letters | a year"
    assert "".join(part.text for line in describe(found) for part in line.excerpt) == told
    assert told in html.page(found)
    assert told in shown(found)
    assert told.replace("|", r"\|") in markdown.render(found)


def test_a_column_that_came_or_went_has_its_own_cells() -> None:
    wider = TABLE.replace("| Why |", "| Why | Who |").replace("|---|\n", "|---|---|\n")
    wider = wider.replace("| Delivery |", "| Delivery | Carriers |").replace("| Safety |", "| Safety | Hosts |")
    for old, new, tag in ((TABLE, wider, "ins"), (wider, TABLE, "del")):
        found = compare(parse(old), parse(new))
        for name in ("Carriers", "Hosts"):
            cell = rf'<td>(<span class="change[^>]*>)?<{tag}><span class="spoken">[^<]*</span>{name}<span'
            assert re.search(cell, html.render(found))
            assert re.search(
                rf'<span class="cell"><{tag}><span class="spoken">[^<]*</span>{name}', sidebyside.render(found)
            )


# The title of the page


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Privacy Policy\n\nA text.\n\n## Data\n\nMore.\n", "Privacy Policy"),
        ("Last updated: 3 May 2024\n\n# Privacy Policy\n\nA text.\n\n## Data\n\nMore.\n", "Privacy Policy"),
        ("## Cookie Notice\n\nA text.\n", "Cookie Notice"),
        ("Welcome to our policy.\n\n## Who processes your data?\n\nWe do.\n\n## More\n\nSee above.\n", "Redline"),
        ("# 1. Definitions\n\nA text.\n\n# 2. Data\n\nMore.\n", "Redline"),
        ("# " + "We at the shop take your privacy seriously, and " * 4 + "so on\n\nA text.\n", "Redline"),
        ("A text without headings.\n", "Redline"),
    ],
)
def test_the_title_is_the_heading_that_names_the_text(text: str, title: str) -> None:
    page = html.page(compare(parse(text, name="a.md"), parse(text + "\nOne more.\n", name="b.md")))
    assert f"<title>{title}</title>" in page
    assert f'<h1>{title}</h1>\n<p class="names">a.md → b.md</p>' in page

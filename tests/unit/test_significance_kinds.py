"""A change is told under its own kind, and not under those that the same sentence or paragraph only touches."""

from __future__ import annotations

import pytest

from policytool.redline.compare import compare
from policytool.significance.assess import assess
from policytool.significance.blocks import read
from policytool.significance.changed import phones_in
from policytool.significance.judge import measured_places
from policytool.significance.lexicon import packaged
from policytool.text.parse import parse

HEAD = "# Notice\n\n## {section}\n\nWe write this notice for the customers of our shop.\n\n"

LEAF_SCAN = (
    "With Leaf Scan you photograph a sick plant. We collect the photo and analyse it to name the disease. "
    "We keep the photo for 30 days. You can turn Leaf Scan off in your settings."
)


def kinds(section: str, old: str, new: str) -> tuple[str, ...]:
    before, after = (parse(HEAD.format(section=section) + text) for text in (old, new))
    return assess(compare(before, after)).kinds


@pytest.mark.parametrize(
    ("section", "old", "new", "touched"),
    [
        (
            "What we collect",
            "When you talk to bots and Gardens in our app, we record your messages.",
            "When you talk to bots, Gardens and Greenhouses in our app, we record your messages.",
            "recipients",
        ),
        (
            "Contact",
            "Fernhill UK Limited is our representative for requests about your rights.",
            "Fernhill Sweden AB is our representative for requests about your rights.",
            "rights",
        ),
        (
            "What we collect",
            "",
            LEAF_SCAN,
            "recipients",
        ),
    ],
)
def test_a_kind_that_is_only_touched_is_not_said(section: str, old: str, new: str, touched: str) -> None:
    said = kinds(section, old, new)
    assert said
    assert touched not in said


@pytest.mark.parametrize("text", ["Fri 3 May 2024 09.30 BST", "Art. 25 (2) (2)", "on 3.5.2024 10.30"])
def test_dates_with_an_hour_and_figures_in_brackets_are_no_telephone_numbers(text: str) -> None:
    assert phones_in(text) == set()


def test_a_telephone_number_beside_a_date_is_read() -> None:
    assert phones_in("On 3 May 2024 our number became +44 20 7946 0958.") == {"442079460958"}


def test_statements_that_came_together_are_one_block() -> None:
    old = parse(HEAD.format(section="Use") + "We keep orders for 3 years.")
    new = parse(
        HEAD.format(section="Use") + "We keep orders for 9 years.\n\nWe scan leaves. You can refuse that at any time."
    )
    sizes = [len(block.members) for block in read(measured_places(compare(old, new), packaged()))]
    assert sizes == [1, 2]
    scans, refuses = list(read(measured_places(compare(old, new), packaged())))[1].members
    assert "user_controls" in scans.block.beside(scans)
    assert "user_controls" not in refuses.block.beside(refuses)

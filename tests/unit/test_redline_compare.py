"""What became of each clause: kinds and aspects of changes."""

from __future__ import annotations

from policytool.redline.compare import compare
from policytool.redline.model import Redline
from policytool.redline.prove import prove
from policytool.text.parse import parse


def redline(old: str, new: str) -> Redline:
    result = compare(parse(old), parse(new))
    prove(result)
    return result


def seen(old: str, new: str) -> list[tuple[str, str, str]]:
    return [(c.kind, c.aspect, c.new_text or c.old_text) for c in redline(old, new).changes]


def test_equal_texts_have_no_changes() -> None:
    text = "# Policy\n\nWe keep it.\n\n- Name\n- Phone\n"
    assert seen(text, text) == []


def test_what_is_pushed_down_by_an_insertion_has_not_moved() -> None:
    assert seen("- Name\n- Phone\n- E-mail\n", "- Address\n- Name\n- Phone\n- E-mail\n") == [
        ("inserted", "words", "Address")
    ]


def test_an_item_sorted_anew_within_its_list_has_moved() -> None:
    assert seen("- Name\n- Phone\n- E-mail\n", "- Phone\n- E-mail\n- Name\n") == [("moved", "none", "Name")]


def test_a_short_line_found_again_elsewhere_has_not_moved() -> None:
    old = "## Orders\n\nSee below.\n\nWe keep orders for ten years.\n\n## Accounts\n\nWe keep accounts for one year.\n"
    new = "## Orders\n\nWe keep orders for ten years.\n\n## Accounts\n\nWe keep accounts for one year.\n\nSee below.\n"
    assert {kind for kind, _, _ in seen(old, new)} == {"deleted", "inserted"}


def test_an_id_given_to_another_clause_that_stayed_leaves_the_first_one_deleted() -> None:
    old = "We keep it.\n\n# Purposes {#d}\n\nWe sell nothing.\n\n### Users {#g}\n\n# The rest\n"
    new = "We keep it.\n\nWe sell nothing.\n\n### Users {#g}\n\n# The rest {#d}\n"
    assert [(kind, text) for kind, _, text in seen(old, new)] == [("deleted", "Purposes")]

"""One clause followed through versions."""

from __future__ import annotations

from itertools import pairwise

from policytool.redline.compare import compare
from policytool.redline.trace import Step, find, trace
from policytool.text.parse import parse

ONE = """\
## 1. Use

We collect your name and your address when you order goods.

We keep what we collect for ten years after your order was delivered to you.

## 2. Sharing

We share your address with carriers.
"""
TWO = ONE.replace("your name and", "your full name and")
THREE = TWO.replace("We keep what we collect for ten years after your order was delivered to you.\n\n", "") + (
    "\nWe keep what we collect for ten years after your order was delivered to you.\n"
)
FOUR = THREE.replace("## 2. Sharing", "## 2. Recipients")


def steps(texts: list[str], wanted: str) -> list[Step]:
    documents = [parse(text) for text in texts]
    found = find(documents, wanted)
    assert found is not None
    return trace(documents, [compare(old, new) for old, new in pairwise(documents)], *found)


def id_of(text: str, start: str) -> str:
    return next(clause.id for clause in parse(text).clauses if clause.text.startswith(start))


def kinds(found: list[Step]) -> list[list[str]]:
    return [[change.kind for change in step.changes] for step in found]


def test_a_clause_that_never_changed_has_no_changes() -> None:
    found = steps([ONE, TWO, THREE], id_of(ONE, "We share"))
    assert kinds(found) == [[], [], []]
    assert [step.clauses[0].text for step in found] == ["We share your address with carriers."] * 3


def test_an_edit_is_followed_back_from_the_new_id() -> None:
    found = steps([ONE, TWO, THREE], id_of(THREE, "We collect"))
    assert kinds(found) == [[], ["modified"], []]
    assert found[0].clauses[0].text.startswith("We collect your name")


def test_an_old_id_is_followed_forward() -> None:
    found = steps([ONE, TWO, THREE], id_of(ONE, "We collect"))
    assert kinds(found) == [[], ["modified"], []]
    assert found[2].clauses[0].text.startswith("We collect your full name")


def test_a_move_is_a_step_of_its_own() -> None:
    assert kinds(steps([ONE, TWO, THREE], id_of(ONE, "We keep"))) == [[], [], ["moved"]]


def test_a_clause_that_went_away_ends_and_one_that_came_begins() -> None:
    found = steps([ONE, ONE.replace("We share your address with carriers.\n", ""), ONE], id_of(ONE, "We share"))
    assert [len(step.clauses) for step in found] == [0, 0, 1]
    assert kinds(found)[2] == ["inserted"]
    gone = steps([ONE, ONE.replace("We share your address with carriers.\n", "")], id_of(ONE, "We share"))
    assert kinds(gone) == [[], ["deleted"]]
    assert [len(step.clauses) for step in gone] == [1, 0]


def test_a_heading_stands_for_its_section_and_keeps_it_when_renamed() -> None:
    found = steps([ONE, TWO, THREE, FOUR], "recipients")
    assert kinds(found) == [[], [], ["moved"], ["modified"]]
    assert found[0].clauses[0].text == "Sharing"


def test_a_section_is_found_by_its_title_or_number() -> None:
    documents = [parse(ONE), parse(FOUR)]
    for wanted in ("Recipients", "2.", "2"):
        found = find(documents, wanted)
        assert found is not None
        assert found[1].id == "recipients"
    assert find(documents, "nothing") is None


def test_a_split_clause_is_followed_into_its_pieces() -> None:
    whole = (
        "We keep your orders for ten years because the law asks for it. We keep our logs for thirty days and no longer."
    )
    old = f"## Use\n\n{whole}\n"
    found = steps([old, old.replace(". We keep our", ".\n\nWe keep our")], id_of(old, "We keep"))
    assert kinds(found) == [[], ["split"]]
    assert len(found[1].clauses) == 2

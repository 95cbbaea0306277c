"""Criteria are read from the policy's own list, however it is introduced, and bound by their wording."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from policytool.errors import FrontMatterError, SettingsError
from policytool.significance.criteria import read
from policytool.significance.model import CriteriaReading
from policytool.text.parse import parse

LISTS = (Path(__file__).parent.parent / "cases" / "significance" / "lists.md").read_text(encoding="utf-8")
SIX = ["processing", "organisation", "recipients", "rights", "contact", "risk"]
FRONT = """---
policy: notice
title: Notice
criteria:
  clause: tests
  pins:
    second: organisation
---

# Notice
"""


def kinds(reading: CriteriaReading) -> list[str | None]:
    return [item.kind for item in reading.criteria]


def test_other_lists_are_not_taken_for_criteria() -> None:
    text = """# Notice

We keep important records:

- your name and the purpose of your order
- the department that handled it
- the recipients of each parcel

We send you important service updates. Our partners include:

- parcel services, with whom we share your address
- owners of gardens that you visit
"""
    reading = read(parse(text))
    assert reading.clause == ""
    assert kinds(reading)[:6] == SIX
    assert "lists no tests of significance" in reading.warnings[0]


def test_a_promise_to_tell_of_material_changes_without_a_list_is_no_list() -> None:
    reading = read(parse("# Notice\n\nIf we make material changes, we will notify you by e-mail or post a notice.\n"))
    assert reading.clause == ""


def test_list_below_a_sentence() -> None:
    text = """# Notice

Material changes are, among others:

1. we use your information for something new, or collect new types of it;
2. our company gets a new owner;
3. someone else receives your information;
4. you lose a right, or exercise it in another way;
5. complaints go to another office;
6. an impact assessment finds a high risk.
"""
    reading = read(parse(text))
    assert kinds(reading) == SIX
    assert reading.open
    assert reading.criteria[1].text == "our company gets a new owner;"
    assert reading.criteria[1].id == parse(text).clauses[3].id
    assert reading.clause == parse(text).clauses[1].id


def test_numbered_parts_within_one_paragraph() -> None:
    reading = read(
        parse(
            "# Notice\n\nSignificant changes are: (1) changes to why we use your data; (2) a new owner of our company; "
            "(3) changes to whom we share it with; (4) changes to your rights.\n"
        )
    )
    assert kinds(reading) == ["processing", "organisation", "recipients", "rights"]
    assert not reading.open
    assert reading.criteria[0].text == "changes to why we use your data"


def test_parts_between_semicolons_and_commas() -> None:
    semicolons = read(
        parse("# N\n\nMajor changes include changes of our purposes; of the recipients; of the contact details.\n")
    )
    commas = read(
        parse(
            "# N\n\nIf we make material changes (for example to the purposes of processing, to whom we disclose data, "
            "to your rights or to how to contact us), we tell you first.\n"
        )
    )
    assert kinds(semicolons) == ["processing", "recipients", "contact"]
    assert kinds(commas) == ["processing", "recipients", "rights", "contact"]


def test_items_that_are_paragraphs_with_circled_numbers_under_a_bare_title() -> None:
    text = """Major revisions

① what we do with your details is no longer the same

② the firm behind the shop is sold

③ somebody new gets your details

④ you gain or lose a way to control your details

⑤ complaints go to another desk

⑥ a check shows serious risk
"""
    assert kinds(read(parse(text))) == SIX


def test_chinese_list_in_one_paragraph() -> None:
    text = (
        "# 政策\n\n重大变更包括但不限于：1、处理个人信息的目的、类型或者使用方式发生变化；"
        "2、公司的所有权或者组织架构发生变化；"
        "3、共享或者公开披露的主要对象发生变化；4、您的权利及其行使方式发生变化；5、责任部门、联系方式或者投诉渠道发生变化；"
        "6、影响评估报告表明存在高风险。\n"
    )
    reading = read(parse(text))
    assert kinds(reading) == SIX
    assert reading.open


def test_the_metadata_names_the_list_and_pins_an_item() -> None:
    text = f"""{FRONT}
These events make us write to you: {{#tests}}

- a change of what we do with your information; {{#first}}
- a change of the moon; {{#second}}
- a change of the weather. {{#third}}
"""
    reading = read(parse(text))
    assert [(item.id, item.kind, item.pinned) for item in reading.criteria] == [
        ("first", "processing", False),
        ("second", "organisation", True),
    ]
    assert [item.id for item in reading.unbound] == ["third"]
    assert "could not be understood" in " ".join(reading.warnings)


def test_a_pin_to_no_item_and_a_missing_list_are_told() -> None:
    reading = read(parse(f"{FRONT}\nNothing here.\n"))
    assert "names the clause tests" in reading.warnings[0]
    pinned = read(parse(f"{FRONT}\nEvents: {{#tests}}\n\n- new purposes; {{#first}}\n- new owners. {{#third}}\n"))
    assert "The pin second names no item of the list of criteria." in pinned.warnings


def test_packs_are_chosen_by_name() -> None:
    assert read(parse("# N\n\nText.\n"), pack="wp260").criteria[0].source == "WP260"
    assert read(parse("# N\n\nText.\n"), pack="colorado604").criteria[0].source == "Colorado Rule 6.04"
    with pytest.raises(SettingsError, match="no pack of criteria called 'moon'"):
        read(parse("# N\n\nText.\n"), pack="moon")


@pytest.mark.parametrize("case", re.split(r"^## ", LISTS, flags=re.MULTILINE)[1:], ids=lambda case: case.split("\n")[0])
def test_lists_in_the_words_of_many_policies(case: str) -> None:
    _, _, expect, _, text = case.split("\n", 4)
    wanted = expect.removeprefix("expect: ").split()
    reading = read(parse(f"# Policy\n\nWe collect your name.\n\n## Changes\n\n{text}\n## Contact\n\nWrite to us.\n"))
    assert reading.clause
    assert kinds(reading) == [word for word in wanted if word != "closed"]
    assert reading.open == ("closed" not in wanted)
    assert not reading.unbound


@pytest.mark.parametrize(
    "text",
    [
        "The following changes are not significant:\n\n- corrections of contact details\n- new names of recipients\n",
        "We do not regard these changes as material:\n\n- updates of links to processors\n- style of our rights page\n",
        "Insignificant changes include:\n\n- the layout of the contact page\n- the order of the purposes\n",
        "以下变化不属于重大变更：\n\n- 联系方式的排版\n- 处理目的的文字\n",
    ],
)
def test_a_list_of_what_is_not_significant_is_no_list_of_tests(text: str) -> None:
    assert read(parse(f"# Notice\n\n{text}")).clause == ""


def test_a_list_that_is_announced_and_empty_is_told() -> None:
    reading = read(parse("# Notice\n\nSignificant changes include: {#tests}\n\n## Contact\n\nWrite to us.\n"))
    assert reading.clause == ""
    assert "The clause tests announces a list of tests of significance, but none follows." in reading.warnings
    assert kinds(reading)[:6] == SIX


def test_two_lists_that_do_not_agree_are_told() -> None:
    text = """# Notice

Significant changes include: {#first}

- new purposes of processing
- new recipients of your information
- changes to your rights

## Terms

Material changes are: {#second}

- a new owner of our company
- new contact details
"""
    reading = read(parse(text))
    assert reading.clause == "first"
    assert "do not agree: under first and under second" in reading.warnings[0]
    same = text.replace("a new owner of our company", "new purposes").replace("new contact details", "new recipients")
    assert not read(parse(same)).warnings


def test_a_pin_to_an_unknown_kind_is_an_error_with_its_line() -> None:
    with pytest.raises(FrontMatterError) as error:
        parse(FRONT.replace("second: organisation", "second: weather"), name="notice.md")
    assert "criteria" in error.value.message
    assert "weather" in str(error.value) or "organisation" in str(error.value)
    assert error.value.line

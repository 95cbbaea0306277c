"""How a change is told: in as few words of the policy as show it, and never as what it is not."""

from __future__ import annotations

import pytest

from policytool.redline.compare import compare
from policytool.significance.assess import assess
from policytool.significance.model import Assessment
from policytool.text.parse import parse

LETTER = "# Notice\n\n## Contact\n\nWrite to us at:\n\n{}\n"
HOUSE = "Fernhill Garden Limited\n\nOld Mill\n\n{}\n\nDublin, D04 HE94\n\nIreland"
LISTED = "# Notice\n\n## Information we collect\n\nWe collect:\n\n- your name\n- your e-mail address\n{}"


def judged(old: str, new: str, title: str = "Sharing") -> Assessment:
    start = f"# Notice\n\n## {title}\n\n"
    return assess(compare(parse(f"{start}{old}\n"), parse(f"{start}{new}\n")))


def reasons(assessment: Assessment) -> list[str]:
    return [finding.reason for finding in assessment.findings]


TURNS = (
    (
        "We use Larkmail, Fernpost and Birchmail to send our newsletters, and they keep your address for a year.",
        "We use Larkmail, Oakmail and Birchmail to send our newsletters, and they keep your address for a year.",
        "“Fernpost” becomes “Oakmail” in “We use Larkmail, Oakmail and Birchmail",
    ),
    (
        "We share your delivery address with the courier that brings your order.",
        "We share your delivery address and your telephone number with the courier that brings your order.",
        "“your telephone number” is added to “We share your delivery address and your telephone number with",
    ),
    (
        "We share your telephone number with Larkmail, Oakmail, or Birchmail, who send our newsletters.",
        "We share your telephone number with Larkmail, Oakmail, Birchmail, or Fernpost, who send our newsletters.",
        "“Fernpost” is added to “",
    ),
    (
        "We share your order, your name and your location with the insurer who covers the parcel on its way to you.",
        "We share your order and your name with the insurer who covers the parcel on its way to you.",
        "“your location” is struck from “We share your order, your name and your location with",
    ),
    (
        "The companies of our group that serve you: Fernhill Plants Ltd, and Fernhill Dial Inc.",
        "The companies of our group that serve you: Fernhill Ireland Ltd, Fernhill Plants Ltd, and Fernhill Dial Inc.",
        "“Fernhill Ireland Ltd” is added to “",
    ),
    (
        "Fernhill Europe S.A. is responsible for the personal information of everybody who buys plants in our shops.",
        "Fernhill Europe S.L. is responsible for the personal information of everybody who buys plants in our shops.",
        "“S.A.” becomes “S.L.”",
    ),
)


@pytest.mark.parametrize(("old", "new", "told"), TURNS)
def test_the_words_that_turn_are_named_with_the_sentence_around_them(old: str, new: str, told: str) -> None:
    assert any(told in reason for reason in reasons(judged(old, new))), reasons(judged(old, new))


def test_two_sentences_that_have_little_in_common_are_not_told_as_one_that_became_the_other() -> None:
    old = "Your orders are kept in a safe in our cellar for seven years and then destroyed."
    new = "Advertisers in your town receive your telephone number so that they can call you about plants."
    for reason in reasons(judged(old, new)):
        assert "becomes" not in reason


def test_a_sentence_that_was_split_in_two_is_quoted_with_both() -> None:
    old = "You can ask whether we hold information about you and we will give you a copy of that information for free."
    new = (
        "You can ask whether we hold information about you. If you want a copy of that information, please call our"
        " desk on 01 555 0100."
    )
    told = [reason for reason in reasons(judged(old, new, "Your rights")) if reason.startswith("On users")]
    assert "hold information about you. If you want a copy" in told[0]


def test_an_entry_of_a_list_is_told_as_one() -> None:
    made = assess(
        compare(parse(LISTED.format("")), parse(LISTED.format("- fingerprint scans\n- the tone of your voice\n")))
    )
    assert any("“fingerprint scans”" in reason for reason in reasons(made))
    listed = [reason for reason in reasons(made) if "the list under “Information we collect” now includes" in reason]
    told = ("names", "includes", "mentions")
    assert listed or all(any(word in reason for word in told) for reason in reasons(made))


def test_an_address_in_lines_is_told_whole_and_once() -> None:
    old, new = LETTER.format(HOUSE.format("2 Mill Lane")), LETTER.format(HOUSE.format("19 Harbour Road"))
    made = assess(compare(parse(old), parse(new)))
    assert made.explanation == (
        "The address for letters changes: “Fernhill Garden Limited, Old Mill, 2 Mill Lane, Dublin, D04 HE94, Ireland”"
        " becomes “Fernhill Garden Limited, Old Mill, 19 Harbour Road, Dublin, D04 HE94, Ireland”."
    )


def test_an_address_that_goes_is_told_whole_and_once() -> None:
    made = assess(
        compare(parse(LETTER.format(HOUSE.format("2 Mill Lane"))), parse(LETTER.format("post@fernhill.example")))
    )
    assert "Old Mill, 2 Mill Lane, Dublin, D04 HE94" in made.explanation
    assert made.explanation.count("Old Mill") == 1


def test_a_receiver_is_named_with_its_article_and_only_where_information_goes_to_it() -> None:
    shared = "If you enter our prize, we share your name and your address with an advertising network in your town."
    assert any(
        "shared with an advertising network: “" in reason
        for reason in reasons(judged("We sell plants.", f"We sell plants. {shared}"))
    )
    pointed = "Where you agree, we share your name and your address with these advertising networks for our prize."
    assert not any(
        "shared with" in reason for reason in reasons(judged("We sell plants.", f"We sell plants. {pointed}"))
    )
    owned = "Oakmail, subsidiary of Birch Holdings, may see the text of letters that we send with it."
    assert not any("shared with" in reason for reason in reasons(judged("We sell plants.", f"We sell plants. {owned}")))


def test_what_stands_elsewhere_too_is_not_told_as_new() -> None:
    rule = "We sell your telephone number to advertisers in your town."
    old = f"# Notice\n\n## Selling\n\n{rule}\n\n## Plants\n\nWe sell plants.\n"
    made = assess(compare(parse(old), parse(old.replace("We sell plants.", f"We sell plants. {rule}"))))
    assert all("under “Plants”, the policy now repeats: “" in reason for reason in reasons(made))


def test_a_menu_is_no_list_of_receivers() -> None:
    old = "# Notice\n\n## Contact\n\nWrite to [our desk](https://fernhill.example/desk).\n"
    menu = "".join(f"\n- [{title}](https://fernhill.example/{n})" for n, title in enumerate(["Vendors", "Advertisers"]))
    assert assess(compare(parse(old), parse(f"{old}{menu}\n"))).significance == "minor"
    vendors = menu.replace("fernhill.example/0", "vendors.example").replace("fernhill.example/1", "ads.example")
    shared = old.replace("Contact", "Who receives your information")
    assert assess(compare(parse(shared), parse(f"{shared}{vendors}\n"))).significance == "significant"


def test_the_same_label_at_many_places_says_nothing() -> None:
    titles = ("Partners", "Sharing", "Sellers", "Contact")
    parts = [f"## {title}\n\n{{}}We share your telephone number with our {title.lower()}.\n" for title in titles]
    old = "# Notice\n\n" + "\n".join(part.format("") for part in parts)
    new = "# Notice\n\n" + "\n".join(part.format("Data Partners\n\n") for part in parts)
    assert assess(compare(parse(old), parse(new))).significance == "minor"


def test_the_new_title_of_a_section_that_is_pointed_to_says_nothing() -> None:
    said = (
        "You have the right to object. Please see the “{}” section for your rights as a parent or guardian of a child."
    )
    assert judged(said.format("Children and Parents"), said.format("Young Gardeners"), "Rights").significance == "minor"
    turned = said.format("Young Gardeners").replace("right to object", "right to complain to us")
    assert judged(said.format("Children and Parents"), turned, "Rights").significance == "significant"


def test_an_address_that_was_masked_is_no_new_one() -> None:
    said = "Write to our data protection officer at {} if you want to know more about your plants."
    masked, shown = said.format("[email protected]"), said.format("dpo@fernhill.example")
    assert judged(masked, shown, "Contact").significance == "minor"


def test_what_a_refusal_leads_to_is_no_choice_that_users_lose() -> None:
    kept = "We sell plants."
    lost = "If you block or reject cookies in your browser, some parts of our shop may not work for you."
    assert not any(finding.reduces_rights for finding in judged(f"{kept} {lost}", kept, "Cookies").findings)


def test_a_house_number_after_an_abbreviation_begins_no_sentence() -> None:
    old = "Oakmail UAB is the data controller for the information that we collect in our shops and gardens."
    new = old.replace("Oakmail UAB", "Fernpost UAB, registered in Sodų str. 18, Vilnius,")
    told = [reason for reason in reasons(judged(old, new)) if reason.startswith("On who is responsible")]
    assert "registered in Sodų str. 18, Vilnius" in told[0]


def test_who_came_to_a_list_and_who_left_it_is_told_in_two_sentences() -> None:
    table = "# Notice\n\n## Third parties with whom we share\n\n| Partner | What for |\n|---|---|\n{}"
    row = "| {} | advertising |\n".format
    old, new = "".join(map(row, ["Larkads", "Fernads", "Birchads"])), "".join(map(row, ["Larkads", "Oakads", "Elmads"]))
    made = assess(compare(parse(table.format(old)), parse(table.format(new))))
    where = "the table under “Third parties with whom we share”"
    assert made.significance == "significant"
    assert "under “Third parties with whom we share”, “Oakads” now stands in place of “Fernads”" in made.explanation
    gone = assess(compare(parse(table.format(old)), parse(table.format(row("Larkads")))))
    assert f"{where} no longer has “Fernads” and “Birchads”" in gone.explanation


def test_an_address_that_the_policy_gave_all_along_is_not_called_new() -> None:
    also = "You can also write to us at privacy@fernhill.example."
    old = f"To use your rights, fill in our form for requests on information. {also}"
    new = "To use your rights, write to privacy@fernhill.example."
    assert not any("is new" in reason for reason in reasons(judged(old, new, "Your rights")))


def test_words_that_can_be_information_are_named_only_where_they_are_collected() -> None:
    visit = "On some sites that you visit, cookies may be set on your device by advertisers to show you other goods."
    for reason in reasons(judged("We sell plants.", f"We sell plants. {visit}", "Cookies")):
        assert "collected now includes" not in reason
        assert "mentions" not in reason
    new = "When you register, we collect your home address and your shoe size, and we keep both for a year."
    assert any(
        "now includes your home address" in r for r in reasons(judged("We sell plants.", f"We sell plants. {new}"))
    )


def test_a_sentence_is_told_with_the_line_above_it_that_says_for_whom_it_holds() -> None:
    old = "# Notice\n\n## Countries\n\nSome countries have rules of their own.\n"
    new = f"{old}\nIf you live in Georgia...\n\nYou have the right to object to the sale of your telephone number.\n"
    assert "under “If you live in Georgia”, the policy now says: “You have the right" in explained(old, new)
    title = "## Additional rights of residents of Virginia"
    with_title = f"{old}\n{title}\n\nYou have the right to object to the sale of your telephone number.\n"
    assert "under “Additional rights of residents of Virginia”, the policy now says: “You" in explained(old, with_title)


def explained(old: str, new: str) -> str:
    return assess(compare(parse(old), parse(new))).explanation


def test_a_country_in_the_name_of_a_company_gives_nobody_rights() -> None:
    old = "You have rights under the law. Our shops in Europe are run by Fernhill Plants Ltd and Fernhill Seeds Ltd."
    new = old.replace("run by ", "run by Fernhill Ireland Ltd, ")
    met = [f.criterion.kind for f in judged(old, new, "Who we are").findings if f.confidence >= 0.5]
    assert "rights" not in met


def test_a_telephone_number_is_no_address_for_letters() -> None:
    old = "- Calling us at 1-760-555-6062; or\n- Visiting our page for requests"
    made = judged(old, old.replace("760-555-6062", "833-555-2919"), "Contact")
    assert "address for letters" not in made.explanation
    assert "1-833-555-2919" in made.explanation


def test_what_a_policy_says_of_its_own_revision_says_nothing() -> None:
    old = "We have updated our 3 May 2024 Privacy Policy to name a courier who gets your address.\n\nWe sell plants."
    new = old.replace("3 May", "9 July").replace("a courier who gets your address", "our insurer in Ireland")
    assert judged(old, new).significance == "minor"


def test_a_line_that_leads_in_says_nothing_without_what_follows() -> None:
    old = "We sell plants and collect your name.\n\nFor the sale in the shops of our partners:\n\n- your address"
    assert judged(old, old.replace("For the sale in the shops of our partners:\n\n", "")).significance == "minor"


def test_a_line_that_breaks_off_is_not_told_with_the_next_one_that_stays() -> None:
    old = "- you can use our form for opting out; or\n  you can send us a letter to our office in the Old Mill."
    new = "- you can send us a letter to our office in the Old Mill."
    gone = [f.reason for f in judged(old, new, "Your rights").findings if "form for opting out" in f.reason]
    assert gone
    assert not any("no longer" in reason and "Old Mill" in reason for reason in gone)


def test_the_end_of_a_web_page_says_nothing() -> None:
    old = "# Notice\n\n## Contact\n\nWrite to privacy@fernhill.example with what you want to know.\n"
    foot = [
        "Company",
        "About us",
        "Press",
        "Jobs",
        "Contact us",
        "Help",
        "Garden tips",
        "Shop",
        "Fernhill Mill, 2 Mill Lane",
    ]
    assert assess(compare(parse(old), parse(old + "".join(f"\n{line}\n" for line in foot)))).significance == "minor"
    assert assess(compare(parse(old), parse(f"{old}\nFernhill Mill, 2 Mill Lane, Dublin, D04 HE94\n"))).findings


def test_an_entry_of_a_list_is_quoted_without_what_joins_it_to_the_next() -> None:
    new = LISTED.format("- your fingerprint scans; and\n- the tone of your voice\n")
    told = reasons(assess(compare(parse(LISTED.format("")), parse(new))))
    assert any("“your fingerprint scans”" in reason for reason in told), told


def test_chinese_words_that_turn_are_named_with_the_sentence_around_them() -> None:
    old = "# 声明\n\n## 共享\n\n我们向物流公司提供您的姓名、收货地址和手机号码，以便其将您的订单送达。\n"
    told = explained(old, old.replace("收货地址和", "收货地址、位置信息和"))
    assert "中新增“位置信息”" in told

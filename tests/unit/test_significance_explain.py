"""An assessment for people: under the test that it meets, folded by clause, and every finding in a table."""

from __future__ import annotations

import re
from dataclasses import replace

from policytool.redline.compare import compare
from policytool.significance import explain, summary
from policytool.significance.assess import assess
from policytool.significance.model import Assessment, Criterion, Evidence, Finding
from policytool.text.parse import parse

TEST = Criterion(id="recipients", kind="recipients", text="the recipients change;", clause="tests")


def finding(reason: str, clause: str, words: str, confidence: float = 0.9) -> Finding:
    quoted = Evidence(side="new", clause=clause, text=words, end=len(words))
    return Finding(
        criterion=TEST,
        clause=clause,
        section="Sharing",
        reason=reason,
        told=reason,
        evidence=(quoted,),
        confidence=confidence,
    )


def assessment(*findings: Finding) -> Assessment:
    return Assessment(significance="significant", score=0.9, threshold=0.5, findings=findings)


def test_findings_of_one_clause_stand_together_and_none_is_hidden() -> None:
    said = explain.lines(
        assessment(
            finding("Insurers are new.", "a", "insurers"),
            finding("Banks are new.", "b", "banks"),
            finding("Brokers are new.", "a", "brokers", 0.7),
        )
    )
    at = said.index("  • Sharing: Insurers are new. (confidence 0.90)")
    assert said[at + 1] == "    also: Brokers are new. (confidence 0.70)"
    assert said[at + 2] == "  • Sharing: Banks are new. (confidence 0.90)"
    assert "“the recipients change”" in said[at - 1]


def test_the_table_holds_every_finding_with_its_words_also_the_weak_ones() -> None:
    strong, weak = finding("Insurers are new.", "a", "<insurers>"), finding("Banks are new.", "b", "banks", 0.3)
    page = explain.html(assessment(strong, weak))
    table = page[page.index("<table") :]
    assert table.count("<tr>") == 3
    assert "&lt;insurers&gt;</ins>" in table
    assert "confidence 0.30; not enough on its own" in table
    assert page.count('<li class="finding') == 1


def test_many_clauses_under_one_test_fold_after_the_surest() -> None:
    for count, folded in ((12, 0), (13, 5)):
        found = [finding(f"Partner {n} is new.", f"c{n}", f"partner {n}", 0.9 - n / 100) for n in range(count)]
        page = explain.html(assessment(*found))
        assert page.count('<li class="finding') == count
        assert page.count(f"<summary>Recipients: … and {folded} more</summary>") == bool(folded)
        assert not folded or page.index("Partner 7 is new") < page.index("and 5 more") < page.index("Partner 8 is new")


def test_a_very_long_quote_is_shortened_where_the_table_has_it_whole() -> None:
    words = "We share your orders with partners. " * 20
    page = explain.html(assessment(finding("Partners are new.", "a", words.strip())))
    told, table = page.split("<table", 1)
    assert words.strip() in table
    assert words.strip() not in told
    assert re.search(r"[\w.]…</ins>", told)


def test_a_revision_without_findings_has_no_table() -> None:
    same = parse("# N\n\nText.\n")
    assert "<table" not in explain.html(assess(compare(same, same)))


def test_what_rests_on_the_same_words_is_told_once() -> None:
    first, second = finding("Insurers are new.", "a", "insurers"), finding("They use it.", "a", "insurers", 0.8)
    assert explain.distinct([first, second, finding("Banks.", "b", "banks")]) == [
        first,
        finding("Banks.", "b", "banks"),
    ]


def judged(old: str, new: str) -> Assessment:
    return assess(compare(parse(f"# Notice\n\n{old}\n"), parse(f"# Notice\n\n{new}\n")))


LOGS = (
    "When you open our shop we record technical details of your visit, such as the kind of telephone that you hold, the"
    " pages that you look at and the time that you spend on each of them, your network address{} and the number of the"
    " device that the maker gave it."
)


def test_a_long_sentence_is_quoted_around_what_changed_on_both_sides() -> None:
    reason = judged(LOGS.format(""), LOGS.format(", your contact list")).findings[0].reason
    assert "your contact list" in reason
    old, new = LOGS.format(" or your name"), LOGS.format(", your contact list and your photos")
    made = judged(old, new.replace("open our shop", "visit our little shop")).findings[0].reason
    before, after = made.split("” becomes “")
    assert "your network address or your name" in before
    assert "your network address, your contact list and your photos" in after
    assert len(made) < 2 * len(LOGS)


def test_a_sentence_that_came_is_quoted_to_what_it_says() -> None:
    came = (
        "If a guest of your household visits our shop with the tablet or telephone that you registered with us, we"
        " share what the guest looked at, and for how long, with advertisers in your town."
    )
    made = judged("We sell chairs.", f"We sell chairs.\n\n{came}")
    assert any(came.rstrip(".") in finding.reason for finding in made.findings)
    assert "with advertisers in your town" in made.explanation


def test_an_address_for_mails_that_goes_is_told_as_such() -> None:
    old = "You may reach our data protection officer by the form or at officer@fernhill.example."
    made = judged(old, "You may reach our data protection officer by the form.")
    assert made.findings[0].reason == "The e-mail address officer@fernhill.example is no longer given."


def test_quotation_marks_within_a_quotation_are_single() -> None:
    old = "We sell chairs."
    made = judged(old, f'{old}\n\nWe share your location with advertisers who run a "member club" or a “circle”.')
    assert "‘member club’ or a ‘circle’”." in made.findings[0].reason


def test_the_summary_says_nothing_twice() -> None:
    first, second = finding("Now said: “Insurers get it”.", "a", "x"), finding("Now said: “Banks get it”.", "b", "y")
    assert summary.explain([first, second], 0.5) == "Now said: “Insurers get it” and “Banks get it”."
    again = finding("On sharing: “Insurers get it”.", "a", "x", 0.8)
    assert summary.explain([first, again], 0.5) == first.reason
    third = finding("Now said: “Brokers get it”.", "c", "z", 0.8)
    assert summary.explain([first, second, third], 0.5) == (
        "Now said: “Insurers get it”, “Banks get it” and “Brokers get it”."
    )
    more = [finding(f"{who} get it.", who, who, 0.8) for who in ("Shops", "Banks", "Clubs")]
    said = summary.explain([first, second, third, *more], 0.5)
    assert said.startswith("The revision changes who receives information, in 6 places. Now said: “Insurers get it”")
    assert said.count(".") == 3


def test_what_says_most_to_users_is_told_first_among_the_surest() -> None:
    vague, exact = finding("A.", "a", "x", 0.92), replace(finding("B.", "b", "y", 0.9), prominence=1)
    assert summary.explain([vague, exact], 0.5) == "B. A."
    assert summary.explain([vague, replace(exact, confidence=0.7)], 0.5) == "A. B."


def test_what_went_and_what_came_in_its_place_are_told_together() -> None:
    went, gone, came = (
        replace(finding(reason, reason, reason), saying=saying)
        for reason, saying in (("No longer: “A”.", "went"), ("No longer: “B”.", "went"), ("Now: “C”.", "came"))
    )
    assert summary.explain([went, gone, came], 0.5) == "No longer: “A” and “B”. Now: “C”."
    more = [replace(finding(f"{letter} is gone.", letter, letter, 0.8), saying="went") for letter in "DE"]
    assert summary.explain([went, gone, came, *more], 0.5).endswith(" places. No longer: “A” and “B”. Now: “C”.")


def test_a_heading_is_told_only_where_nothing_else_is() -> None:
    heading, said = (
        replace(finding("The heading “X” is new.", "a", "x", 0.92), prominence=-1),
        finding("B.", "b", "y", 0.9),
    )
    assert summary.explain([heading, said], 0.5) == "B."
    assert summary.explain([heading], 0.5) == "The heading “X” is new."


def test_what_decides_nothing_is_quoted_in_short() -> None:
    long = "the shop is open on every day of the week but for the days on which the town has its fair " * 3
    said = summary.explain([finding(f"The policy now says: “{long}”.", "a", "x", 0.3)], 0.5)
    assert said.startswith("Nothing that meets a test of significance.")
    assert len(said) < 250
    assert said.endswith(" …”.")

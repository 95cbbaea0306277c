"""What a policy promises about its revisions: what is no promise first, then each promise read, then those broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from policytool.release.promises import before_effect, channels, consent, kept, lead_time, on_posting
from policytool.release.promises.model import Case, Conduct
from policytool.significance.model import Significance
from policytool.text import parse
from policytool.text.model import Document
from tests.repositories import CHINESE, POLICY

DAY = date(2026, 3, 2)
ROOT = Path(__file__).parents[2]
CONDUCT = Conduct(
    significance="minor",
    published=DAY,
    effective=DAY + timedelta(1),
    noticed=DAY,
    earliest=DAY + timedelta(30),
    channels=("website", "smtp"),
    lead_days=(30, 1),
)


def text(*paragraphs: str, section: str = "Changes to this policy", name: str = "policy_docs/p.md") -> Document:
    body = "\n\n".join(f"{words} {{#p{number}}}" for number, words in enumerate(paragraphs, 1))
    return parse.parse(f"# Privacy Policy\n\n## {section}\n\n{body}\n", name=name)


def case(draft: Document, binding: Document | None = None, **conduct: object) -> Case:
    return Case(draft=draft, binding=binding, version="1.0" if binding else "", conduct=replace(CONDUCT, **conduct))  # type: ignore[arg-type]


def all_read(document: Document) -> list[object]:
    rooms = (before_effect, lead_time, on_posting, channels, consent)
    return [(room.__name__.rsplit(".", 1)[-1], *found) for room in rooms if (found := room.read(document))]


class TestWhatIsNoPromise:
    @pytest.mark.parametrize(
        "words",
        [
            "Before a revision takes effect, you may close your account.",
            "We may tell you about a change of this policy before it takes effect.",
            "We are not obliged to give notice before a revised policy takes effect.",
            "This policy takes effect on 1 May 2026.",
            "The policy that applied before this version took effect is on our website.",
            "We tell you before a change of our prices takes effect.",
            "Changes to the Terms of Service are posted 30 days before they take effect.",
            "Where possible, we announce changes 30 days in advance.",
            "You can change your settings up to 30 days before your order is delivered.",
            "Reviews that you publish are visible as soon as you post them and apply to the product.",
            "Revisions of this policy do not take effect on posting.",
            "Minor changes of this policy apply from posting, material changes 30 days after it.",
            "Minor changes to this policy are posted at once, material ones 30 days before they take effect.",
            "A revision applies from the day of posting, or from a later day if it names one.",
            "You can change your e-mail address at any time.",
            "The significance of a change depends on its effect.",
            "Withdrawing your consent does not limit your rights.",
            "We do not limit how you use your rights; no consent is needed.",
            "We restrict access to personal information without consent of the team lead.",
            "For significant changes of your data, contact us by e-mail.",
            "修订生效前，您可以注销账户。",
            "我们可能在本政策修订生效前通知您。",
            "本政策更新后不另行通知。",
            "修订版自发布之日起施行，载明更晚日期的，自该日起施行。",
            "撤回同意不会限制您的其他权利。",
            "价格变更的，我们提前30日通知您。",
        ],
    )
    def test_a_text_that_merely_uses_the_words(self, words: str) -> None:
        assert all_read(text(words)) == []

    @pytest.mark.parametrize(
        "words",
        [
            "We delete your data 30 days before the deadline takes effect and notify you.",
            "If we stop providing the service, we tell you at least 30 days beforehand.",
            "We post your changes as soon as you publish them, effective immediately.",
            "我们停止提供服务的，至少提前30天告知您。",
        ],
    )
    def test_promises_about_other_things(self, words: str) -> None:
        assert all_read(text(words, section="Closing the service")) == []

    def test_headings_quotations_and_tables(self) -> None:
        source = (
            "# P\n\n## We publish every revision of this policy before it takes effect\n\nText.\n\n"
            "> We publish every revision of this policy before it takes effect.\n\n"
            "| a | b |\n|---|---|\n| Revisions of this policy | We publish them before they take effect |\n"
        )
        assert all_read(parse.parse(source)) == []


class TestWhatIsPromised:
    @pytest.mark.parametrize(
        "words",
        [
            "Before a revision takes effect, we put the updated version on our website together with a notice of it.",
            "We will notify you of changes to this policy before they become effective.",
            "Updates are announced on our website prior to their effective date.",
            "We'll notify you before we make changes to this policy.",
            "修订生效之前，我们将更新后的版本连同修订通知一并发布在政策网站上。",
            "本政策变更的，我们会在变更生效前通过网站公告告知您。",
        ],
    )
    def test_p9_notice_before_effect(self, words: str) -> None:
        [statement] = before_effect.read(text(words))
        assert (statement.clause.id, statement.path, statement.scope) == ("p1", "policy_docs/p.md", "all")

    @pytest.mark.parametrize(
        "words",
        [
            "We may revise this policy at any time; the revised version is effective from the date of posting.",
            "Revised versions of this policy take effect immediately upon publication.",
            "Once posted, a revised policy takes effect.",
            "As soon as we post the new version, it becomes effective.",
            "我们可以随时修订本政策，修订版自发布之日起生效。",
            "本政策更新后一经公布即生效。",
        ],
    )
    def test_p1_effective_on_posting(self, words: str) -> None:
        assert [statement.clause.id for statement in on_posting.read(text(words))] == ["p1"]

    @pytest.mark.parametrize(
        ("words", "days", "scope"),
        [
            ("We announce changes to this policy at least 30 days before they take effect.", 30, "all"),
            ("We tell you about material changes two weeks in advance.", 14, "significant"),
            ("We give you thirty (30) days' notice of any change.", 30, "all"),
            ("We will provide 10 business days' notice of changes.", 14, "all"),
            ("You will receive at least one month’s prior notice of a revision.", 31, "all"),
            ("重大变更的，我们至少提前30日通知您。", 30, "significant"),
            ("本政策修订的，我们提前十五个工作日公告。", 21, "all"),
            ("修订版在生效前7日发布在网站上。", 7, "all"),
            ("A revised policy takes effect 30 days after it is posted.", 30, "all"),
            ("修订后的政策自发布之日起满30日生效。", 30, "all"),
            ("We post a notice of material changes at least a week in advance.", 7, "significant"),
        ],
    )
    def test_lead_times_in_calendar_days(self, words: str, days: int, scope: str) -> None:
        [statement] = lead_time.read(text(words))
        assert (statement.days, statement.scope) == (days, scope)

    @pytest.mark.parametrize(
        ("words", "named"),
        [
            ("If a change is significant, we also tell you by e-mail.", ["e-mail"]),
            ("For material changes we notify you by email and text message.", ["e-mail", "text message"]),
            ("对于重大变更，我们还会发送电子邮件。", ["e-mail"]),
            ("对于重大变更，我们会通过短信或者推送通知您。", ["text message", "push message"]),
        ],
    )
    def test_p11_channels(self, words: str, named: list[str]) -> None:
        [statement] = channels.read(text(words))
        assert channels.means(statement.text) == named

    @pytest.mark.parametrize(
        "words",
        [
            "We do not reduce the rights that you have under this policy unless you explicitly consent.",
            "Your rights under this policy are not reduced without your explicit consent.",
            "We will never limit your rights under this policy without first asking for your express consent.",
            "未经您明确同意，我们不会减少您依据本政策享有的权利。",
            "未取得您的明示同意，我们不会削减您按照本政策所应享有的权利。",
        ],
    )
    def test_p10_consent_before_rights_are_reduced(self, words: str) -> None:
        assert [statement.clause.id for statement in consent.read(text(words))] == ["p1"]

    @pytest.mark.parametrize("file", ["policy_docs/privacy-policy.md", "policy_docs/privacy-policy.zh.md"])
    def test_the_sample_policy(self, file: str) -> None:
        document = parse.parse((ROOT / file).read_text(encoding="utf-8"), name=file)
        assert [statement.clause.id for statement in before_effect.read(document)] == ["notice-before-effect"]
        assert [statement.clause.id for statement in consent.read(document)] == ["rights-not-reduced"]
        assert [statement.clause.id for statement in channels.read(document)] == ["prominent-notices"]
        assert (on_posting.read(document), lead_time.read(document)) == ((), ())


NOTICE = "We publish every revision of this policy on our website before it takes effect."
POSTING = "The revised policy is effective from the date of posting."
THIRTY = "We announce changes to this policy at least 30 days before they take effect."
E_MAIL = "For significant changes we send you an e-mail and a text message."


class TestKept:
    @pytest.mark.parametrize("policy", [POLICY, CHINESE, f"# P\n\n{NOTICE}\n", f"# P\n\n{POSTING}\n"])
    def test_the_defaults(self, policy: str) -> None:
        document = parse.parse(policy)
        significant = case(document, document, significance="significant", effective=DAY + timedelta(30))
        assert kept.broken(significant) == kept.broken(case(document, document)) == ()

    def test_the_first_version_revises_nothing(self) -> None:
        assert kept.broken(case(text(NOTICE), None, effective=DAY)) == ()

    def test_a_promise_about_other_revisions(self) -> None:
        words = text("We announce significant changes at least 30 days before they take effect.")
        assert kept.broken(case(words, words)) == ()

    def test_any_of_the_channels_is_enough(self) -> None:
        words = text(
            "For significant changes we give notice, for example by e-mail, text message or push notification."
        )
        assert kept.broken(case(words, words)) == ()

    def test_a_rule_for_significant_changes_is_an_exception_no_contradiction(self) -> None:
        words = text(POSTING, "We announce significant changes at least 20 days before they take effect.")
        assert kept.broken(case(words)) == ()


class TestBroken:
    def test_p9_effect_on_posting(self) -> None:
        [problem] = kept.broken(case(text(NOTICE), text(NOTICE), effective=DAY))
        assert (problem.rule, problem.blocks, problem.path, problem.line) == ("promise", True, "policy_docs/p.md", 5)
        assert f"clause p1: “{NOTICE}”" in problem.message
        assert "--effective" in problem.todo

    def test_p9_a_day_of_posting_in_the_past_gives_nobody_notice(self) -> None:
        early = {"published": DAY - timedelta(40), "lead_days": (30, 30)}
        for words, effective in ((NOTICE, DAY), (NOTICE, DAY - timedelta(3)), (THIRTY, DAY + timedelta(1))):
            [problem] = kept.broken(case(text(words), text(words), effective=effective, **early))
            assert problem.blocks

    def test_a_promise_that_the_draft_drops_still_binds(self) -> None:
        old = text(NOTICE, name="privacy-policy 1.0")
        [problem] = kept.broken(case(text("Nothing."), old, effective=DAY))
        assert (problem.blocks, problem.path, problem.line) == (True, "", None)
        assert "clause p1 of version 1.0" in problem.message

    def test_a_promise_that_the_draft_adds_binds_the_next_release(self) -> None:
        assert kept.broken(case(text(NOTICE), text("Nothing."), effective=DAY)) == ()

    def test_an_emergency_leaves_a_warning(self) -> None:
        [problem] = kept.broken(case(text(NOTICE), text(NOTICE), effective=DAY, emergency=True))
        assert (problem.blocks, problem.todo) == (False, "")

    def test_a_lead_time_cut_short(self) -> None:
        found = kept.broken(case(text(THIRTY), text(THIRTY), effective=DAY + timedelta(29), lead_days=(30, 30)))
        assert [problem.blocks for problem in found] == [True]
        assert f"--effective {DAY + timedelta(30)}" in found[0].todo

    def test_settings_that_ask_for_less_than_the_policy_promises(self) -> None:
        for words, leads, key in ((THIRTY, (30, 1), "lead_days_minor = 1"), (NOTICE, (30, 0), "lead_days_minor = 0")):
            [problem] = kept.broken(case(text(words), lead_days=leads))
            assert not problem.blocks
            assert key in problem.message

    def test_p1_against_p9_quotes_both_clauses(self) -> None:
        [problem] = kept.broken(case(text("Welcome.", POSTING, NOTICE)))
        assert not problem.blocks
        assert problem.line == 7
        assert f"clause p2: “{POSTING}”" in problem.message
        assert f"clause p3: “{NOTICE}”" in problem.message

    def test_p11_a_promised_channel_that_the_settings_lack(self) -> None:
        [problem] = kept.broken(case(text(E_MAIL)))
        assert not problem.blocks
        assert "without text message," in problem.message
        [problem] = kept.broken(case(text(E_MAIL), channels=("website",)))
        assert "without e-mail and text message," in problem.message


def test_the_days_that_a_text_promises() -> None:
    assert kept.days_before_effect(text("Nothing."), "significant") == 0
    assert kept.days_before_effect(text(NOTICE), "minor") == 1
    assert kept.days_before_effect(text(NOTICE, THIRTY), "minor") == 30
    assert kept.days_before_effect(text("We announce material changes 14 days in advance."), "minor") == 0


class TestLate:
    """A notice that leaves later than the policy promises; late it is still sent, but told."""

    PROMISE = parse.parse("# P\n\nWe announce significant changes to this policy 30 days in advance. {#ahead}\n")

    @pytest.mark.parametrize(("significance", "days"), [("significant", 30), ("significant", 400), ("minor", 1)])
    def test_p9_in_time(self, significance: Significance, days: int) -> None:
        assert kept.late(self.PROMISE, significance, DAY + timedelta(days), DAY) == ""

    def test_p9_too_late(self) -> None:
        said = kept.late(self.PROMISE, "significant", DAY + timedelta(29), DAY)
        assert said.startswith("users would have 29 days, but 30 are promised in clause ahead: “We announce")
        assert kept.late(self.PROMISE, "minor", DAY, DAY) == "this version takes effect today"
        assert "in force since" in kept.late(self.PROMISE, "minor", DAY - timedelta(1), DAY)

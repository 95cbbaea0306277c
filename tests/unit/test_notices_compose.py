"""Notices say what changes, what it means, from when, what to do and who writes; a notice that does not is refused."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path
from typing import get_args

import pytest

from policytool.errors import NoticeError, NoticeRefused
from policytool.notices.compose import Templates, compose, written_day
from policytool.notices.facts import best
from policytool.notices.lint import letter_problems, problems, require_sound, script_problems, short_problems
from policytool.notices.model import Notice
from policytool.significance.model import Direction
from policytool.text.metadata import Controller, CriterionKind
from tests.notices_values import facts, notice


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", ["first", "minor", "significant"])
def test_the_packaged_templates_give_sound_notices(language: str, kind: str) -> None:
    changed = {} if kind == "significant" else {"points": ()}
    changed |= {"changes_url": ""} if kind == "first" else {}
    made = notice(language, kind=kind, **changed)
    assert problems(made) == ()
    assert letter_problems(made) == ()
    assert script_problems(made) == ()
    assert short_problems(made, most=2) == ()


def test_a_notice_answers_the_five_questions() -> None:
    text = notice().text
    order = ["What changes", "What it means for you", "From when", "What you can do", "Who writes to you"]
    assert sorted(order, key=text.index) == order
    for said in (
        "We now share your order history with <advertising> partners.",
        "More organisations may receive your personal information.",
        "takes effect on 23 December 2026",
        "https://policies.shop.example/privacy-policy/2.0/\n",
        "https://policies.shop.example/privacy-policy/2.0/changes/\n",
        "Example Shop Ltd",
        "privacy@shop.example",
    ):
        assert said in text


def test_html_is_escaped_and_loads_nothing() -> None:
    html = notice(title="<img src=x onerror=alert(1)>", controller=Controller(name="A & B <b>")).html
    assert "<img" not in html
    assert "A &amp; B &lt;b&gt;" in html
    assert "&lt;advertising&gt;" in html


def test_chinese_readers_get_the_new_words_of_the_clause() -> None:
    text = notice("zh").text
    assert "接收您个人信息的主要对象发生变化：“我们还会与广告合作伙伴分享您的订单历史。”" in text
    assert "2026年12月23日" in text


@pytest.mark.parametrize(
    ("language", "said"), [("en", "only if you agree to it. We ask you"), ("zh", "仅在您同意后对您生效")]
)
def test_whoever_is_asked_for_consent_is_told_what_silence_means(language: str, said: str) -> None:
    made = notice(language, asks_consent=True, consent_until=datetime.date(2026, 12, 20))
    for words in (made.text, made.html, made.letter, made.script):
        assert said in words
        assert written_day(datetime.date(2026, 12, 20), language=language) in words
    assert made.briefs[-1] in made.short
    assert (problems(made), letter_problems(made), script_problems(made)) == ((), (), ())
    without_end = notice(language, asks_consent=True)
    assert said in without_end.text
    assert "until ." not in without_end.text


def test_what_a_template_hides_is_hidden_and_what_it_shows_is_not() -> None:
    shown = GOOD.html.replace(
        '<h1 style="', '<p hidden>aside<br></p><i style="font-size:0.9em">x</i><h1 style="opacity:1;'
    )
    assert problems(spoiled(html=shown)) == ()


def test_a_letter_names_its_sender_once_and_writes_web_addresses_out() -> None:
    assert notice().letter.count("Example Shop Ltd") == 1
    assert "Who writes to you" not in notice().letter


@pytest.mark.parametrize(
    ("title", "begins"),
    [
        ("Example Shop Ltd Privacy Policy", "Example Shop Ltd Privacy Policy changes on 23 December 2026: who"),
        ("Privacy Policy", "Example Shop Ltd: Privacy Policy changes on 23 December 2026: who"),
    ],
)
def test_a_text_message_names_its_sender_once(title: str, begins: str) -> None:
    assert notice(title=title).short.startswith(begins)


def test_a_reduction_of_rights_says_that_consent_is_asked() -> None:
    (point,) = facts().points
    reduced = notice(
        points=(dataclasses.replace(point, kind="rights", effects=(("rights", "narrower"),), reduces_rights=True),)
    )
    assert "explicit consent" in reduced.text
    assert "explicit consent" in reduced.html
    assert "explicit consent" not in notice().text


def test_another_language_falls_back_to_english_words() -> None:
    composed = compose(facts("fr", title="Politique"), Templates.load())
    assert composed.subject == "Politique: what changes for you from 23 December 2026"
    assert problems(composed) == ()


@pytest.mark.parametrize(
    ("wanted", "found"), [("zh-CN", "zh"), ("ZH", "zh"), ("en-GB", "en"), ("fr", "en"), ("", "en"), ("pt", "pt-BR")]
)
def test_people_get_the_language_that_serves_them_best(wanted: str, found: str) -> None:
    assert best(("en", "zh", "pt-BR"), wanted) == found


def test_templates_of_the_project_replace_the_packaged_ones(tmp_path: Path) -> None:
    (tmp_path / "subject.en.j2").write_text("News of {{ title }}\n")
    composed = compose(facts(), Templates.load(tmp_path))
    assert composed.subject == "News of Shop Privacy Policy"
    assert "What changes" in composed.text


@pytest.mark.parametrize(
    "source",
    [
        "\n{{ title",
        "\n{{ no_such_value }}",
        "\n{{ ''.__class__.__mro__ }}",
        "\n{{ points.append(1) }}",
        "\n{% include 'none.j2' %}",
        "\n{{ 1 / 0 }}",
        "\n{{ title.format.__globals__ }}",
    ],
)
def test_a_template_that_fails_is_named(tmp_path: Path, source: str) -> None:
    (tmp_path / "subject.en.j2").write_text(source)
    with pytest.raises(NoticeError) as refused:
        compose(facts(), Templates.load(tmp_path))
    assert "subject.en.j2" in refused.value.where or "none.j2" in refused.value.where
    if "none.j2" not in refused.value.where:
        assert refused.value.line == 2


def spoiled(**changed: str) -> Notice:
    return dataclasses.replace(notice(), **changed)  # type: ignore[arg-type]


GOOD = notice()
UNBROKEN = "23 December 2026".replace(" ", "\N{NO-BREAK SPACE}")
"""The date as it stands on pages, where no line ends within it."""
HIDDEN = "<body><br><div style='{}'><p>" + GOOD.html.replace("{", "").replace("}", "") + "</p></div></body>"
ASKING = notice(asks_consent=True, consent_until=datetime.date(2026, 12, 20))


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (spoiled(subject=" "), "subject is empty"),
        (spoiled(subject="a\nBcc: x"), "control characters"),
        (spoiled(text=GOOD.text.replace("23 December 2026", "soon")), "text lacks the effective date"),
        (dataclasses.replace(ASKING, text=GOOD.text), "text omits that consent is asked"),
        (dataclasses.replace(ASKING, html=GOOD.html), "HTML omits that consent is asked"),
        (spoiled(html=GOOD.html.replace(UNBROKEN, "soon")), "HTML lacks the effective date"),
        (spoiled(text=GOOD.text.replace("order history", "orders")), "text omits a change"),
        (spoiled(html=GOOD.html.replace("order history", "orders")), "HTML omits a change"),
        (spoiled(text=GOOD.text.replace("Advertising partners become recipients.", "")), "text omits the summary"),
        (spoiled(html=GOOD.html.replace('href="https://policies', 'href="https://other')), "HTML lacks the link"),
        (spoiled(text=GOOD.text.replace("/changes/", "/")), "text lacks the link"),
        (spoiled(html=GOOD.html + '<img src="https://t.example/p.gif">'), "loads or sends"),
        (spoiled(html=GOOD.html + '<p style="background:url(//t.example/p)">'), "loads or sends"),
        (spoiled(html=GOOD.html + "<style>@import 'https://t.example'</style>"), "loads"),
        (spoiled(html=GOOD.html + "<table background=//t.example/p>"), "loads or sends"),
        (spoiled(html=GOOD.html + "<script>1</script>"), "<script>"),
        (spoiled(html=GOOD.html + '<a href="https://shop.example/?utm_source=mail">x</a>'), "tracks"),
        (spoiled(html=GOOD.html + '<a href="https://bit.ly/3x">x</a>'), "counts who follows"),
        (spoiled(html=GOOD.html + '<a href="https://u1.ct.sendgrid.net/ls/click?upn=x">x</a>'), "counts who follows"),
        (spoiled(html=GOOD.html + '<a href="https://go.example/?to=https%3A%2F%2Fshop.example">x</a>'), "by way of"),
        (spoiled(html=GOOD.html + '<meta http-equiv="Refresh" content="0;url=https://x.example">'), "leads away"),
        (spoiled(html=HIDDEN.format("display: none")), "HTML lacks the effective date"),
        (spoiled(html=HIDDEN.format("visibility:hidden")), "HTML omits the summary"),
        (spoiled(html=HIDDEN.format("font-size:0px")), "HTML omits a change"),
        (spoiled(text=GOOD.text + "\nhttps://shop.example/?utm_source=mail"), "tracks"),
        (spoiled(html=GOOD.html + '<a href="javascript:alert(1)">x</a>'), "leads nowhere"),
        (spoiled(text=GOOD.text + "\nOnly today: 20% off everything!"), "20% off"),
        (spoiled(html=GOOD.html + "<p>立即购买</p>"), "立即购买"),
        (notice(text_url="", changes_url=""), "site.url"),
        (notice(points=(), summary=""), "nothing says what changes"),
    ],
)
def test_what_a_legal_notice_must_not_be(bad: Notice, said: str) -> None:
    assert any(said in problem for problem in problems(bad)), problems(bad)
    with pytest.raises(NoticeRefused):
        require_sound(bad, problems(bad))


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (spoiled(letter=GOOD.letter.replace(UNBROKEN, "soon")), "letter lacks the effective date"),
        (dataclasses.replace(ASKING, letter=GOOD.letter), "letter omits that consent is asked"),
        (spoiled(letter=GOOD.letter.replace("order history", "orders")), "letter omits a change"),
        (spoiled(letter=GOOD.letter.replace("Advertising partners become", "")), "letter omits the summary"),
        (spoiled(letter=GOOD.letter + '<img src="https://t.example/p.gif">'), "letter holds <img>"),
        (spoiled(letter=GOOD.letter + "<p>free gift</p>"), "free gift"),
        (spoiled(letter=GOOD.letter.replace('href="https://policies', 'href="https://other')), "letter lacks the link"),
    ],
)
def test_what_a_letter_must_not_be(bad: Notice, said: str) -> None:
    assert any(said in problem for problem in letter_problems(bad)), letter_problems(bad)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (spoiled(script=GOOD.script.replace("23 December 2026", "soon")), "script lacks the effective date"),
        (spoiled(script=GOOD.script.replace("order history", "orders")), "script omits a change"),
        (spoiled(script=GOOD.script.replace("Advertising partners become", "")), "script omits the summary"),
        (spoiled(script=GOOD.script.replace("/changes/", "/")), "script lacks the link"),
        (spoiled(script=GOOD.script + "Order now!"), "Order now"),
    ],
)
def test_what_a_call_must_not_be(bad: Notice, said: str) -> None:
    assert any(said in problem for problem in script_problems(bad)), script_problems(bad)


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (spoiled(short=GOOD.short.replace("23 December 2026", "soon")), "lacks the effective date"),
        (spoiled(short=GOOD.short.replace("who receives your data", "more")), "omits a change: who receives your data"),
        (spoiled(short=GOOD.short.replace("/p/2.0", "/")), "lacks the link"),
        (spoiled(short=GOOD.short + " 20% off!"), "20% off"),
        (spoiled(short=GOOD.short + " https://shop.example/?utm_x=1"), "tracks"),
        (spoiled(short=GOOD.short + "\nBcc: x"), "line breaks"),
        (spoiled(short=GOOD.short + " and so on" * 20), "takes 3 segments (GSM-7, 335 characters)"),
        (notice(short_url="https://bit.ly/3xyz"), "counts who follows"),
    ],
)
def test_what_a_text_message_must_not_be(bad: Notice, said: str) -> None:
    found = short_problems(bad, most=2)
    assert any(said in problem for problem in found), found


def test_curly_quotation_marks_do_not_double_the_price_of_a_text_message() -> None:
    made = notice(controller=Controller(name="Ann’s “Shop” – Ltd"))
    assert made.short.startswith('Ann\'s "Shop" - Ltd: ')
    assert "Ann’s “Shop” – Ltd" in made.text


def test_a_policy_may_speak_of_offers_itself() -> None:
    (point,) = facts().points
    told = "We now use your orders to send you special offers and vouchers."
    assert problems(notice(points=(dataclasses.replace(point, told=told),))) == ()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("kind", get_args(CriterionKind))
def test_no_improvement_is_promised_on_the_word_of_a_rule(language: str, kind: CriterionKind) -> None:
    """A rule takes "wider" from few words; whoever reads "you gain rights" must not find the opposite in the text."""
    (point,) = facts(language).points
    for direction in get_args(Direction):
        changed = dataclasses.replace(point, kind=kind, effects=((kind, direction),))
        text = notice(language, points=(changed,)).text
        assert not any(word in text for word in ("gain", "less", "ewer", "获得", "减少", "更便捷"))

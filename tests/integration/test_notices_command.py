"""`policytool notify` as a lawyer uses it, in a real repository, against a real mail server."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from policytool.cli.main import run
from policytool.notices.local_mail import LocalMailServer
from tests.notices_desk import PEOPLE, Desk, desk, story
from tests.notices_servers import by_recipient, mail_server

__all__ = ["desk", "story"]


def test_a_campaign_from_plan_to_end(desk: Desk) -> None:
    with LocalMailServer(desk.root / "inbox") as server:
        desk.settings(f'[notices]\nsender = "Shop <privacy@shop.example>"\n[notices.smtp]\nport = {server.port}\n')
        planned = desk.json("plan --policy privacy-policy --version 2.0 --audience people.csv --channel smtp")
        campaign = planned["campaign"]
        assert planned["languages"] == {"en": 2, "zh": 1}
        assert (planned["total"], planned["rejected"]) == (3, 0)
        assert desk.json(f"status {campaign}")["state"] == "planned"
        sent = desk.json(f"send {campaign} --yes")
        assert sent["state"] == "finished"
        assert sent["deliveries"] == desk.json(f"status {campaign}")["deliveries"]
        assert (sent["total"], sent["deliveries"]["accepted"]) == (3, 3)
        desk(f"send {campaign} --yes")
        assert "Nothing is queued" in desk.err
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in desk.root.glob("inbox/*.eml")]
    found = {mail["To"].addresses[0].addr_spec: mail for mail in mails}
    assert len(mails) == len(found) == 3
    assert "Dear Ann," in _text(found["ann@shop.example"])
    assert "We now also share your order history with advertising partners." in _text(found["bo@shop.example"])
    assert "尊敬的李雷：" in _text(found["li@shop.example"])
    assert "https://policies.shop.example/privacy-policy/zh/2.0/" in _text(found["li@shop.example"])
    assert len({mail["X-Policytool-Delivery"] for mail in mails}) == 3


def test_bad_lines_are_listed_and_the_others_planned(desk: Desk) -> None:
    desk.people.write_text(PEOPLE + "c4,nobody,,\nc1,new@shop.example,,\nc6,ANN@shop.example,,\n")
    told = desk("plan --version 2.0 --audience people.csv --channel outbox")
    for line, reason in ((5, "not a mail address"), (6, "line 2"), (7, "line 2")):
        assert any(f"line {line}" in said and reason in said for said in told.splitlines()), told
    assert "3 recipients by outbox" in told
    again = desk.json("plan --version 2.0 --audience people.csv --channel smtp")
    assert [problem["line"] for problem in again["problems"]] == [5, 6, 7]


def test_the_same_is_planned_once_unless_for_a_reason(desk: Desk) -> None:
    first = desk.json("plan --version 2.0 --audience people.csv --channel outbox")
    desk("plan --version 2.0 --audience people.csv --channel outbox", code=1)
    assert first["campaign"] in desk.err
    again = desk.json("plan --version 2.0 --audience people.csv --channel outbox --again misprint")
    assert again["campaign"] != first["campaign"]
    assert desk.json(f"status {again['campaign']}")["again"] == "misprint"


def test_who_was_told_by_another_campaign_is_left_out_and_listed(desk: Desk) -> None:
    first = desk.json("plan --version 2.0 --audience people.csv --channel outbox")["campaign"]
    desk(f"send {first} --yes")
    (desk.root / "more.csv").write_text(PEOPLE + "c4,new@shop.example,New,en\n")
    more = desk.json("plan --version 2.0 --audience more.csv --channel outbox")
    assert (more["total"], [problem["line"] for problem in more["problems"]]) == (1, [2, 3, 4])
    desk(f"send {more['campaign']} --yes")
    assert len(list(desk.root.glob("outbox/*.eml"))) == 4
    assert desk.json("plan --version 2.0 --audience people.csv --channel smtp")["total"] == 3
    assert desk.json("plan --version 1.1 --audience people.csv --channel outbox")["total"] == 3
    everybody = desk.json("plan --version 2.0 --audience more.csv --channel outbox --again lost")
    assert everybody["total"] == 4


def test_several_channels_are_planned_at_once(desk: Desk) -> None:
    words = "plan --version 2.0 --channel website --channel outbox"
    desk(words, code=2)
    assert desk.json("status") == {"campaigns": []}
    made = desk.json(f"{words} --audience people.csv")
    assert made["channel"] == "outbox"
    assert [one["channel"] for one in made["campaigns"]] == ["outbox", "website"]


def test_a_minor_revision_plans_the_website_alone_unless_asked(desk: Desk) -> None:
    assert desk.json("plan --version 1.1")["channel"] == "website"
    assert "this version has been in force since 2026-09-01" in (desk("plan --version 1.1 --again x"), desk.err)[1]
    asked = desk.json("plan --version 1.1 --audience people.csv --channel outbox")
    assert (asked["channel"], asked["total"]) == ("outbox", 3)


def test_the_outbox_holds_each_message_once(desk: Desk) -> None:
    campaign = desk.json("plan --version 2.0 --audience people.csv --channel outbox")["campaign"]
    assert desk.json(f"send {campaign} --yes")["state"] == "finished"
    files = sorted(desk.root.glob("outbox/*"))
    assert [file.suffix for file in files] == [".eml"] * 3
    for file in files:
        message = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert message["X-Policytool-Delivery"] == file.stem
        assert not message.defects


def test_the_website_counts_when_it_shows_the_version(desk: Desk) -> None:
    campaign = desk.json("plan --version 2.0 --channel website")["campaign"]
    assert "policytool build" in desk(f"send {campaign} --yes", code=1)
    page = desk.root / "site/privacy-policy/2.0/index.html"
    page.parent.mkdir(parents=True)
    page.write_text("2.0")
    (desk.root / "site/notices.json").write_text('{"notices": [{"policy": "privacy-policy", "version": "2.0"}]}')
    assert desk.json(f"send {campaign} --yes")["state"] == "finished"


def test_nothing_is_sent_unless_somebody_agrees(desk: Desk) -> None:
    campaign = desk.json("plan --version 2.0 --audience people.csv --channel outbox")["campaign"]
    for words in (f"send {campaign}", f"send {campaign} --test me@shop.example"):
        desk(words, code=1)
        assert "--yes" in desk.err
    assert not list(desk.root.glob("outbox/*"))


def test_a_test_message_leaves_the_campaign_alone(desk: Desk) -> None:
    campaign = desk.json("plan --version 2.0 --audience people.csv --channel outbox")["campaign"]
    desk(f"send {campaign} --yes --test me@shop.example")
    mails = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in desk.root.glob("outbox/*.eml")]
    assert sorted(mail["Content-Language"] for mail in mails) == ["en", "zh"]
    assert all(str(mail["To"]) == "me@shop.example" and str(mail["Subject"]).startswith("[Test] ") for mail in mails)
    assert desk.json(f"status {campaign}")["deliveries"]["queued"] == 3


def test_the_preview_shows_every_language(desk: Desk) -> None:
    campaign = desk.json("plan --version 2.0 --audience people.csv --channel outbox")["campaign"]
    page = Path(desk(f"preview {campaign} --output shown").strip())
    names = {file.name for file in page.parent.iterdir()}
    assert names == {"index.html", "en.eml", "en.html", "en.txt", "zh.eml", "zh.html", "zh.txt"}
    assert "sandbox" in page.read_text()
    assert "李雷" not in page.read_text()


def test_what_was_planned_is_what_is_sent(desk: Desk) -> None:
    campaign = desk.json("plan --version 2.0 --audience people.csv --channel outbox")["campaign"]
    (desk.root / "notice_templates").mkdir()
    (desk.root / "notice_templates/subject.en.j2").write_text("Changed after the plan")
    desk(f"send {campaign} --yes")
    subjects = [message_from_bytes(file.read_bytes())["Subject"] for file in desk.root.glob("outbox/*.eml")]
    assert not any("Changed" in str(subject) for subject in subjects)


def test_a_changed_list_is_refused_and_a_moved_one_is_not(desk: Desk) -> None:
    campaign = desk.json("plan --version 2.0 --audience people.csv --channel outbox")["campaign"]
    desk.people.write_text(PEOPLE.replace("ann@", "eve@"))
    desk(f"send {campaign} --yes", code=2)
    assert "frozen" in desk.err
    assert not list(desk.root.glob("outbox/*"))
    (desk.root / "moved.csv").write_text(PEOPLE)
    assert desk.json(f"send {campaign} --yes --audience moved.csv")["state"] == "finished"


def test_unfit_notices_are_not_planned(desk: Desk) -> None:
    file = desk.root / "policytool.toml"
    file.write_text(file.read_text().replace('url = "https://policies.shop.example/"', 'url = ""'))
    desk("plan --version 2.0 --audience people.csv --channel outbox", code=1)
    assert "site.url" in desk.err
    assert desk.json("status") == {"campaigns": []}


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("plan --version 9.9 --channel website", 2, "9.9"),
        ("plan --version 2.0 --channel smtp", 2, "--audience"),
        ("plan --version 2.0 --audience none.csv --channel smtp", 2, "none.csv"),
        ("plan --version 2.0 --audience empty.csv --channel smtp", 1, "nobody"),
        ("plan --version 2.0 --audience columns.csv --channel smtp", 2, "columns.csv:1"),
        ("plan --version 2.0 --channel pigeon", 2, "pigeon"),
        ("send nothing --yes", 1, "no such campaign"),
        ("status nothing", 1, "no such campaign"),
        ("settle nothing", 2, "--resend or --accept"),
        ("settle nothing --accept", 1, "no such campaign"),
    ],
)
def test_mistakes_are_answered_in_words(desk: Desk, words: str, code: int, said: str) -> None:
    (desk.root / "empty.csv").write_text("email\nnobody\n")
    (desk.root / "columns.csv").write_text("name,phone\nAnn,1\n")
    desk(words, code)
    assert said in desk.err
    assert "Traceback" not in desk.err


def _text(message: Any) -> str:
    part = message.get_body(("plain",))
    return str(part.get_content())


def test_a_list_with_other_headings(desk: Desk) -> None:
    desk.people.write_text("Customer no;Contact;Mr or Ms\nc1;ann@shop.example;Ann\n")
    desk("plan --version 2.0 --audience people.csv --channel outbox", code=2)
    assert "--column" in desk.err
    for wrong in ("mail=Mail", "email", "email="):
        desk(f"plan --version 2.0 --audience people.csv --channel outbox --column {wrong}", code=2)
    words = ["plan", "--version", "2.0", "--audience", "people.csv", "--channel", "outbox", "--column", "email=contact"]
    assert run(["notify", *words, "--column", "key=Customer no", "--column", "name=Mr or Ms"]) == 0
    desk("send privacy-policy-2.0-outbox --yes")
    (file,) = desk.root.glob("outbox/*.eml")
    assert "Dear Ann," in _text(message_from_bytes(file.read_bytes(), policy=policy.default))


def test_a_preview_before_there_is_a_campaign(desk: Desk) -> None:
    page = desk.root / desk("preview --version 2.0 --language zh --output look").strip()
    found = sorted(str(file.relative_to(page.parent)) for file in page.parent.rglob("*.*"))
    mail = ["smtp/zh.eml", "smtp/zh.html", "smtp/zh.txt"]
    assert found == ["index.html", "letter/zh.html", "sms/zh.txt", *mail, "telephone/zh.txt"]
    for text in ("sms", "smtp", "telephone"):
        assert "2026年12月23日" in (page.parent / text / "zh.txt").read_text()
    assert not (desk.root / ".policytool").exists()
    desk("preview --version 2.0 --language fr", code=2)
    assert "en, zh" in desk.err
    desk("preview privacy-policy-2.0-smtp --version 2.0", code=2)


def test_a_preview_shows_the_notice_on_the_website_once_it_is_built(desk: Desk) -> None:
    def shown() -> str:
        return (desk.root / desk("preview --version 2.0 --output look").strip()).read_text()

    assert 'title="website"' not in shown()
    assert run(["build"]) == 0
    assert 'src="../../site/index.html"' in shown()


def test_what_programs_are_told_of_a_campaign_is_what_the_manual_says(desk: Desk) -> None:
    manual = (Path(__file__).parents[2] / "docs/notices.md").read_text()
    written = json.loads(manual[manual.index('{"campaign": "privacy-policy-2.0-smtp"') :].partition("```")[0])
    campaign = desk.json("plan --version 2.0 --audience people.csv --channel outbox")["campaign"]
    told = desk.json(f"status {campaign}")
    assert told.keys() == written.keys()
    assert told["deliveries"].keys() == written["deliveries"].keys()
    assert sum(written["deliveries"].values()) == written["total"]


def test_a_decision_about_nothing_is_none(desk: Desk) -> None:
    campaign = desk.json("plan --version 2.0 --audience people.csv --channel outbox")["campaign"]
    desk(f"send {campaign} --yes")
    assert desk.json(f"settle {campaign} --resend")["settled"] == 0
    assert [one["step"] for one in desk.json(f"log {campaign}")["steps"]] == ["planned", "sending"]


def test_who_finished_is_told_to_close(desk: Desk) -> None:
    campaign = desk.json("plan --version 2.0 --audience people.csv --channel outbox")["campaign"]
    desk(f"send {campaign} --yes")
    assert f"policytool notify close {campaign}" in " ".join(desk.err.split())
    desk(f"close {campaign}")
    desk(f"status {campaign}")
    assert "Next:" not in desk.err


def test_suppressed_addresses_are_left_out_and_counted(desk: Desk) -> None:
    desk("suppress Ann@Shop.Example")
    planned = desk.json("plan --version 2.0 --audience people.csv --channel outbox")
    assert (planned["total"], planned["suppressed"]) == (3, 1)
    desk("suppress li@shop.example")
    sent = desk.json("send privacy-policy-2.0-outbox --yes")
    assert sent["state"] == "finished"
    assert (sent["deliveries"]["accepted"], sent["deliveries"]["suppressed"]) == (1, 2)
    assert len(list(desk.root.glob("outbox/*.eml"))) == 1
    desk("suppress ann@shop.example --lift")
    desk("suppress ann@shop.example --lift", code=1)
    desk("suppress nobody", code=2)
    assert desk.json("plan --version 2.0 --audience people.csv --channel smtp")["suppressed"] == 1


def test_an_address_that_does_not_exist_is_not_written_to_again(desk: Desk) -> None:
    deeds = {"ann": "550 5.1.1 no such user", "li": "550 5.2.1 mailbox disabled"}
    with mail_server(by_recipient(**deeds)) as server:
        desk.settings(f'[notices]\nsender = "Shop <privacy@shop.example>"\n[notices.smtp]\nport = {server.port}\n')
        campaign = desk.json("plan --version 2.0 --audience people.csv --channel smtp")["campaign"]
        assert desk.json(f"send {campaign} --yes", code=1)["deliveries"]["failed"] == 2
    again = desk.json("plan --version 2.0 --audience people.csv --channel outbox")
    assert (again["total"], again["suppressed"]) == (3, 1)


def test_the_list_of_campaigns(desk: Desk) -> None:
    assert desk.json("list") == {"campaigns": []}
    desk("plan --version 2.0 --audience people.csv --channel outbox")
    desk("plan --version 2.0 --channel website")
    assert [one["channel"] for one in desk.json("list")["campaigns"]] == ["outbox", "website"]
    assert "privacy-policy-2.0-outbox" in desk("list")

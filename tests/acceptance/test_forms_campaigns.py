"""Notices that are not of a version, from the form to the last delivery, with git, mail server and website."""

from __future__ import annotations

import json
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from policytool.cli import project
from tests.forms_desk import DAYS, Desk, desk, in_days, in_force, lawyer
from tests.notices_servers import mail_server

__all__ = ["in_force", "lawyer"]


def bodies(content: bytes) -> tuple[str, str]:
    """Subject and plain text of a mail."""
    message = message_from_bytes(content, policy=policy.default)
    part = message.get_body(("plain",))
    assert part is not None
    return str(message["Subject"]), part.get_content()


def approved_and_sent(
    in_force: Path, folder: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> tuple[Desk, dict[str, tuple[str, str]]]:
    """A desk that told its people, and what each of them got: subject and text."""
    with mail_server() as server:
        lawyer = desk(in_force, folder, capsys, port=server.port)
        lawyer.approve(f"{kind}-1")
        lawyer(f"notify plan --notice {kind}-1 --audience people.csv --channel smtp")
        lawyer(f"notify send privacy-policy-{kind}-1-smtp --yes")
        got = {one.recipient: bodies(one.content) for one in server.got}
        assert server.recipients() == {"ann@shop.example": 1, "li@shop.example": 1}
    return lawyer, got


def test_p8_a_termination_is_told_in_time_published_closed_and_proved(
    in_force: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lawyer, got = approved_and_sent(in_force, tmp_path, capsys, "termination")
    subject, text = got["ann@shop.example"]
    ends, done = (f"{day.day} {day:%B} {day.year}" for day in (in_days(DAYS), in_days(DAYS + 30)))
    assert subject == "Our shop closes"
    assert text.startswith("Dear Ann,")
    assert f"The shop ends on {ends}." in text
    assert f"Your personal information is deleted or made anonymous by {done}." in text
    assert "Download your data from your account." in text
    assert "https://policies.shop.example/privacy-policy/notices/termination-1/" in text
    subject, text = got["li@shop.example"]
    assert subject == "商店关闭"
    assert "本商店将于" in text
    assert "https://policies.shop.example/privacy-policy/zh/notices/termination-1/" in text

    campaign = "privacy-policy-termination-1-website"
    lawyer("notify plan --notice termination-1 --channel website")
    lawyer(f"notify send {campaign} --yes", code=1)
    lawyer("build")
    lawyer(f"notify send {campaign} --yes")
    page = (tmp_path / "site/privacy-policy/notices/termination-1/index.html").read_text(encoding="utf-8")
    assert "We delete your account and make old orders anonymous." in page
    assert "Our shop closes for good." in (tmp_path / "site/privacy-policy/index.html").read_text(encoding="utf-8")
    (entry,) = json.loads((tmp_path / "site/notices.json").read_text(encoding="utf-8"))["others"]
    assert entry["kind"] == "termination"
    assert entry["until"] == str(in_days(DAYS + 30))
    items = json.loads((tmp_path / "site/significant.json").read_text(encoding="utf-8"))["items"]
    assert [(one["id"], one["tags"], one["title"]) for one in items[:1]] == [
        (entry["id"], ["termination"], "Our shop closes")
    ]
    assert "Our shop closes" in (tmp_path / "site/privacy-policy/feed.xml").read_text(encoding="utf-8")

    lawyer("notify close privacy-policy-termination-1-smtp")
    assert lawyer.json("verify --site site")["sound"] is True
    lawyer("proof termination-1 --output proof.zip")
    told = lawyer("proof --recipient 1")
    assert "termination-1, termination, by smtp: accepted" in told


def test_p7_an_incident_is_told_one_by_one_and_in_public_only_with_the_reason(
    in_force: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    lawyer, got = approved_and_sent(in_force, tmp_path, capsys, "incident")
    _, text = got["ann@shop.example"]
    for words in (
        "Somebody used a stolen password to read orders.",
        "Your name and address may have been read.",
        "* We closed the account.",
        "1. Open no links in odd messages.",
        "2. See our help (https://shop.example/help).",
        "We pay for a monitoring service.",
        "privacy@shop.example",
        "+1 202 555 0100",
        "We reported it to Data Office on",
    ):
        assert words in text
    assert "stolen password." not in text
    assert "向数据办公室报告" in got["li@shop.example"][1]

    lawyer("notify plan --notice incident-1 --channel website", code=1)
    assert "nobody decided that a public notice" in lawyer.err
    lawyer("build")
    assert not (tmp_path / "site/privacy-policy/notices").exists()
    assert json.loads((tmp_path / "site/notices.json").read_text())["others"] == []

    lawyer(f"notice publish incident-1 --until {in_days(60)}", code=1)
    assert "impracticable" in lawyer.err
    lawyer(f"notice publish incident-1 --until {in_days(60)} --reason 'No addresses of guests are kept'")
    lawyer("notify plan --notice incident-1 --channel website")
    lawyer("build")
    lawyer("notify send privacy-policy-incident-1-website --yes")
    page = (tmp_path / "site/privacy-policy/zh/notices/incident-1/index.html").read_text(encoding="utf-8")
    assert "No addresses of guests are kept" in page
    assert lawyer.json("verify --site site")["sound"] is True


@pytest.mark.parametrize(
    ("kind", "english"),
    [
        ("affiliate", "If you do not answer, nothing is shared for the new purpose."),
        ("transfer", "Big Shop Ltd stays bound by our privacy policy."),
    ],
)
def test_p5_p6_affiliates_and_new_holders_are_told_by_every_channel(
    in_force: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    english: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    _, got = approved_and_sent(in_force, tmp_path, capsys, kind)
    assert english in got["ann@shop.example"][1]


def test_what_is_promised_is_kept_on_the_day_of_planning_too(lawyer: Desk) -> None:
    """Approved in time, and then left lying for a day."""
    lawyer.approve("termination-1", ends=str(in_days(DAYS)))
    record = next((lawyer.root / "policy_docs/releases/privacy-policy").glob("termination-1.json"))
    data = json.loads(record.read_text(encoding="utf-8"))
    data["days"] = DAYS + 1
    record.write_text(json.dumps(data), encoding="utf-8")
    lawyer.project.commit()
    lawyer("notify plan --notice termination-1 --audience people.csv --channel smtp", code=1)
    assert f"people would be told {DAYS} days before the service ends, but {DAYS + 1} are promised" in lawyer.err


def test_a_campaign_that_begins_too_late_is_not_sent(lawyer: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Planned in time, and sent a day later; one that began in time may be finished."""
    lawyer.approve("termination-1")
    lawyer("notify plan --notice termination-1 --audience people.csv --channel outbox")
    monkeypatch.setattr(project, "today", lambda: in_days(1))
    lawyer("notify send privacy-policy-termination-1-outbox --yes", code=1)
    assert f"people would be told {DAYS - 1} days before the service ends" in lawyer.err
    monkeypatch.setattr(project, "today", lambda: in_days(0))
    lawyer("notify send privacy-policy-termination-1-outbox --yes")


def test_without_channels_people_are_told_one_by_one(lawyer: Desk) -> None:
    lawyer.approve("incident-1")
    planned = lawyer.json("notify plan --notice incident-1 --audience people.csv")
    assert [one["channel"] for one in planned["campaigns"]] == ["smtp"]
    lawyer.approve("transfer-1")
    planned = lawyer.json("notify plan --notice transfer-1 --audience people.csv")
    assert [one["channel"] for one in planned["campaigns"]] == ["smtp", "website"]


def test_a_withdrawn_notice_keeps_its_page_which_says_so(lawyer: Desk) -> None:
    lawyer.approve("termination-1")
    lawyer("build")
    assert "Our shop closes for good." in (lawyer.root / "site/index.html").read_text(encoding="utf-8")
    lawyer("notice withdraw termination-1 --reason 'A buyer was found'")
    lawyer("build")
    page = (lawyer.root / "site/privacy-policy/notices/termination-1/index.html").read_text(encoding="utf-8")
    assert "This notice was withdrawn on" in page
    assert "A buyer was found" in page
    assert "Our shop closes for good." not in (lawyer.root / "site/index.html").read_text(encoding="utf-8")
    assert json.loads((lawyer.root / "site/notices.json").read_text(encoding="utf-8"))["others"] == []
    assert "Our shop closes" not in (lawyer.root / "site/feed.xml").read_text(encoding="utf-8")


def test_people_who_were_not_reached_are_told_by_another_channel_however_late(lawyer: Desk) -> None:
    lawyer.approve("incident-1")
    lawyer("notify plan --notice incident-1 --audience people.csv --channel outbox")
    lawyer("notify send privacy-policy-incident-1-outbox --yes")
    lawyer("notify escalate privacy-policy-incident-1-outbox --to telephone", code=1)
    assert "has nobody who was not reached" in lawyer.err


def test_a_form_is_looked_at_before_anybody_approves_it(lawyer: Desk) -> None:
    lawyer.write("termination-1")
    page = lawyer("notify preview --notice termination-1").strip()
    text = (Path(page).parent / "sms" / "en.txt").read_text(encoding="utf-8")
    assert text.startswith("Example Shop Ltd: the service ends on ")
    assert "https://policies.shop.example/privacy-policy/notices/termination-1/" in text
    lawyer("notify plan --notice termination-1 --audience people.csv --channel smtp", code=2)
    assert "no approved notice" in lawyer.err
    lawyer.write("termination-1", ends=str(in_days(1)))
    lawyer("notify preview --notice termination-1", code=1)

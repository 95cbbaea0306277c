"""The life of a campaign at the desk: approved, paused, resumed, cancelled, closed; each step once, with who."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policytool.archive.open import open_archive
from policytool.config import load
from policytool.notices import closing, statement
from policytool.notices.ledger.ledger import Ledger, open_ledger
from policytool.notices.ledger.model import Answer
from tests.notices_desk import Desk, desk, story

__all__ = ["desk", "story"]
ADA = '--name "Ada Lawyer" --email ada@shop.example'
BO = '--name "Bo Counsel" --email bo@shop.example'
PLAN = "plan --version 2.0 --audience people.csv --channel outbox"
NAME = "privacy-policy-2.0-outbox"


def steps(desk: Desk) -> list[tuple[str, str]]:
    return [(one["step"], one["name"]) for one in desk.json(f"log {NAME}")["steps"]]


def test_by_default_whoever_plans_may_send(desk: Desk) -> None:
    desk(f"{PLAN} {ADA}")
    assert desk.json(f"send {NAME} --yes")["state"] == "finished"
    assert [step for step, _ in steps(desk)] == ["planned", "sending"]
    assert steps(desk)[0] == ("planned", "Ada Lawyer")


def test_a_second_person_approves_before_everybody_is_told(desk: Desk) -> None:
    desk.settings('[notices]\napproval = "second-person"\n')
    desk(f"{PLAN} {ADA}")
    desk(f"send {NAME} --yes", code=1)
    assert "a second person besides Ada Lawyer" in desk.err
    desk(f"send {NAME} --test me@shop.example --yes")
    for same in (ADA, '--name "ADA  lawyer" --email other@shop.example', "--name Someone --email ADA@shop.example"):
        desk(f"approve {NAME} {same}", code=1)
        assert "second person" in desk.err
    desk(f"approve {NAME} {BO}")
    desk(f"approve {NAME} {BO}")
    assert "before" in desk.err
    assert desk.json(f"send {NAME} --yes")["state"] == "finished"
    assert [step for step, _ in steps(desk)] == ["planned", "tested", "approved", "sending"]
    assert len(list(desk.root.glob("outbox/*.eml"))) == 3 + 2


def test_a_named_person_may_be_the_one_who_planned(desk: Desk) -> None:
    desk.settings('[notices]\napproval = "named"\n')
    desk(f"{PLAN} {ADA}")
    desk(f"send {NAME} --yes", code=1)
    assert "nobody has approved it" in desk.err
    desk(f"approve {NAME} {ADA}")
    assert desk.json(f"send {NAME} --yes")["state"] == "finished"
    desk(f"approve {NAME} {BO}", code=1)
    assert "finished" in desk.err


def test_paused_is_not_sent_until_it_is_resumed(desk: Desk) -> None:
    desk(PLAN)
    assert desk.json(f'pause {NAME} --reason "call centre closed" {BO}')["state"] == "paused"
    desk(f"pause {NAME} {BO}")
    assert "before" in desk.err
    desk(f"send {NAME} --yes", code=1)
    assert "Bo Counsel" in desk.err
    assert "call centre closed" in desk.err
    assert not list(desk.root.glob("outbox/*"))
    desk(f"resume {NAME} {BO}")
    desk(f"resume {NAME} {BO}")
    assert desk.json(f"send {NAME} --yes")["state"] == "finished"
    assert [step for step, _ in steps(desk)] == ["planned", "paused", "resumed", "sending"]


def test_whoever_was_not_told_by_a_cancelled_campaign_can_be_told_by_another(desk: Desk) -> None:
    desk(PLAN)
    desk(f"cancel {NAME}", code=2)
    cancelled = desk.json(f"cancel {NAME} --reason misprint {ADA}")
    assert (cancelled["state"], cancelled["deliveries"]["cancelled"], cancelled["adds_up"]) == ("cancelled", 3, True)
    desk(f"cancel {NAME} --reason again")
    assert "before" in desk.err
    for words in (f"resume {NAME}", f"pause {NAME}", f"approve {NAME} {BO}"):
        desk(words, code=1)
        assert "cancelled" in desk.err
    desk(f"send {NAME} --yes", code=1)
    again = desk.json(f"{PLAN} --again corrected")
    assert again["total"] == 3
    desk.people.write_text(desk.people.read_text() + "c9,new@shop.example,,\n")


def test_a_pause_stops_a_send_that_is_under_way(desk: Desk) -> None:
    desk(PLAN)
    with open_ledger(load(desk.root)) as ledger:
        campaign = ledger.campaign(NAME)
        with ledger.running(campaign) as runner:
            taken = ledger.claim(runner, campaign, after=-1, size=1)
            desk(f"pause {NAME}")
            answers = [Answer(number=taken[0].number, state="accepted")]
            assert ledger.step(runner, campaign, answers, [], after=-1, size=5) == []
    assert desk.json(f"status {NAME}")["deliveries"]["queued"] == 2


def test_what_a_send_gives_back_after_a_cancel_is_cancelled_too(desk: Desk) -> None:
    desk(PLAN)
    with open_ledger(load(desk.root)) as ledger:
        campaign = ledger.campaign(NAME)
        with ledger.running(campaign) as runner:
            taken = [row.number for row in ledger.claim(runner, campaign, after=-1, size=2)]
            desk(f"cancel {NAME} --reason stop")
            assert ledger.step(runner, campaign, [], taken, after=-1, size=5) == []
    counts = desk.json(f"status {NAME}")["deliveries"]
    assert (counts["cancelled"], counts["queued"], counts["sending"]) == (3, 0, 0)


def test_the_closing_statement_adds_up_and_lies_beside_the_release(desk: Desk) -> None:
    desk(f"{PLAN} {ADA}")
    desk(f"close {NAME}", code=1)
    assert "planned" in desk.err
    desk(f"send {NAME} --yes")
    closed = desk.json(f"close {NAME} {ADA}")
    assert closed["path"] == "policy_docs/releases/privacy-policy/2.0.notice-outbox.json"
    data = (desk.root / closed["path"]).read_bytes()
    assert desk.project.git("status", "--porcelain", "--untracked-files=no") == ""
    assert desk.project.git("log", "-1", "--format=%s") == f"Close the notices {NAME}: 3 of 3 told"
    found = statement.read(data, name="x")
    assert sum(found.deliveries.values()) == found.total == 3
    assert found.languages == {"en": 2, "zh": 1}
    assert [act.step for act in found.steps] == ["planned", "sending"]
    assert b"shop.example" not in data.replace(b"ada@shop.example", b"")
    with open_archive(load(desk.root)) as archive:
        version = archive.version("privacy-policy", "2.0")
        assert closing.faults(archive, "privacy-policy", "2.0", version.record_sha256) == ()
        assert [str(one.number) for one in archive.versions("privacy-policy")] == ["1.0", "1.1", "2.0"]
    assert desk.json(f"close {NAME}") == closed
    assert len(desk.project.git("log", "--format=%s", "--", closed["path"]).splitlines()) == 1


def test_a_later_bounce_makes_a_further_statement(desk: Desk) -> None:
    desk(PLAN)
    desk(f"send {NAME} --yes")
    first = desk.json(f"close {NAME}")
    with open_ledger(load(desk.root)) as ledger:
        _bounce(ledger)
    second = desk.json(f"close {NAME}")
    assert second["path"].endswith("2.0.notice-outbox.2.json")
    found = statement.read((desk.root / second["path"]).read_bytes(), name="x")
    assert (found.previous, found.deliveries["bounced"]) == (first["sha256"], 1)


def _bounce(ledger: Ledger) -> None:
    campaign = ledger.campaign(NAME)
    assert ledger.record(campaign, [Answer(number=2, state="bounced")], by="provider", source="dsn") == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [({"total": 4}, "add up"), ({"rejected": 9}, "altered"), ({"record_sha256": "c" * 64}, "another release record")],
)
def test_an_altered_statement_is_found_out(desk: Desk, change: dict[str, object], said: str) -> None:
    desk(PLAN)
    desk(f"send {NAME} --yes")
    file = desk.root / desk.json(f"close {NAME}")["path"]
    file.write_text(json.dumps({**json.loads(file.read_text()), **change}))
    desk.project.commit()
    with open_archive(load(desk.root)) as archive:
        version = archive.version("privacy-policy", "2.0")
        found = closing.faults(archive, "privacy-policy", "2.0", version.record_sha256)
        wrong = " ".join(words for _, words in found)
    assert said in wrong
    assert "it was changed after it was written" in wrong


def test_the_log_is_read_by_people(desk: Desk, tmp_path: Path) -> None:
    desk(f"{PLAN} {ADA}")
    told = desk(f"log {NAME}")
    assert "planned" in told
    assert "Ada Lawyer <ada@shop.example>" in told

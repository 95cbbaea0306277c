"""`policytool notice`: forms written, checked to the line, approved, published, withdrawn, in a real repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from policytool.forms.model import KINDS
from tests.forms_desk import DAYS, FORMS, TODAY, Desk, desk, in_days, in_force, lawyer, made
from tests.repositories import POLICY

__all__ = ["in_force", "lawyer"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_form_asks_for_everything_in_every_language(lawyer: Desk, kind: str) -> None:
    made = lawyer.json(f"notice new {kind}")
    assert made["files"] == [f"policy_docs/notices/privacy-policy/{kind}-1{tag}.md" for tag in ("", ".zh")]
    found = lawyer.json(f"notice check {kind}-1", code=1)
    for name, text in zip(made["files"], FORMS[kind], strict=True):
        asked = lawyer.root / name
        lines = asked.read_text(encoding="utf-8").splitlines()
        faults = [fault for fault in found["faults"] if fault["path"] == name]
        sections = [line for line in text.splitlines() if line.startswith("## ")]
        hints = [fault for fault in faults if "still holds what the form asks" in fault["message"]]
        assert len(hints) == len(sections)
        assert all(lines[fault["line"] - 1].startswith(("[", "【")) for fault in hints)
        empty = [fault for fault in faults if "is empty" in fault["message"]]
        assert empty
        assert all(lines[fault["line"] - 1].startswith(fault["message"].split(".")[0].split()[0]) for fault in empty)


@pytest.mark.parametrize("kind", KINDS)
def test_a_form_that_is_filled_in_lacks_nothing(lawyer: Desk, kind: str) -> None:
    lawyer.write(f"{kind}-1")
    assert lawyer(f"notice check {kind}-1") == "Nothing is missing.\n"
    path = lawyer.form(f"{kind}-1").relative_to(lawyer.root)
    assert lawyer(f"notice check {path}") == "Nothing is missing.\n"


def test_numbers_of_forms_are_not_used_again(lawyer: Desk) -> None:
    lawyer.approve("incident-1")
    lawyer.form("incident-1").unlink()
    assert lawyer.json("notice new incident")["notice"] == "incident-2"
    assert lawyer.json("notice new transfer")["notice"] == "transfer-1"


WRONG = [
    ("incident", {"discovered": "2026-11-26"}, "discovered:", "no moment with its time zone"),
    ("incident", {"discovered": f"{in_days(1)} 10:00+01:00"}, "discovered:", "is still to come"),
    ("incident", {"nature": "\n  - theft"}, "  - theft", "'theft' is not one of"),
    ("incident", {"people_number": "many"}, "people_number:", "is not a number of people or records"),
    ("incident", {"people_number": "-3"}, "people_number:", "is not a number of people or records"),
    ("incident", {"data": ""}, "---", "data is missing"),
    ("incident", {"ended": str(in_days(-12))}, "ended:", "is before began"),
    ("incident", {"authorities": "\n  - name: Data Office"}, "authorities:", "is not told, and no reason is given"),
    (
        "incident",
        {"authorities": f"\n  - name: Data Office\n    reported: {in_days(2)} 09:00+01:00"},
        "authorities:",
        "later than 72 hours after it became known",
    ),
    ("incident", {"contact": "\n  name: Privacy office"}, "contact:", "names neither e-mail nor phone"),
    ("incident", {"short": "x" * 201}, "short:", "is longer than 200 characters"),
    ("incident", {"notice": "transfer"}, "notice:", "is not one of"),
    ("termination", {"ends": str(in_days(DAYS - 1))}, "ends:", f"but {DAYS} are promised in clause"),
    ("termination", {"data_by": str(in_days(5))}, "data_by:", "is before the end of the service"),
    ("termination", {"data": "kept"}, "data:", "is not one of"),
    ("affiliate", {"begins": str(in_days(30))}, "begins:", "before the last answers"),
    ("affiliate", {"until": str(TODAY)}, "until:", "leaves no day for an answer"),
    ("affiliate", {"silent": "silence is consent"}, "silent:", "is not one of"),
    ("transfer", {"promise": "asks anew"}, "---", "the new holder asks anew, but agree_at is empty"),
    ("transfer", {"holder": "''"}, "holder:", "holder is empty"),
]


@pytest.mark.parametrize(("kind", "changes", "begins", "message"), WRONG)
def test_what_is_wrong_is_told_with_its_line(
    lawyer: Desk, kind: str, changes: dict[str, str], begins: str, message: str
) -> None:
    lawyer.write(f"{kind}-1", **changes)
    faults = lawyer.json(f"notice check {kind}-1", code=1)["faults"]
    fault = next((fault for fault in faults if message in fault["message"]), None)
    assert fault is not None, faults
    line = (lawyer.root / fault["path"]).read_text(encoding="utf-8").splitlines()[fault["line"] - 1]
    assert line.startswith(begins)
    assert fault["todo"]
    lawyer(f"notice approve {kind}-1 --reason x", code=1)
    assert message in lawyer.err


def test_words_that_would_break_a_subject_are_refused(lawyer: Desk) -> None:
    for title in (r'"A\nBcc: x@y.example"', r'"A\u202ebell"'):
        lawyer.write("incident-1", title=title)
        (fault,) = lawyer.json("notice check incident-1", code=1)["faults"]
        assert fault["message"] == "title: it holds a line break or another control character"
        assert fault["line"] == 5
    lawyer.write("incident-1", data='\n  - names\n  - "a\\tb"')
    (fault,) = lawyer.json("notice check incident-1", code=1)["faults"]
    assert fault["message"].startswith("data: it holds a line break")


def test_what_could_not_be_sent_is_not_approved(lawyer: Desk) -> None:
    lawyer.write("incident-1", short="Buy now, before somebody reads your orders.")
    found = lawyer.json("notice check incident-1", code=1)
    assert found["ready"] is False
    assert "it advertises" in found["messages"]
    lawyer("notice approve incident-1 --reason x", code=1)
    assert "it advertises" in lawyer.err
    lawyer.write("incident-1")
    (lawyer.root / "policytool.toml").write_text("", encoding="utf-8")
    lawyer("notice check incident-1", code=1)
    assert "set `site.url` in the settings" in lawyer.err


PROSE = [
    ("incident", ("## remedies {#remedies}\n", ""), "the section “What we offer you” is missing"),
    ("incident", ("We pay for a monitoring service.", ""), "“remedies” is empty"),
    ("incident", ("## remedies {#remedies}", "## Other {#other}"), "the form knows no section 'other'"),
    ("incident", ("We pay", "<b>We</b> pay"), "HTML is not allowed in a notice"),
    (
        "termination",
        ("We delete your account and make old orders anonymous.", "We sell it."),
        "does not say that the information is deleted or made anonymous",
    ),
]


@pytest.mark.parametrize(("kind", "edit", "message"), PROSE)
def test_prose_that_is_missing_is_told(lawyer: Desk, kind: str, edit: tuple[str, str], message: str) -> None:
    lawyer.write(f"{kind}-1")
    file = lawyer.form(f"{kind}-1")
    text = file.read_text(encoding="utf-8")
    assert edit[0] in text
    file.write_text(text.replace(*edit), encoding="utf-8")
    assert any(message in fault["message"] for fault in _faults(lawyer, kind))


def _faults(lawyer: Desk, kind: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = lawyer.json(f"notice check {kind}-1", code=1)["faults"]
    return found


def test_a_translation_has_to_be_there_and_to_call_the_facts_something(lawyer: Desk) -> None:
    lawyer.write("affiliate-1")
    chinese = lawyer.form("affiliate-1", "zh")
    chinese.write_text(chinese.read_text(encoding="utf-8").replace('  "orders": 订单\n', ""), encoding="utf-8")
    (fault,) = _faults(lawyer, "affiliate")
    assert fault["message"] == "nothing says what “orders” is called in zh"
    chinese.unlink()
    (fault,) = _faults(lawyer, "affiliate")
    assert fault["message"] == "there is no translation into zh, a language of the policy"


BAD = [
    (b"no facts", "no facts at its top"),
    (b"---\na: &x 1\nb: *x\n---\n", "anchors"),
    (b"---\n- a\n---\n", "not a list of keys"),
    (b"\xff\xfe", "UTF-16"),
    (b"---\nnotice: incident\n", "no facts at its top"),
]


@pytest.mark.parametrize(("data", "message"), BAD)
def test_a_file_that_is_no_form_is_told_in_words(lawyer: Desk, data: bytes, message: str) -> None:
    lawyer.write("incident-1")
    lawyer.form("incident-1").write_bytes(data)
    lawyer("notice check incident-1", code=2)
    assert message in lawyer.err


@pytest.mark.parametrize(
    "name", ["incident-9", "incident", "../incident-1", "holiday-1", "policy_docs/privacy-policy.md"]
)
def test_what_is_no_notice_is_told(lawyer: Desk, name: str) -> None:
    lawyer(f"notice check '{name}'", code=2)
    assert "no form" in lawyer.err or "is no notice" in lawyer.err


def test_p8_the_earliest_end_is_computed_from_the_policys_own_promise(lawyer: Desk) -> None:
    lawyer("notice new termination")
    assert f'ends: "{in_days(DAYS)}"' in lawyer.form("termination-1").read_text(encoding="utf-8")
    lawyer.write("termination-1")
    assert lawyer.json("notice check termination-1")["earliest"] == str(in_days(DAYS))


def test_p8_without_a_number_in_the_policy_it_is_thirty_days(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made(tmp_path / "template", policy=POLICY)
    folder = tmp_path / "desk"
    lawyer = desk(tmp_path / "template", folder, capsys)
    monkeypatch.chdir(folder)
    lawyer.write("termination-1", ends=str(in_days(30)))
    lawyer("notice check termination-1")
    lawyer.write("termination-1", ends=str(in_days(29)))
    (fault,) = _faults(lawyer, "termination")
    assert "29 days before the service ends, but 30 are the least" in fault["message"]


def test_p8_too_early_needs_the_reason_of_a_person(lawyer: Desk) -> None:
    lawyer.write("termination-1", ends=str(in_days(10)))
    lawyer("notice approve termination-1 --reason Closed", code=1)
    lawyer("notice approve termination-1 --reason Closed --emergency 'A court ordered it'")
    record = json.loads((lawyer.root / "policy_docs/releases/privacy-policy/termination-1.json").read_text())
    assert record["emergency"] == "A court ordered it"
    assert record["days"] == DAYS
    assert f"{DAYS} days before" in record["promise"]
    assert lawyer.json("verify")["sound"] is True


def test_an_approval_is_one_commit_that_can_be_repeated(lawyer: Desk) -> None:
    lawyer.write("incident-1")
    lawyer("notice approve incident-1", code=1)
    assert "only with a reason" in lawyer.err
    lawyer("notice approve incident-1 --reason 'Confirmed' --by 'Ada Lawyer <ada@shop.example>'")
    touched = lawyer.project.git("show", "--name-only", "--format=%s", "HEAD").splitlines()
    assert touched[0] == "Approve the notice privacy-policy incident-1"
    assert len(touched) == 5
    head = lawyer.project.git("rev-parse", "HEAD")
    assert "was approved already" in lawyer("notice approve incident-1 --reason 'Confirmed'")
    assert lawyer.project.git("rev-parse", "HEAD") == head
    lawyer.write("incident-1", title="Another title")
    lawyer("notice approve incident-1 --reason x", code=1)
    assert "was approved on" in lawyer.err


def test_nothing_is_approved_while_no_version_is_in_force(lawyer: Desk) -> None:
    lawyer.write("incident-1")
    for file in (lawyer.root / "policy_docs" / "releases").rglob("*.json"):
        file.unlink()
    lawyer.project.commit()
    lawyer("notice approve incident-1 --reason x", code=2)
    assert "was in force on" in lawyer.err


def test_status_and_list_show_every_notice(lawyer: Desk) -> None:
    lawyer.approve("incident-1")
    lawyer.write("transfer-1")
    listed = lawyer("notice list")
    assert "incident-1" in listed
    assert "transfer-1" in listed
    told = lawyer("status")
    assert "Notice incident-1" in told
    assert "Form transfer-1: not approved yet." in told
    (value,) = lawyer.json("status")["policies"][0]["notices"]
    assert value["approved"]["name"] == "Ada Lawyer"
    assert lawyer.json("status")["policies"][0]["notice_drafts"] == ["transfer-1"]


def test_a_withdrawn_notice_is_told_to_nobody(lawyer: Desk) -> None:
    lawyer.approve("termination-1")
    lawyer("notice withdraw termination-1", code=1)
    lawyer("notice withdraw termination-1 --reason 'A buyer was found'")
    assert "was withdrawn already" in lawyer("notice withdraw termination-1 --reason x")
    lawyer("notify plan --notice termination-1 --channel smtp --audience people.csv", code=1)
    assert "was withdrawn on" in lawyer.err
    assert lawyer.json("verify")["sound"] is True


def test_the_report_holds_what_the_law_wants(lawyer: Desk) -> None:
    lawyer.approve("incident-1")
    lawyer("notice report incident-1 --output report.html")
    page = (lawyer.root / "report.html").read_text(encoding="utf-8")
    for words in (
        "Data Office",
        "DO-7",
        "hours after it became known",
        "1,200",
        "1,500",
        "names<br>addresses",
        "cause",
    ):
        assert words.lower() in page.lower()
    assert "<strong>stolen</strong>" in page
    assert "http" not in page.replace("https://shop.example/help", "")
    lawyer.approve("transfer-1")
    lawyer("notice report transfer-1", code=1)


def test_words_of_a_form_are_escaped_in_the_report(lawyer: Desk) -> None:
    lawyer.approve("incident-1", cause="'<script>alert(1)</script>'")
    lawyer("notice report incident-1 --output report.html")
    assert "<script>" not in (lawyer.root / "report.html").read_text(encoding="utf-8")


def test_a_proof_holds_texts_record_and_report(lawyer: Desk) -> None:
    lawyer.approve("incident-1")
    lawyer("notice publish incident-1 --until 2099-01-01 --reason 'No addresses are kept'")
    lawyer("proof incident-1 --output proof")
    names = {path.relative_to(lawyer.root / "proof").as_posix() for path in (lawyer.root / "proof").rglob("*.*")}
    assert names >= {"texts/en.md", "texts/zh.md", "record.json", "published.json", "report.html", "README.md"}
    assert "No addresses are kept" in (lawyer.root / "proof" / "report.html").read_text(encoding="utf-8")
    lawyer("proof incident-1 --output proof")
    assert "there already" in lawyer.err

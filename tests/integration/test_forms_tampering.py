"""`policytool verify` finds every alteration of a notice, and names it."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from policytool.archive.open import open_archive
from policytool.forms.decide import approve
from policytool.release.model import Signature
from tests.forms_desk import Desk, in_days, in_force, lawyer

__all__ = ["in_force", "lawyer"]
RELEASES = Path("policy_docs/releases/privacy-policy")


def doubts(lawyer: Desk) -> list[str]:
    found = lawyer.json("verify", code=1)["policies"][0]["doubts"]
    return [f"{one['kind']} {one['version']}: {one['message']}" for one in found if one["kind"] != "note"]


def altered(lawyer: Desk, name: str, change: Callable[[dict[str, Any]], None]) -> None:
    """Edit a record and hide the edit: the commit that wrote it is written anew."""
    file = lawyer.root / RELEASES / name
    data = json.loads(file.read_text(encoding="utf-8"))
    change(data)
    file.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    lawyer.project.git("commit", "--quiet", "--all", "--amend", "--no-edit")


@pytest.fixture
def told(lawyer: Desk) -> Desk:
    """Two approved notices, the first of which was published."""
    lawyer.approve("incident-1")
    lawyer(f"notice publish incident-1 --until {in_days(9)} --reason 'No addresses'")
    lawyer.approve("transfer-1")
    assert lawyer.json("verify")["sound"] is True
    return lawyer


def test_an_edited_record_is_found_in_the_history(told: Desk) -> None:
    file = told.root / RELEASES / "incident-1.json"
    file.write_text(file.read_text().replace("Ada Lawyer", "Eve"), encoding="utf-8")
    assert any("record in the work tree is not the committed one" in one for one in doubts(told))
    told.project.commit()
    found = doubts(told)
    assert any("incident-1: the record was changed after its release" in one for one in found)
    assert any("incident-1: the publication names another record" in one for one in found)


def test_a_record_altered_with_its_history_breaks_the_chain(told: Desk) -> None:
    altered(told, "incident-1.published.json", lambda data: data.update(reason="Another reason"))
    assert any("transfer-1: the record does not follow on" in one for one in doubts(told))


def test_a_record_that_was_removed_is_missed(told: Desk) -> None:
    (told.root / RELEASES / "incident-1.json").unlink()
    (told.root / RELEASES / "incident-1.published.json").unlink()
    told.project.commit()
    found = doubts(told)
    assert any("missing incident-1" in one and "was deleted" in one for one in found)
    assert any("transfer-1: the record does not follow on" in one for one in found)


def test_a_text_that_is_not_the_approved_one_is_told(told: Desk) -> None:
    altered(told, "transfer-1.json", lambda data: data["texts"]["en"].update(sha256="0" * 64))
    assert "altered transfer-1: the text of privacy-policy transfer-1 (en) is not the one that was approved" in doubts(
        told
    )
    altered(told, "transfer-1.json", lambda data: data["texts"]["en"].update(blob="0" * 40))
    assert any("missing transfer-1" in one for one in doubts(told))


def test_a_later_edit_of_the_form_does_not_matter(told: Desk) -> None:
    told.write("transfer-1", title="Something else")
    told.project.commit()
    assert told.json("verify")["sound"] is True
    assert told.json("notice list")["notices"][1]["titles"]["en"] == "A new owner"


def test_a_damaged_record_is_told_and_the_rest_is_still_checked(told: Desk) -> None:
    (told.root / RELEASES / "transfer-1.json").write_text("{}", encoding="utf-8")
    told.project.git("commit", "--quiet", "--all", "--amend", "--no-edit")
    assert any("transfer-1: this approval of a notice is damaged" in one for one in doubts(told))


def test_an_end_that_comes_too_early_is_found(lawyer: Desk) -> None:
    lawyer.write("termination-1", ends=str(in_days(20)))
    lawyer("notice approve termination-1 --reason Closed --emergency 'A court'")
    altered(lawyer, "termination-1.json", lambda data: data.update(emergency=""))
    assert any("days before the service ends" in one for one in doubts(lawyer))


def test_a_page_altered_on_the_site_is_found(told: Desk) -> None:
    told("build")
    assert told.json("verify --site site")["sound"] is True
    page = told.root / "site/privacy-policy/notices/incident-1/index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("may have been read", "was not read"), encoding="utf-8")
    told("verify --site site", code=1)
    assert "incident-1" in told.out
    page.unlink()
    told("verify --site site", code=1)
    assert "there is no such page" in told.out


def test_two_clones_that_approve_at_once_are_told_apart_from_tampering(told: Desk, tmp_path: Path) -> None:
    told.project.git("branch", "other")
    told.approve("affiliate-1")
    told.project.git("checkout", "--quiet", "other")
    told.approve("termination-1")
    told.project.git("checkout", "--quiet", "main")
    told.project.git("merge", "--quiet", "--no-edit", "other")
    found = told.json("verify")["policies"][0]
    assert found["sound"] is True
    assert [one["message"] for one in found["doubts"] if "two clones at once" in one["message"]]
    assert found["notices"] == 4


@pytest.mark.parametrize("step", ["begin", "stage", "write", "commit", "check the commit"])
def test_an_approval_that_is_interrupted_leaves_nothing_behind(lawyer: Desk, step: str) -> None:
    def interrupted(name: str) -> None:
        if name.startswith(step):
            raise KeyboardInterrupt

    lawyer.write("incident-1")
    before = lawyer.project.git("rev-parse", "HEAD"), lawyer.project.git("status", "--porcelain")
    now = datetime.datetime.now().astimezone()
    by = Signature(name="Ada", mail="ada@shop.example")
    with open_archive(lawyer.project.settings) as archive, pytest.raises(KeyboardInterrupt):
        approve(archive, "privacy-policy", "incident-1", by, now=now, reason="Right", step=interrupted)
    assert (lawyer.project.git("rev-parse", "HEAD"), lawyer.project.git("status", "--porcelain")) == before
    lawyer("notice approve incident-1 --reason 'Right'")


def test_drafts_are_never_shown_on_the_website(told: Desk) -> None:
    told.write("termination-1")
    told("build")
    pages = {path.relative_to(told.root / "site").as_posix() for path in (told.root / "site").rglob("*.html")}
    assert not any("termination" in page or page.startswith("notices/") for page in pages)
    assert "Our shop closes" not in (told.root / "site/index.html").read_text(encoding="utf-8")

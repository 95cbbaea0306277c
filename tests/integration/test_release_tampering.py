"""Tampering that is found outside the archive: on the published site, in the ledger, by the rules; and signatures."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import http.server
import json
import shutil
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from policytool.archive import record as records
from policytool.archive.open import open_archive
from policytool.cli.main import run
from policytool.errors import ArchiveError
from policytool.notices.closing import close
from policytool.notices.ledger.ledger import Ledger, open_ledger
from policytool.notices.ledger.model import Answer, Campaign, Plan, Recipient, Totals
from policytool.notices.ledger.steps import Person
from policytool.release.verification.model import Doubt
from policytool.release.verify import verify
from policytool.release.withdraw import withdraw
from policytool.website.build import build
from tests.repositories import CHINESE, CHINESE_LOCATION, LOCATION, SIGNATURE, TYPO, Project, environment, make_project

RECORDS = "policy_docs/releases/privacy-policy"
PAGE = "privacy-policy/1.0/index.html"
ADA = Person(name="Ada Lawyer", email="ada@shop.example")
EVENING = datetime.datetime(2099, 3, 2, 18, 0, tzinfo=datetime.UTC)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """1.0, 1.1 and 2.0 in two languages, the site built, a campaign sent and closed."""
    folder = tmp_path_factory.mktemp("tampering")
    address = '[site]\nurl = "https://policies.shop.example/"\n'
    project = make_project(folder / "project", chinese=CHINESE, settings=address)
    project.release()
    project.release(TYPO)
    project.edit(CHINESE_LOCATION, file=project.chinese)
    project.release(LOCATION)
    build(project.settings, site_dir=folder / "site", today=datetime.date(2026, 4, 10))
    with open_archive(project.settings) as archive, open_ledger(project.settings) as ledger:
        campaign = _sent(ledger, archive.version("privacy-policy", "2.0").record_sha256)
        close(archive, ledger, campaign, ADA, EVENING)
    return folder


def _sent(ledger: Ledger, record_sha256: str) -> Campaign:
    plan = Plan(
        policy="privacy-policy",
        version="2.0",
        channel="smtp",
        significance="significant",
        effective=datetime.date(2026, 4, 1),
        record_sha256=record_sha256,
        audience_path="people.csv",
        audience_sha256="a" * 64,
        contents={"en": b"hello"},
    )
    people = [Recipient(number=n, recipient=f"c{n}", address=ledger.secret.address(f"c{n}@x.example")) for n in (2, 3)]
    campaign = ledger.plan(plan, people, lambda: Totals(total=2, rejected=0, languages={"en": 2}), by=ADA)
    with ledger.running(campaign) as runner:
        ledger.claim(runner, campaign, after=0, size=5)
        ledger.record(campaign, [Answer(number=2, state="accepted", detail="250 Ok")], by="runner", source="smtp")
        ledger.record(campaign, [Answer(number=3, state="failed", detail="550 No")], by="runner", source="smtp")
    ledger.record(campaign, [Answer(number=2, state="delivered", detail="seen")], by="provider", source="mailer")
    return campaign


@pytest.fixture
def folder(template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(template, tmp_path / "work")
    monkeypatch.chdir(tmp_path / "work/project")
    return tmp_path / "work"


@pytest.fixture
def project(folder: Path) -> Project:
    return Project(root=folder / "project")


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> functools.partial[list[str]]:
    """What `policytool verify` finds wrong, each as "kind version: message"."""
    return functools.partial(_said, capsys)


def _said(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    code = run(["verify", "--json", *arguments])
    found = json.loads(capsys.readouterr().out)
    listed = [f"{d['kind']} {d['version']}: {d['message']}" for policy in found["policies"] for d in policy["doubts"]]
    wrong = [one for one in listed if not one.startswith("note")]
    assert code == int(bool(wrong)), listed
    return wrong


Said = functools.partial[list[str]]


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def query(project: Project, statement: str) -> None:
    with sqlite3.connect(project.root / ".policytool/ledger.db") as connection:
        connection.execute(statement)
    connection.close()


def test_untouched(folder: Path, said: Said) -> None:
    assert said("--site", str(folder / "site")) == []


def test_without_a_ledger_none_is_made(project: Project, said: Said) -> None:
    shutil.rmtree(project.root / ".policytool")
    assert said() == []
    assert not (project.root / ".policytool").exists()


class TestTheSite:
    def test_a_word_changed_on_a_page(self, folder: Path, said: Said) -> None:
        edit(folder / "site" / PAGE, "for 30 days", "for 90 days")
        [one] = said("--site", str(folder / "site"))
        assert one.startswith("altered 1.0: privacy-policy/1.0/: the page does not show the recorded text")
        assert "for 90 days" in one
        assert "for 30 days" in one

    def test_a_clause_added_at_the_end(self, folder: Path, said: Said) -> None:
        text = (folder / "site/privacy-policy/zh/2.0/index.html").read_text(encoding="utf-8")
        end = text.index("</div>", text.index('class="policy-text"'))
        (folder / "site/privacy-policy/zh/2.0/index.html").write_text(f"{text[:end]}<p>More</p>{text[end:]}")
        assert "altered 2.0: privacy-policy/zh/2.0/" in said("--site", str(folder / "site"))[0]

    def test_a_page_removed(self, folder: Path, said: Said) -> None:
        (folder / "site" / PAGE).unlink()
        assert said("--site", str(folder / "site")) == ["missing 1.0: privacy-policy/1.0/: there is no such page"]

    def test_another_page_put_in_its_place(self, folder: Path, said: Said) -> None:
        shutil.copy(folder / "site/privacy-policy/1.1/index.html", folder / "site" / PAGE)
        first, second = said("--site", str(folder / "site"))
        assert "the page does not name the SHA-256 of the recorded text" in first
        assert "place an order" in second

    def test_the_list_of_versions(self, folder: Path, said: Said) -> None:
        edit(folder / "site/versions.json", '"effective": "2026-04-01"', '"effective": "2026-03-03"')
        assert said("--site", str(folder / "site")) == [
            "altered 2.0: versions.json: the list gives other dates or hashes than the record"
        ]
        (folder / "site/versions.json").write_text("[]")
        assert "this is no list of versions" in said("--site", str(folder / "site"))[0]

    def test_over_the_network(self, folder: Path, said: Said) -> None:
        with serving(folder / "site") as url:
            assert said("--site", url) == []
            shutil.rmtree((folder / "site" / PAGE).parent)
            assert said("--site", url) == ["missing 1.0: privacy-policy/1.0/: there is no such page"]

    def test_a_site_that_is_not_there(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["verify", "--site", str(folder / "nowhere")]) == 2
        assert run(["verify", "--site", "http://127.0.0.1:9/"]) == 2
        assert "cannot be reached" in capsys.readouterr().err


class serving:  # noqa: N801 - read as a verb
    """The folder on a port of this computer."""

    def __init__(self, folder: Path) -> None:
        class Quiet(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *arguments: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))
        )
        self._thread = threading.Thread(target=self._server.serve_forever)

    def __enter__(self) -> str:
        self._thread.start()
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class TestTheLedger:
    def test_a_state_changed(self, project: Project, said: Said) -> None:
        query(project, "UPDATE deliveries SET state = 'delivered' WHERE number = 3")
        found = said()
        assert "altered 2.0: campaign privacy-policy-2.0-smtp: 1 of 2 deliveries contradict their own log" in found
        assert any("otherwise than its closing statement" in one for one in found)

    def test_a_state_changed_with_its_log(self, project: Project, said: Said) -> None:
        query(project, "UPDATE deliveries SET state = 'delivered' WHERE number = 3")
        query(project, "UPDATE attempts SET state = 'delivered' WHERE number = 3")
        [one] = said()
        assert "otherwise than its closing statement" in one

    def test_an_answer_removed(self, project: Project, said: Said) -> None:
        query(project, "DELETE FROM attempts WHERE number = 2 AND serial = 1")
        assert "1 of 2 deliveries contradict their own log" in said()[0]

    def test_a_recipient_removed(self, project: Project, said: Said) -> None:
        query(project, "DELETE FROM deliveries WHERE number = 3")
        assert "lists 1 deliveries, but 2 recipients were frozen" in said()[0]

    def test_a_closing_statement_removed(self, project: Project, said: Said) -> None:
        file = next((project.root / RECORDS).glob("2.0.notice-*.json"))
        file.unlink()
        project.commit("Tamper")
        found = said()
        assert any(one.startswith("missing") and "the closing statement was deleted" in one for one in found)
        assert "missing 2.0: the closing statement of campaign privacy-policy-2.0-smtp is not in the archive" in found

    def test_a_closing_statement_edited(self, project: Project, said: Said) -> None:
        edit(next((project.root / RECORDS).glob("2.0.notice-*.json")), '"delivered": 1', '"delivered": 2')
        project.commit("Tamper")
        assert any("it was altered: its SHA-256 is another one" in one for one in said("--no-ledger"))


def rewritten(project: Project, number: str, **changed: object) -> None:
    """Change the record of a version as the best of forgers would: chain and history rewritten, tags gone."""
    previous: str | None = None
    for name in ("1.0", "1.1", "2.0"):
        file = project.root / RECORDS / f"{name}.json"
        record = records.from_json(file.read_bytes(), name=name)
        record = dataclasses.replace(record, previous=previous, **changed if name == number else {})  # type: ignore[arg-type]
        file.write_bytes(records.to_json(record))
        previous = records.fingerprint(file.read_bytes())
    for tag in project.git("tag").split():
        project.git("tag", "--delete", tag)
    project.git("reset", "--quiet", "--soft", project.git("rev-list", "--max-parents=0", "HEAD"))
    project.git("commit", "--quiet", "--all", "--amend", "--message=Everything at once")


class TestTheWholeHistoryRewritten:
    def test_a_verdict_lowered_is_found_by_the_rules(self, project: Project) -> None:
        with open_archive(project.settings) as archive:
            assessment = archive.version("privacy-policy", "2.0").record.assessment
        assert assessment is not None
        rewritten(project, "2.0", assessment=dataclasses.replace(assessment, findings=assessment.findings[:1]))
        assert any("not what the rules of its release say" in doubt.message for doubt in _doubts(project))

    def test_another_signature_is_found_by_ledger_statement_and_site(
        self, folder: Path, project: Project, said: Said
    ) -> None:
        with open_archive(project.settings) as archive:
            signed = archive.version("privacy-policy", "1.1").record.sign_off
        rewritten(project, "1.1", sign_off=dataclasses.replace(signed, name="Bob Lawyer"))
        assert _doubts(project) == []
        found = said("--site", str(folder / "site"))
        assert any("told of another record than the archive's" in one for one in found)
        assert any("it tells of another release record" in one for one in found)
        assert "altered 1.1: versions.json: the list gives other dates or hashes than the record" in found

    def test_another_text_is_found_by_its_page(self, folder: Path, project: Project, said: Said) -> None:
        with open_archive(project.settings) as archive:
            version = archive.version("privacy-policy", "1.0")
            data = archive.source(version).replace(b"for 30 days", b"for 90 days")
        (project.root / "forged.md").write_bytes(data)
        blob = project.git("hash-object", "-w", "forged.md")
        (project.root / "forged.md").unlink()
        entry = dataclasses.replace(version.record.texts["en"], blob=blob, sha256=records.fingerprint(data))
        rewritten(project, "1.0", texts={**version.record.texts, "en": entry})
        found = said("--site", str(folder / "site"))
        assert any(one.startswith("altered 1.0: privacy-policy/1.0/: the page does not show") for one in found)


def _doubts(project: Project) -> list[Doubt]:
    with open_archive(project.settings) as archive:
        return [doubt for doubt in verify(archive, "privacy-policy").doubts if doubt.kind != "note"]


class TestSignatures:
    @pytest.fixture
    def signing(self, tmp_path: Path) -> Iterator[Project]:
        """A project whose tags are signed with an SSH key that it knows."""
        project = make_project(tmp_path / "project", settings="[release]\nsign_tags = true\n")
        key = tmp_path / "key"
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", str(key)]
        subprocess.run(command, check=True, env=environment())
        (tmp_path / "allowed").write_text(f"author@shop.example {key.with_suffix('.pub').read_text()}")
        project.git("config", "gpg.format", "ssh")
        project.git("config", "user.signingkey", str(key))
        project.git("config", "gpg.ssh.allowedSignersFile", str(tmp_path / "allowed"))
        project.release()
        return project

    def verified(self, project: Project) -> tuple[int, list[Doubt]]:
        with open_archive(project.settings) as archive:
            found = verify(archive, "privacy-policy")
            return found.signed, list(found.doubts)

    def test_a_good_one_counts(self, signing: Project) -> None:
        assert self.verified(signing) == (1, [])

    def test_a_tag_made_again_without_one(self, signing: Project) -> None:
        signing.git("tag", "--force", "--annotate", "--message=x", "privacy-policy/1.0", "privacy-policy/1.0^{commit}")
        signed, [doubt] = self.verified(signing)
        assert (signed, doubt.kind) == (0, "altered")
        assert "this one carries no signature" in doubt.message

    def test_one_that_does_not_fit_the_tag(self, signing: Project, tmp_path: Path) -> None:
        tag = signing.git("cat-file", "tag", "privacy-policy/1.0").replace("published", "posted", 1)
        (tmp_path / "tag").write_text(f"{tag}\n")
        forged = signing.git("hash-object", "-t", "tag", "-w", str(tmp_path / "tag"))
        signing.git("update-ref", "refs/tags/privacy-policy/1.0", forged)
        signed, [doubt] = self.verified(signing)
        assert (signed, doubt.kind) == (0, "altered")
        assert "is not good" in doubt.message

    def test_where_nobody_knows_the_signers(self, signing: Project) -> None:
        signing.git("config", "--unset", "gpg.ssh.allowedSignersFile")
        signed, [doubt] = self.verified(signing)
        assert (signed, doubt.kind) == (0, "note")
        assert "cannot be checked here" in doubt.message

    def test_commits_count_too(self, signing: Project) -> None:
        signing.git("config", "commit.gpgsign", "true")
        signing.release(TYPO)
        assert self.verified(signing) == (3, [])
        signing.git("config", "--unset", "gpg.ssh.allowedSignersFile")
        signed, doubts = self.verified(signing)
        assert signed == 0
        assert [doubt.kind for doubt in doubts] == ["note"] * 3
        assert "commit cannot be checked here" in doubts[-1].message

    def test_a_commit_whose_signature_does_not_fit(self, signing: Project, tmp_path: Path) -> None:
        signing.git("config", "commit.gpgsign", "true")
        signing.release(TYPO)
        commit = signing.git("cat-file", "commit", "HEAD").replace("Release privacy-policy", "release privacy-policy")
        (tmp_path / "commit").write_text(f"{commit}\n")
        forged = signing.git("hash-object", "-t", "commit", "-w", str(tmp_path / "commit"))
        signing.git("reset", "--quiet", "--soft", forged)
        doubts = self.verified(signing)[1]
        assert [doubt.message for doubt in doubts if "release's commit is not good" in doubt.message]

    @pytest.mark.skipif(shutil.which("gpg") is None, reason="there is no gpg on this computer")
    def test_a_gpg_key_that_expired_since_is_no_tampering(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        home = Path(tempfile.mkdtemp(prefix="gpg", dir="/tmp"))  # a socket's path must be short
        monkeypatch.setenv("GNUPGHOME", str(home))
        then = tmp_path / "gpg-then"
        then.write_text('#!/bin/sh\nexec gpg --faked-system-time=20200301T000000 "$@"\n')
        then.chmod(0o755)
        made = [str(then), "--batch", "--passphrase", "", "--quick-generate-key", "Ada <author@shop.example>"]
        try:
            subprocess.run([*made, "default", "sign", "60d"], check=True, capture_output=True)
            project = make_project(tmp_path / "project", settings="[release]\nsign_tags = true\n")
            project.git("config", "commit.gpgsign", "true")
            project.git("config", "user.signingkey", "author@shop.example")
            project.git("config", "gpg.program", str(then))
            project.release()
            assert self.verified(project) == (2, [])
            project.git("config", "gpg.program", "gpg")
            signed, doubts = self.verified(project)
            assert signed == 0
            assert [doubt.kind for doubt in doubts] == ["note", "note"]
            assert all("has expired since" in doubt.message for doubt in doubts)
        finally:
            subprocess.run(["gpgconf", "--kill", "all"], check=False, capture_output=True)
            shutil.rmtree(home, ignore_errors=True)

    def test_a_key_that_is_missing_leaves_nothing_behind(self, signing: Project, tmp_path: Path) -> None:
        (tmp_path / "key").unlink()
        head = signing.git("rev-parse", "HEAD")
        signing.edit(TYPO)
        with pytest.raises(ArchiveError, match="without a signature"):
            signing.release()
        assert signing.git("rev-parse", "HEAD") == head


class TestOnePerson:
    def test_everything_that_is_known(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["proof", "--recipient", "c2", "--json", "--at", "2026-04-10"]) == 0
        said = json.loads(capsys.readouterr().out)
        [one] = said["deliveries"]
        assert [(event["state"], event["source"]) for event in one["events"]] == [
            ("accepted", "smtp"),
            ("delivered", "mailer"),
        ]
        assert (one["version"], one["channel"], one["state"]) == ("2.0", "smtp", "delivered")
        assert said["binding"]["version"] == "2.0"
        assert run(["proof", "--recipient", "c3"]) == 0
        out = capsys.readouterr().out
        assert "550 No (smtp)" in out
        assert "binds this person" in out

    def test_the_silent_stay_with_the_old_version(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        later = datetime.date(2026, 5, 1)
        plan = records.ConsentPlan(asked="every customer", until=datetime.date(2026, 6, 1))
        project.release(
            ("You may ask us for a copy of your data, correct it,", "You may ask us to correct your data,"),
            today=later,
            translation_later=True,
            consent=plan,
        )
        for agreed, binding in ((None, "2.0"), ("3.0", "3.0")):
            words = ["--agreed", agreed] if agreed else []
            assert run(["proof", "--recipient", "c2", "--json", "--at", "2026-07-01", *words]) == 0
            assert json.loads(capsys.readouterr().out)["binding"]["version"] == binding

    def test_somebody_the_ledger_does_not_know(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["proof", "--recipient", "c9"]) == 1
        assert "knows of no delivery" in capsys.readouterr().out

    def test_a_version_and_a_person_are_two_questions(self, project: Project) -> None:
        assert run(["proof", "2.0", "--recipient", "c2"]) == 2
        assert run(["proof"]) == 2


class TestWithdrawnOnTheSite:
    """What readers find at the address of a version that never took effect."""

    def test_the_page_says_so_for_good(self, folder: Path, project: Project, said: Said) -> None:
        project.edit(("我们保护", "我们会保护"), file=project.chinese)
        later = datetime.date(2026, 5, 1)
        project.release(("We protect", "We carefully protect"), today=later, effective=datetime.date(2026, 6, 1))
        with open_archive(project.settings) as archive:
            now = datetime.datetime(2026, 5, 3, 9, 0, tzinfo=datetime.UTC)
            version = archive.version("privacy-policy", "2.1")
            withdraw(archive, version, SIGNATURE, now=now, reason="A <clause> was missing")
        build(project.settings, site_dir=folder / "site", today=datetime.date(2026, 7, 1))
        for address in ("privacy-policy/2.1/index.html", "privacy-policy/2.1/changes/index.html"):
            page = (folder / "site" / address).read_text(encoding="utf-8")
            assert "was withdrawn on" in page
            assert "A &lt;clause&gt; was missing" in page
            assert 'content="noindex' in page
        assert "We carefully protect" in page
        current = (folder / "site/privacy-policy/index.html").read_text(encoding="utf-8")
        assert 'data-version="2.0"' in current
        assert "已于" in (folder / "site/privacy-policy/zh/2.1/index.html").read_text(encoding="utf-8")
        listed = json.loads((folder / "site/versions.json").read_text(encoding="utf-8"))["policies"][0]
        assert (listed["in_force"], listed["upcoming"]) == ("2.0", [])
        assert [(v["version"], v["standing"]) for v in listed["versions"]][-1] == ("2.1", "withdrawn")
        assert "Withdrawn" in (folder / "site/privacy-policy/versions/index.html").read_text(encoding="utf-8")
        assert json.loads((folder / "site/notices.json").read_text(encoding="utf-8"))["notices"] == []
        assert said("--site", str(folder / "site")) == []

    def test_nobody_is_told_of_it_any_more(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        project.edit(("我们保护", "我们会保护"), file=project.chinese)
        project.release(("We protect", "We carefully protect"), effective=datetime.date(2099, 6, 1))
        assert run(["notify", "plan", "--version", "2.1", "--channel", "website", "--json"]) == 0
        campaign = json.loads(capsys.readouterr().out)["campaign"]
        assert run(["withdraw", "2.1", "--reason", "A clause was missing"]) == 0
        assert run(["notify", "send", campaign, "--yes"]) == 1
        assert "2.1 was withdrawn on" in capsys.readouterr().err
        assert run(["notify", "plan", "--version", "2.1", "--channel", "website", "--again", "Once more"]) == 1
        assert "2.1 was withdrawn on" in capsys.readouterr().err

"""The proof of a version, checked by hand as its page says: with sha256sum and git, without policytool."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from policytool.archive.open import open_archive
from policytool.archive.record import ConsentPlan
from policytool.cli.main import run
from policytool.release.proof import proof
from tests.repositories import CHINESE, CHINESE_LOCATION, LOCATION, TYPO, Project, environment, make_project

RECORD = "policy_docs/releases/privacy-policy/2.0.json"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = make_project(tmp_path / "project", chinese=CHINESE)
    made.release()
    made.edit(LOCATION)
    made.edit(CHINESE_LOCATION, file=made.chinese)
    made.release(consent=ConsentPlan(waived="Asked in the shop"))
    monkeypatch.chdir(made.root)
    return made


def commands(page: str) -> list[tuple[str, str]]:
    """The commands of a page with what it says that they print."""
    lines = [line.strip() for line in page.splitlines() if line.startswith("    ")]
    return [(command.strip(), says.strip()) for command, _, says in (line.partition("#") for line in lines)]


def by_hand(command: str, folder: Path) -> str:
    result = subprocess.run(["bash", "-c", command], cwd=folder, env=environment(), capture_output=True, text=True)
    assert result.returncode == 0, (command, result.stderr)
    return result.stdout


def test_it_holds_what_was_decided_and_nothing_of_later_versions(project: Project) -> None:
    project.release(TYPO)
    assert run(["proof", "2.0", "--output", "proof"]) == 0
    found = {path.relative_to("proof").as_posix() for path in Path("proof").rglob("*") if path.is_file()}
    assert found == {
        "README.md", "SHA256SUMS", "assessment.json", "assessment.txt", "record.json", "sign-off.txt",
        "redline/en.html", "redline/zh.html", "texts/en.md", "texts/zh.md",
        "previous/record.json", "previous/texts/en.md", "previous/texts/zh.md",
    }  # fmt: skip
    assert Path("proof/record.json").read_bytes() == Path(RECORD).read_bytes()
    assert b"precise location" in Path("proof/texts/en.md").read_bytes()
    assert b"place an order" not in Path("proof/texts/en.md").read_bytes()
    decision = Path("proof/sign-off.txt").read_text()
    assert "Signed off by: Ada Lawyer <ada@shop.example>, 2026-03-02T09:30:00+00:00" in decision
    assert "Decision: confirmed, significant" in decision
    assert "Consent: nobody is asked: Asked in the shop" in decision
    assert "precise location" in Path("proof/redline/en.html").read_text()
    assert json.loads(Path("proof/assessment.json").read_bytes())["significance"] == "significant"


def test_every_command_of_its_page_says_what_the_page_says(project: Project) -> None:
    assert run(["proof", "2.0", "--output", "proof"]) == 0
    page = Path("proof/README.md").read_text()
    listed = commands(page)
    assert len(listed) == 8
    for command, says in listed:
        printed = by_hand(command, project.root if "git show" in command or "git log" in command else Path("proof"))
        assert says in printed
    with open_archive(project.settings) as archive:
        sha = archive.version("privacy-policy", "2.0").record_sha256
    assert sha in by_hand(next(command for command, _ in listed if "git show" in command), project.root)
    assert f"`{sha}`" in page
    assert len(by_hand(next(command for command, _ in listed if "git log" in command), project.root).splitlines()) == 1


def test_a_changed_byte_is_found_by_hand(project: Project) -> None:
    assert run(["proof", "2.0", "--output", "proof"]) == 0
    text = Path("proof/texts/en.md")
    text.write_bytes(text.read_bytes().replace(b"precise", b"general"))
    checked = subprocess.run(["sha256sum", "--check", "SHA256SUMS"], cwd="proof", capture_output=True, text=True)
    assert checked.returncode == 1
    assert "texts/en.md: FAILED" in checked.stdout


def test_the_first_version_has_no_redline(project: Project) -> None:
    with open_archive(project.settings) as archive:
        files = proof(archive, archive.version("privacy-policy", "1.0"))
    assert set(files) == {"README.md", "SHA256SUMS", "record.json", "sign-off.txt", "texts/en.md", "texts/zh.md"}
    assert b"first version" in files["sign-off.txt"]
    assert b"`previous` in `record.json` is `null`" in files["README.md"]


def test_the_same_bytes_from_another_clone_after_more_releases(project: Project, tmp_path: Path) -> None:
    assert run(["proof", "2.0", "--output", "one.zip"]) == 0
    first = Path("one.zip").read_bytes()
    project.release(TYPO)
    project.git("clone", "--quiet", ".", str(tmp_path / "clone"))
    clone = Project(root=tmp_path / "clone")
    with open_archive(clone.settings) as archive:
        files = proof(archive, archive.version("privacy-policy", "2.0"))
    with zipfile.ZipFile("one.zip") as packed:
        assert {name: packed.read(name) for name in packed.namelist()} == files
    assert run(["proof", "2.0", "--output", "two.zip"]) == 0
    assert Path("two.zip").read_bytes() == first


def test_twice_is_safe_and_other_files_are_never_replaced(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["proof", "2.0"]) == 0
    folder = Path("privacy-policy-2.0-proof")
    assert capsys.readouterr().out.strip() == str(folder)
    assert run(["proof", "2.0", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["written"], said["path"], len(said["files"])) == (False, str(folder), 13)
    (folder / "mine.txt").write_text("Mine")
    assert run(["proof", "2.0"]) == 2
    assert (folder / "mine.txt").read_text() == "Mine"
    assert run(["proof", "2.0", "--output", "policytool.toml"]) == 2
    assert Path("policytool.toml").read_text() == ""


def test_an_altered_archive_gives_no_proof(project: Project) -> None:
    record = json.loads(Path(RECORD).read_bytes())
    record["texts"]["en"]["sha256"] = "0" * 64
    Path(RECORD).write_text(json.dumps(record))
    project.commit("Quietly")
    assert run(["proof", "2.0"]) == 2
    assert not Path("privacy-policy-2.0-proof").exists()


def test_a_name_cannot_write_into_the_page(project: Project) -> None:
    with open_archive(project.settings) as archive:
        version = archive.version("privacy-policy", "2.0")
        sign_off = dataclasses.replace(version.record.sign_off, name="Ada [x](https://evil.example)")
        named = dataclasses.replace(version, record=dataclasses.replace(version.record, sign_off=sign_off))
        assert "signed off by Ada \\[x\\](https://evil.example)." in proof(archive, named)["README.md"].decode()


@pytest.mark.parametrize("number", ["9.9", "../../x", "draft"])
def test_a_version_that_is_not_there(project: Project, number: str) -> None:
    assert run(["proof", number]) == 2
    assert project.git("status", "--porcelain") == ""


class TestWhatUsersWereTold:
    @pytest.fixture
    def told(self, project: Project) -> Project:
        settings = '[site]\nurl = "https://policies.shop.example/"\n[notices]\nsender = "Shop <privacy@shop.example>"\n'
        (project.root / "policytool.toml").write_text(settings)
        (project.root / "people.csv").write_text("id,email,language\nc1,ann@shop.example,en\nc2,li@shop.example,zh\n")
        (project.root / ".gitignore").write_text(".policytool/\noutbox/\n")
        project.commit("People")
        assert run(["notify", "plan", "--version", "2.0", "--audience", "people.csv", "--channel", "outbox"]) == 0
        assert run(["notify", "send", "1", "--yes"]) == 0
        return project

    def test_nobody_yet(self, project: Project) -> None:
        assert run(["proof", "2.0", "--output", "proof"]) == 0
        assert "No campaign about this version has been closed" in Path("proof/README.md").read_text()

    def test_messages_and_statement_prove_each_other(self, told: Project) -> None:
        assert run(["notify", "close", "1", "--name", "Ada", "--email", "ada@shop.example"]) == 0
        assert run(["proof", "2.0", "--output", "proof"]) == 0
        statement = json.loads(Path("proof/acts/2.0.notice-outbox.json").read_bytes())
        names = {language: f"notice/{statement['campaign']}.{language}.eml" for language in ("en", "zh")}
        for language, name in names.items():
            data = Path("proof", name).read_bytes()
            assert hashlib.sha256(data).hexdigest() == statement["messages"][language]
            assert not [address for address in (b"ann@", b"li@") if address in data]
        page = Path("proof/README.md").read_text()
        listed = [(command, says) for command, says in commands(page) if "notice" in command]
        assert len(listed) == 3
        for command, says in listed:
            assert says in by_hand(command, Path("proof"))

    def test_without_the_ledger_the_statement_stays(self, told: Project, tmp_path: Path) -> None:
        assert run(["notify", "close", "1", "--name", "Ada", "--email", "ada@shop.example"]) == 0
        told.git("clone", "--quiet", ".", str(tmp_path / "clone"))
        with open_archive(Project(root=tmp_path / "clone").settings) as archive:
            files = proof(archive, archive.version("privacy-policy", "2.0"))
        assert "acts/2.0.notice-outbox.json" in files
        assert not [name for name in files if name.startswith("notice/")]

    def test_a_sign_off_and_a_withdrawal_are_in_it(self, project: Project) -> None:
        project.edit(TYPO)
        signed = ["sign-off", "--by", "Ada Lawyer <ada@shop.example>", "--effective", "2099-01-01"]
        assert run(signed) == 0
        assert run(["release"]) == 0
        assert run(["withdraw", "2.1", "--reason", "Not needed", "--by", "Ada Lawyer <ada@shop.example>"]) == 0
        assert run(["proof", "2.1", "--output", "proof"]) == 0
        found = sorted(path.name for path in Path("proof/acts").iterdir())
        assert [name.partition("-")[0] for name in found] == ["2.1.signed", "2.1.withdrawn.json"]

"""Years of a policy's history in git become an archive at once: renames, tags, stated dates, nobody invented."""

from __future__ import annotations

import datetime
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from policytool.archive.open import open_archive
from policytool.cli.main import run
from policytool.config import load
from policytool.release.verify import verify
from policytool.website.build import build
from tests.repositories import environment, make_repository

TEXT = """\
# Privacy Policy

{updated}

We collect your name and your address when you order. We keep them for {days} days.

## Sharing

We share your address with {recipient}.

## Contact

Write to privacy@shop.example.
"""


@dataclass(frozen=True, kw_only=True)
class Repository:
    """A repository with a policy that nobody kept an archive of."""

    root: Path

    def git(self, *arguments: str, day: str = "2019-01-01") -> str:
        moment = {f"GIT_{role}_DATE": f"{day}T12:00:00+02:00" for role in ("AUTHOR", "COMMITTER")}
        result = subprocess.run(
            ["git", *arguments], cwd=self.root, env={**environment(), **moment}, check=True, capture_output=True
        )
        return result.stdout.decode().strip()

    def commit(self, day: str, path: str = "legal/privacy.md", *, tag: str = "", **changed: object) -> None:
        """A text of the policy, committed on `day`."""
        values = {"updated": "We care.", "days": 30, "recipient": "the company that delivers"} | changed
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(TEXT.format(**values), encoding="utf-8")
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", f"--message={day}", day=day)
        if tag:
            self.git("tag", "--annotate", "--message=x", tag, day=day)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    make_repository(tmp_path / "shop")
    monkeypatch.chdir(tmp_path / "shop")
    return Repository(root=tmp_path / "shop")


@pytest.fixture
def twelve(repository: Repository) -> Repository:
    """Twelve texts: renamed after the third, one commit that changes layout only, one merge of two drafts."""
    git, commit = repository.git, repository.commit
    commit("2015-03-01", "PRIVACY.md", days=10)
    commit("2015-09-01", "PRIVACY.md", days=20)
    commit("2016-02-29", "PRIVACY.md", days=30)
    (repository.root / "legal").mkdir()
    git("mv", "PRIVACY.md", "legal/privacy.md")
    git("commit", "--quiet", "--message=Renamed", day="2016-05-01")
    commit("2017-01-01", recipient="the companies that deliver")
    text = repository.root / "legal/privacy.md"
    text.write_text(text.read_text(encoding="utf-8").replace("order. We", "order.\nWe"), encoding="utf-8")
    git("commit", "--quiet", "--all", "--message=Layout", day="2017-02-01")
    for year in range(2018, 2023):
        commit(f"{year}-05-25", days=year - 1900, tag=f"v{year}")
    git("switch", "--quiet", "--create", "draft")
    commit("2023-01-01", recipient="partners and the companies that deliver", days=122)
    commit("2023-01-05", recipient="partners, affiliates and the companies that deliver", days=122)
    git("switch", "--quiet", "main")
    git("merge", "--quiet", "--no-ff", "--message=Merge", "draft", day="2023-02-01")
    commit("2024-01-01", recipient="nobody", days=122)
    commit("2025-01-01", recipient="nobody at all", days=122)
    return repository


def imported(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, list[dict[str, str]]]:
    words = ["import-history", "legal/privacy.md", "--policy", "privacy-policy", "--json", *arguments]
    assert run(words) == 0
    found: dict[str, list[dict[str, str]]] = json.loads(capsys.readouterr().out)
    return found


class TestRefused:
    def test_other_formats(self, repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["import-history", "privacy.docx"]) == 2
        assert "policytool init DIR --from FILE" in capsys.readouterr().err

    def test_a_file_that_is_not_committed(self, repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
        repository.commit("2020-01-01")
        (repository.root / "terms.md").write_text("# Terms\n")
        assert run(["import-history", "terms.md"]) == 2
        assert "the newest commit does not hold this file" in capsys.readouterr().err

    def test_a_name_that_is_no_id(self, repository: Repository) -> None:
        assert run(["import-history", "Privacy Notice.md"]) == 2

    def test_a_second_time(self, twelve: Repository, capsys: pytest.CaptureFixture[str]) -> None:
        imported(capsys)
        assert run(["import-history", "legal/privacy.md", "--policy", "privacy-policy"]) == 1
        assert "has an archive already" in capsys.readouterr().err

    def test_a_shallow_clone(self, twelve: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        repository = f"file://{twelve.root}"
        subprocess.run(["git", "clone", "--quiet", "--depth=2", repository, str(tmp_path / "shallow")], check=True)
        monkeypatch.chdir(tmp_path / "shallow")
        assert run(["import-history", "legal/privacy.md"]) == 2


class TestByCommits:
    def test_nothing_is_written_by_a_dry_run(self, twelve: Repository, capsys: pytest.CaptureFixture[str]) -> None:
        head = twelve.git("rev-parse", "HEAD")
        assert run(["import-history", "legal/privacy.md", "--policy", "privacy-policy", "--dry-run"]) == 0
        out = capsys.readouterr().out.splitlines()
        assert len(out) == 13
        assert out[1].split() == ["1.0", "2015-03-01", "2015-03-01", "commit", "first", "version", *out[1].split()[-1:]]
        assert (twelve.git("rev-parse", "HEAD"), twelve.git("status", "--porcelain")) == (head, "")

    def test_twelve_versions_through_rename_and_merge(
        self, twelve: Repository, capsys: pytest.CaptureFixture[str]
    ) -> None:
        found = imported(capsys)["versions"]
        days = [one["published"] for one in found]
        assert days[:4] == ["2015-03-01", "2015-09-01", "2016-02-29", "2017-01-01"]
        assert days[4:] == [*(f"{year}-05-25" for year in range(2018, 2023)), "2023-02-01", "2024-01-01", "2025-01-01"]
        assert len(found) == 12
        assert twelve.git("status", "--porcelain") == ""
        assert twelve.git("rev-list", "--count", "privacy-policy/imported^..HEAD") == "1"

    def test_the_archive_is_sound_and_answers(self, twelve: Repository, capsys: pytest.CaptureFixture[str]) -> None:
        imported(capsys)
        with open_archive(load(twelve.root)) as archive:
            found = verify(archive, "privacy-policy")
            assert (len(found.checked), found.doubts) == (12, ())
            versions = archive.versions("privacy-policy")
            first = archive.in_force("privacy-policy", datetime.date(2016, 2, 28))
            assert b"for 20 days" in archive.source(first)
            assert first.record.texts["en"].path == "PRIVACY.md"
            leap = archive.in_force("privacy-policy", datetime.date(2016, 2, 29))
            assert b"for 30 days" in archive.source(leap)
        assert {version.record.sign_off.decision for version in versions} == {"imported"}
        assert {version.record.sign_off.name for version in versions} == {""}
        assert run(["show", "--version", str(versions[0].number), "--decision"]) == 0
        assert "Signed off by: nobody; imported from the commit" in capsys.readouterr().out
        assert run(["status", "--json"]) == 0
        said = json.loads(capsys.readouterr().out)["policies"][0]
        assert said["versions"][-1]["imported"]["by"] == "commits"
        assert said["versions"][-1]["sign_off"]["name"] == ""

    def test_the_verdicts_are_the_tools(self, twelve: Repository, capsys: pytest.CaptureFixture[str]) -> None:
        found = imported(capsys)["versions"]
        by_day = {one["published"]: one["significance"] for one in found}
        assert by_day["2023-02-01"] == "significant"
        numbers = [one["version"] for one in found]
        assert numbers == sorted(numbers, key=lambda number: tuple(map(int, number.split("."))))

    def test_a_squash_merge_is_one_version(self, repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
        repository.commit("2019-01-01")
        repository.git("switch", "--quiet", "--create", "draft")
        for day, days in (("2019-02-01", 40), ("2019-02-02", 50), ("2019-02-03", 60)):
            repository.commit(day, days=days)
        repository.git("switch", "--quiet", "main")
        repository.git("merge", "--quiet", "--squash", "draft")
        repository.git("commit", "--quiet", "--message=Squashed", day="2019-03-01")
        repository.git("branch", "--quiet", "--delete", "--force", "draft")
        found = imported(capsys)["versions"]
        assert [version["effective"] for version in found] == ["2019-01-01", "2019-03-01"]
        with open_archive(load(repository.root)) as archive:
            assert b"for 60 days" in archive.source(archive.versions("privacy-policy")[-1])
            assert verify(archive, "privacy-policy").sound

    def test_the_tag_keeps_the_texts_when_the_branch_is_squashed(
        self, twelve: Repository, capsys: pytest.CaptureFixture[str]
    ) -> None:
        imported(capsys)
        twelve.git("reset", "--quiet", "--soft", twelve.git("rev-list", "--max-parents=0", "HEAD"))
        twelve.git("commit", "--quiet", "--amend", "--message=Everything at once")
        twelve.git("reflog", "expire", "--expire=now", "--all")
        twelve.git("gc", "--quiet", "--prune=now")
        with open_archive(load(twelve.root)) as archive:
            assert verify(archive, "privacy-policy").doubts == ()

    def test_the_website_shows_every_version(self, twelve: Repository, capsys: pytest.CaptureFixture[str]) -> None:
        imported(capsys)
        build(load(twelve.root), site_dir=twelve.root / "site", today=datetime.date(2026, 1, 1))
        assert (twelve.root / "site/privacy-policy/1.0/index.html").is_file()
        feed = json.loads((twelve.root / "site/feed.json").read_text())
        assert feed["items"][0]["date_published"].startswith("2025-01-01")
        assert run(["verify", "--site", "site"]) == 0

    def test_the_next_release_follows_on(self, twelve: Repository, capsys: pytest.CaptureFixture[str]) -> None:
        imported(capsys)
        text = (twelve.root / "legal/privacy.md").read_text().replace("nobody at all", "nobody at any time")
        draft = twelve.root / "policy_docs/privacy-policy.md"
        draft.write_text(f"---\npolicy: privacy-policy\ntitle: Privacy Policy\nlanguage: en\n---\n\n{text}")
        words = ["release", "--override", "significant", "--sign-off", "Ada Lawyer <ada@shop.example>"]
        assert run([*words, "--json"]) == 0
        with open_archive(load(twelve.root)) as archive:
            assert verify(archive, "privacy-policy").doubts == ()
            *_, before, last = archive.versions("privacy-policy")
            assert last.record.previous == before.record_sha256


class TestByTagsAndDates:
    def test_what_stands_under_each_tag(self, twelve: Repository, capsys: pytest.CaptureFixture[str]) -> None:
        found = imported(capsys, "--by", "tags")["versions"]
        assert [one["published"] for one in found] == [f"{year}-05-25" for year in range(2018, 2023)]

    def test_the_last_text_under_each_stated_date(
        self, repository: Repository, capsys: pytest.CaptureFixture[str]
    ) -> None:
        may, june = "Last updated: May 25, 2018. Effective: June 1, 2018.", "Last updated: 2 June 2019"
        repository.commit("2018-05-20", updated=may, days=10)
        repository.commit("2018-05-26", updated=may, days=11)
        repository.commit("2019-06-05", updated=june, days=12)
        repository.commit("2019-07-05", updated=june, days=13)
        found = imported(capsys, "--by", "dates")["versions"]
        assert [(one["published"], one["effective"], one["dated"]) for one in found] == [
            ("2018-05-25", "2018-06-01", "text"),
            ("2019-06-02", "2019-06-02", "text"),
        ]
        with open_archive(load(repository.root)) as archive:
            assert b"for 11 days" in archive.source(archive.versions("privacy-policy")[0])

    def test_dates_that_go_back_are_put_in_order(
        self, repository: Repository, capsys: pytest.CaptureFixture[str]
    ) -> None:
        repository.commit("2018-05-20", updated="Last updated: May 1, 2018", days=10)
        repository.commit("2018-06-20", updated="Last updated: May 1, 2008", days=11)
        repository.commit("2018-07-20", updated="Last updated: May 1, 2088", days=12)
        found = imported(capsys)["versions"]
        assert [one["published"] for one in found] == ["2018-05-01", "2018-05-01", "2018-07-20"]


def test_texts_that_cannot_be_read_are_left_out_and_named(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit("2018-05-20")
    (repository.root / "legal/privacy.md").write_bytes("Café".encode("latin-1"))
    repository.git("commit", "--quiet", "--all", "--message=Broken")
    repository.commit("2018-05-22", days=90)
    found = imported(capsys)
    assert len(found["versions"]) == 2
    assert "is not UTF-8" in found["left_out"][0]["reason"]


def test_a_hundred_versions_are_one_commit(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    stream = []
    for number in range(120):
        text = TEXT.format(updated="We care.", days=number + 1, recipient="the company that delivers")
        moment = 1_400_000_000 + number * 864_000
        stream.append(f"commit refs/heads/main\ncommitter Ada <ada@shop.example> {moment} +0000\ndata 1\nx\n")
        stream.append(f"M 100644 inline legal/privacy.md\ndata {len(text)}\n{text}\n")
    subprocess.run(["git", "fast-import", "--quiet"], cwd=repository.root, input="".join(stream).encode(), check=True)
    repository.git("reset", "--quiet", "--hard")
    assert len(imported(capsys)["versions"]) == 120
    assert repository.git("rev-list", "--count", "HEAD") == "121"

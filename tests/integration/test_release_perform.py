"""What a release writes, and what it refuses to write."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path

import pytest

from policytool.archive import record as records
from policytool.archive.open import open_archive
from policytool.errors import FrontMatterError, NotSignedOff, ReleaseRefused, TextError
from policytool.release.perform import perform
from policytool.release.propose import propose
from tests.repositories import (
    CHINESE,
    CHINESE_LOCATION,
    LOCATION,
    POLICY,
    SIGNATURE,
    TODAY,
    TYPO,
    Project,
    make_project,
)

RELEASES = "policy_docs/releases/privacy-policy"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project")


@pytest.fixture
def bilingual(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project", chinese=CHINESE)


def state(project: Project) -> tuple[object, ...]:
    files = {file: file.read_bytes() for file in project.root.glob("policy_docs/**/*") if file.is_file()}
    return files, project.git("ls-files", "--stage"), project.git("for-each-ref")


def refused(project: Project, says: str, *edits: tuple[str, str], **options: object) -> None:
    """The release is refused, saying so, and nothing is written."""
    project.edit(*edits)
    before = state(project)
    with pytest.raises(ReleaseRefused, match=says):
        project.release(**options)  # type: ignore[arg-type]
    assert state(project) == before


class TestWhatIsWritten:
    def test_the_first_version(self, project: Project) -> None:
        version = project.release()
        assert str(version.number) == "1.0"
        assert version.published == version.effective == TODAY
        assert version.record.assessment is None
        assert version.record.previous is None
        assert version.record.notice_plan.channels == ("website",)

    def test_a_minor_revision(self, project: Project) -> None:
        project.release()
        version = project.release(TYPO)
        assert str(version.number) == "1.1"
        assert version.effective == TODAY + datetime.timedelta(1)
        assert version.record.assessment is not None
        assert version.record.sign_off.significance == "minor"
        assert version.record.notice_plan.channels == ("website",)

    def test_a_significant_revision(self, project: Project) -> None:
        project.release()
        version = project.release(LOCATION)
        assert str(version.number) == "2.0"
        assert version.effective == TODAY + datetime.timedelta(30)
        assert version.record.sign_off.decision == "confirmed"
        assert version.record.notice_plan.channels == ("website", "smtp")
        assert version.record.assessment is not None
        assert version.record.assessment.findings

    def test_only_three_keys_of_the_metadata_change(self, bilingual: Project) -> None:
        bilingual.policy.write_bytes(
            b"\xef\xbb\xbf" + POLICY.replace("\n", "\r\n").replace("title:", "title:   ").encode()
        )
        bilingual.commit()
        before = bilingual.policy.read_bytes()
        bilingual.release()
        after = bilingual.policy.read_bytes()
        added = b'version: "1.0"\r\npublished: 2026-03-02\r\neffective: 2026-03-02\r\n'
        assert after == before.replace(b"significant-changes\r\n---", b"significant-changes\r\n" + added + b"---", 1)
        assert b'version: "1.0"\n' in bilingual.chinese.read_bytes()

    def test_the_record_tells_everything(self, bilingual: Project) -> None:
        first = bilingual.release()
        bilingual.edit(("language: en", "language: en\nsummary: Clearer words."))
        version = bilingual.release(TYPO)
        data = (bilingual.root / RELEASES / "1.1.json").read_bytes()
        record = records.from_json(data, name="1.1.json")
        assert record == version.record
        assert version.record_sha256 == hashlib.sha256(data).hexdigest()
        assert record.previous == hashlib.sha256((bilingual.root / RELEASES / "1.0.json").read_bytes()).hexdigest()
        assert record.previous == first.record_sha256
        for language, file in {"en": bilingual.policy, "zh": bilingual.chinese}.items():
            entry = record.texts[language]
            assert entry.blob == bilingual.git("rev-parse", f"HEAD:{entry.path}")
            assert entry.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
        assert record.summary == {"en": "Clearer words."}
        assert (record.sign_off.name, record.sign_off.mail) == (SIGNATURE.name, SIGNATURE.mail)
        assert record.recorded == datetime.datetime(2026, 3, 2, 9, 30, tzinfo=datetime.UTC)

    def test_one_commit_of_exactly_these_files_and_an_annotated_tag(self, bilingual: Project) -> None:
        bilingual.release()
        (bilingual.root / "untracked.txt").write_text("Mine\n")
        before = bilingual.git("rev-parse", "HEAD")
        bilingual.release(TYPO)
        assert bilingual.git("rev-parse", "HEAD^") == before
        assert bilingual.git("show", "--name-only", "--format=").splitlines() == [
            "policy_docs/privacy-policy.md",
            "policy_docs/privacy-policy.zh.md",
            f"{RELEASES}/1.1.json",
        ]
        message = bilingual.git("show", "--no-patch", "--format=%an <%ae>%n%B")
        assert message.startswith(
            "Test Author <author@shop.example>\nRelease privacy-policy 1.1 (minor), effective 2026-03-03"
        )
        assert "Signed-off-by: Ada Lawyer <ada@shop.example>" in message
        assert bilingual.git("cat-file", "-t", "privacy-policy/1.1") == "tag"
        assert bilingual.git("status", "--porcelain") == "?? untracked.txt"

    def test_git_without_an_identity_takes_the_name_that_signs(
        self, project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        for variable in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
            monkeypatch.setenv(variable, str(tmp_path / "none"))
        project.git("config", "--unset", "user.name")
        project.git("config", "--unset", "user.email")
        project.release()
        assert project.git("show", "--no-patch", "--format=%an %ae %cn %ce") == (
            "Ada Lawyer ada@shop.example Ada Lawyer ada@shop.example"
        )
        assert "Ada Lawyer" in project.git("cat-file", "tag", "privacy-policy/1.0")

    def test_a_draft_that_was_committed_already(self, project: Project) -> None:
        project.release()
        project.edit(TYPO)
        project.commit("Edit")
        assert str(project.release().number) == "1.1"

    def test_metadata_that_was_written_by_hand_as_it_will_be(self, bilingual: Project) -> None:
        line = ("language: zh", 'language: zh\nversion: "1.0"\npublished: 2026-03-02\neffective: 2026-03-02')
        bilingual.edit(line, file=bilingual.chinese)
        bilingual.commit("Dates")
        assert bilingual.release().languages == ("en", "zh")
        assert "privacy-policy.zh.md" not in bilingual.git("show", "--name-only", "--format=")

    def test_dates_and_notices_as_asked_for(self, project: Project) -> None:
        project.release()
        day = datetime.date(2026, 12, 31)
        version = project.release(TYPO, published=TODAY, effective=day, notify=True)
        assert version.effective == day
        assert version.record.notice_plan.channels == ("website", "smtp")
        assert f"effective: {day}".encode() in project.policy.read_bytes()

    def test_a_detached_head_can_release(self, project: Project) -> None:
        project.git("checkout", "--quiet", "--detach")
        project.release()
        assert project.git("rev-parse", "privacy-policy/1.0^{commit}") == project.git("rev-parse", "HEAD")

    def test_two_policies_are_released_each_on_its_own(self, project: Project) -> None:
        cookies = project.policy.with_name("cookies.md")
        cookies.write_text(POLICY.replace("policy: privacy-policy", "policy: cookies"))
        project.commit()
        project.release()
        project.release(policy="cookies")
        project.edit(LOCATION, file=cookies)
        project.release(policy="cookies")
        with open_archive(project.settings) as archive:
            assert [str(v.number) for v in archive.versions("cookies")] == ["1.0", "2.0"]
            assert [str(v.number) for v in archive.versions("privacy-policy")] == ["1.0"]
        project.edit(TYPO, file=cookies)
        refused(project, r"not committed: policy_docs/cookies\.md", TYPO)


class TestOverriding:
    def test_raising_a_verdict(self, project: Project) -> None:
        project.release()
        version = project.release(TYPO, override="significant")
        assert str(version.number) == "2.0"
        assert version.record.sign_off.decision == "overridden"
        assert version.record.assessment is not None
        assert version.record.assessment.significance == "minor"
        assert version.record.notice_plan.channels == ("website", "smtp")

    def test_lowering_a_verdict_needs_a_reason(self, project: Project) -> None:
        project.release()
        project.edit(LOCATION)
        before = state(project)
        with pytest.raises(NotSignedOff, match="only with a reason"):
            project.release(override="minor", reason="  \n ")
        assert state(project) == before
        version = project.release(override="minor", reason="Announced in\nJanuary")
        assert str(version.number) == "1.1"
        assert version.record.sign_off.reason == "Announced in January"
        assert version.record.sign_off.decision == "overridden"

    def test_the_first_version_has_no_verdict(self, project: Project) -> None:
        refused(project, "no verdict to override", override="significant")


class TestRefusals:
    def test_doing_it_twice(self, project: Project) -> None:
        project.release()
        refused(project, r"same as version 1\.0")

    def test_layout_alone_is_nothing_to_release(self, project: Project) -> None:
        project.release()
        refused(
            project,
            r"same as version 1\.0",
            ("Sharing {#sharing}", "Sharing   {#sharing}"),
            ("when you order.\n", "when\nyou order.\n"),
        )

    @pytest.mark.parametrize(
        ("metadata", "says"),
        [('version: "0.9"', "only rise"), ('version: "1.5"', r"minor revision is 1\.1"), ('version: "2.0"', r"1\.1")],
    )
    def test_a_number_that_does_not_rise_as_the_verdict_asks(self, project: Project, metadata: str, says: str) -> None:
        project.release()
        refused(project, says, TYPO, ('version: "1.0"', metadata))

    def test_effect_before_publication(self, project: Project) -> None:
        refused(project, "before it is published", effective=TODAY - datetime.timedelta(1))

    def test_other_files_that_changed(self, project: Project) -> None:
        settings = project.root / "policytool.toml"
        settings.write_text("# changed\n")
        refused(project, r"not committed: policytool\.toml")
        project.git("add", "policytool.toml")
        refused(project, r"not committed: policytool\.toml")
        project.git("rm", "--quiet", "--force", "policytool.toml")
        refused(project, r"not committed: policytool\.toml")

    def test_a_merge_that_is_not_finished(self, project: Project) -> None:
        project.git("checkout", "--quiet", "-b", "other")
        project.edit(TYPO)
        project.commit("Theirs")
        project.git("checkout", "--quiet", "main")
        project.edit(("We protect", "We carefully protect"))
        project.commit("Ours")
        project.git("merge", "--no-commit", "--no-ff", "other")
        refused(project, "a merge is not finished.*\n.*git merge --abort")

    def test_a_tag_that_is_taken(self, project: Project) -> None:
        project.git("tag", "privacy-policy/1.0")
        refused(project, "tag privacy-policy/1.0 exists already")

    def test_a_record_that_nobody_committed(self, project: Project) -> None:
        file = project.root / RELEASES / "1.0.json"
        file.parent.mkdir(parents=True)
        file.write_text("{}")
        refused(project, r"1\.0\.json: a record of this version is already there")

    def test_a_draft_that_was_edited_while_the_person_decided(self, project: Project) -> None:
        with open_archive(project.settings) as archive:
            proposal = propose(archive, project.settings, "privacy-policy", TODAY)
            project.edit(LOCATION)
            before = state(project)
            now = datetime.datetime.now(datetime.UTC)
            with pytest.raises(ReleaseRefused, match="edited meanwhile"):
                perform(archive, project.settings, proposal, SIGNATURE, now=now)
        assert state(project) == before

    def test_a_draft_that_is_a_link(self, project: Project) -> None:
        project.policy.rename(project.root / "text.md")
        project.policy.symlink_to("../text.md")
        project.commit()
        before = state(project)
        with pytest.raises(TextError, match="is a link"):
            project.release()
        assert state(project) == before

    def test_broken_metadata(self, project: Project) -> None:
        project.edit(("title: Shop Privacy Policy", "titel: Shop Privacy Policy"))
        with pytest.raises(FrontMatterError, match="key title is missing"):
            project.release()

    def test_several_reasons_are_all_told(self, project: Project) -> None:
        project.release()
        (project.root / "policytool.toml").write_text("# changed\n")
        refused(
            project,
            r"(?s)4 things.*same as version.*before it is published.*not committed",
            effective=TODAY - datetime.timedelta(9),
        )


class TestTranslations:
    def test_unchanged_after_a_significant_revision(self, bilingual: Project) -> None:
        bilingual.release()
        refused(bilingual, "zh text is unchanged, though the revision is significant", LOCATION)

    def test_revised_together(self, bilingual: Project) -> None:
        bilingual.release()
        bilingual.edit(CHINESE_LOCATION, file=bilingual.chinese)
        assert bilingual.release(LOCATION).languages == ("en", "zh")

    def test_unchanged_after_a_minor_revision_is_pointed_out(self, bilingual: Project) -> None:
        bilingual.release()
        bilingual.edit(TYPO)
        with open_archive(bilingual.settings) as archive:
            proposal = propose(archive, bilingual.settings, "privacy-policy", TODAY)
        assert not proposal.blocking
        assert [warning.path for warning in proposal.warnings] == ["policy_docs/privacy-policy.zh.md"]
        assert bilingual.release().languages == ("en", "zh")

    def test_left_out_and_following_later(self, bilingual: Project) -> None:
        bilingual.release()
        old = bilingual.chinese.read_bytes()
        assert bilingual.release(LOCATION, translation_later=True).languages == ("en",)
        assert bilingual.chinese.read_bytes() == old
        refused(bilingual, "(?s)nothing to release.*zh text is still that of version 1.0")
        bilingual.edit(CHINESE_LOCATION, file=bilingual.chinese)
        version = bilingual.release()
        assert version.languages == ("en", "zh")
        assert version.number.major == 2

    def test_a_translation_whose_file_is_gone(self, bilingual: Project) -> None:
        bilingual.release()
        bilingual.chinese.unlink()
        refused(bilingual, r"privacy-policy\.zh\.md is missing", TYPO)

    def test_a_new_translation(self, project: Project) -> None:
        project.release()
        project.chinese.write_text(CHINESE)
        version = project.release()
        assert (str(version.number), version.languages) == ("1.1", ("en", "zh"))

"""`policytool check`: what must not be reported first, then each problem with its file and line."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import jsonschema
import pytest

from policytool.archive.open import open_archive
from policytool.cli.main import run
from policytool.errors import ReleaseRefused
from policytool.release.check import check
from policytool.release.model import Problem
from tests.repositories import CHINESE, CHINESE_LOCATION, LOCATION, TODAY, TYPO, Project, make_project

POLICY_FILE = "policy_docs/privacy-policy.md"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return make_project(tmp_path / "project", chinese=CHINESE)


@pytest.fixture
def released(project: Project) -> Project:
    project.release()
    return project


def problems(project: Project, policy: str = "privacy-policy") -> list[Problem]:
    """All but the question of consent, which has tests of its own."""
    with open_archive(project.settings) as archive:
        return [
            problem for problem in check(archive, project.settings, policy, TODAY).problems if problem.rule != "consent"
        ]


def rules(project: Project) -> list[tuple[str, bool]]:
    return [(problem.rule, problem.blocks) for problem in problems(project)]


def _object(required: list[str], **properties: object) -> dict[str, object]:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


def _list(items: object, least: int = 0) -> dict[str, object]:
    return {"type": "array", "items": items, "minItems": least}


TEXT = {"type": "string", "minLength": 1}
DRIVER = _object(["name"], name=TEXT, version=TEXT, rules=_list(_object(["id"], id=TEXT)))
SARIF = _object(
    ["version", "runs"],
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs=_list(
        _object(
            ["tool", "results"],
            tool=_object(
                ["driver"], driver=_object(["name"], name=TEXT, version=TEXT, rules=_list(_object(["id"], id=TEXT)))
            ),
            results=_list(
                _object(
                    ["message", "locations"],
                    ruleId=TEXT,
                    level={"enum": ["none", "note", "warning", "error"]},
                    message=_object(["text"], text=TEXT),
                    locations=_list(
                        _object(
                            ["physicalLocation"],
                            physicalLocation=_object(
                                ["artifactLocation"],
                                artifactLocation=_object(["uri"], uri={"type": "string", "pattern": "^[^/ ]+"}),
                                region=_object(["startLine"], startLine={"type": "integer", "minimum": 1}),
                            ),
                        ),
                        1,
                    ),
                )
            ),
        ),
        1,
    ),
)


def line_of(file: Path, words: str) -> int:
    return next(number for number, line in enumerate(file.read_text().splitlines(), 1) if words in line)


class TestNothingToReport:
    def test_a_first_draft(self, project: Project) -> None:
        assert problems(project) == []

    def test_right_after_a_release(self, released: Project) -> None:
        assert problems(released) == []

    def test_a_revision_in_both_languages(self, released: Project) -> None:
        released.edit(LOCATION)
        released.edit(CHINESE_LOCATION, file=released.chinese)
        assert problems(released) == []

    def test_a_work_tree_with_other_changes(self, released: Project) -> None:
        (released.root / "policytool.toml").write_text("# changed\n")
        assert problems(released) == []

    def test_links_that_lead_somewhere(self, released: Project) -> None:
        released.policy.with_name("cookies.md").write_text("# Cookies\n")
        links = (
            "[a](#rights) [b](cookies.md) [c](https://x.example/y.md#z) [d](mailto:a@b.c) [e](/legal/x.md) [f](../x.md)"
        )
        released.edit(("We protect", f"{links} We protect"))
        assert not [problem for problem in problems(released) if problem.rule == "link"]

    def test_a_clause_that_was_deleted_with_its_id(self, released: Project) -> None:
        for file in (released.policy, released.chinese):
            text = file.read_text()
            start, end = text.index("## ", text.index("{#sharing}") - 12), text.index("{#rights}")
            file.write_text(text[:start] + text[text.rindex("## ", 0, end) :])
        assert "clause-id" not in dict(rules(released))


class TestEachProblem:
    def test_metadata_that_cannot_be_read(self, released: Project) -> None:
        released.edit(("language: en", "language: en\ncolour: red"))
        [problem] = problems(released)
        assert (problem.rule, problem.path, problem.line) == ("metadata", POLICY_FILE, 5)

    def test_a_translation_that_cannot_be_read(self, released: Project) -> None:
        released.edit(("language: zh", "language: fr"), file=released.chinese)
        [problem] = problems(released)
        assert (problem.rule, problem.path) == ("metadata", "policy_docs/privacy-policy.zh.md")

    def test_a_number_that_is_not_what_the_verdict_asks_for(self, released: Project) -> None:
        released.edit(LOCATION, ('version: "1.0"', 'version: "1.1"'))
        released.edit(CHINESE_LOCATION, file=released.chinese)
        assert rules(released) == [("number", True)]

    def test_dates_written_by_hand(self, released: Project) -> None:
        released.edit(TYPO, ("effective: 2026-03-02", "effective: 2026-12-31"))
        [problem] = [problem for problem in problems(released) if problem.rule == "dates"]
        assert not problem.blocks
        assert "--effective" in problem.todo

    def test_a_link_to_a_clause_that_is_not_there(self, project: Project) -> None:
        project.edit(("We protect", "See [your rights](#right). We protect"))
        [problem] = problems(project)
        assert (problem.rule, problem.blocks, problem.path) == ("link", True, POLICY_FILE)
        assert problem.line == line_of(project.policy, "#right)")

    def test_a_link_to_a_policy_that_is_not_there(self, project: Project) -> None:
        project.edit(("We protect", "See [cookies](cookies.md#what). We protect"))
        assert rules(project) == [("link", True)]

    def test_an_id_that_a_clause_lost(self, released: Project) -> None:
        released.edit(("{#rights}", "{#your-rights}"))
        released.edit(("{#rights}", "{#your-rights}"), file=released.chinese)
        found = [problem for problem in problems(released) if problem.rule == "clause-id"]
        assert [problem.line for problem in found] == [
            line_of(released.policy, "{#your-rights}"),
        ]
        assert "{#rights}" in found[0].todo

    def test_raw_html(self, project: Project) -> None:
        project.edit(("We protect", "<script>alert(1)</script>\n\nWe protect"))
        assert ("raw-html", False) in rules(project)

    def test_a_summary_of_the_revision_before(self, project: Project) -> None:
        project.edit(("language: en", "language: en\nsummary: First version."))
        project.release()
        project.edit(TYPO)
        assert ("summary", False) in rules(project)

    def test_a_test_of_significance_that_nobody_understands(self, project: Project) -> None:
        project.edit(("a personal information security impact assessment shows a high risk", "the moon is full"))
        found = [problem for problem in problems(project) if problem.rule == "criteria"]
        assert [problem.blocks for problem in found] == [True]
        assert found[0].line == line_of(project.policy, "the moon is full")

    def test_a_translation_without_the_revision(self, released: Project) -> None:
        released.edit(LOCATION)
        assert rules(released) == [("translation", True)]

    def test_a_translation_that_follows_in_another_place(self, released: Project) -> None:
        released.edit(LOCATION)
        released.edit(("您可以要求", "您随时可以要求"), file=released.chinese)
        found = [problem for problem in problems(released) if problem.rule == "translation"]
        assert found[0].blocks
        assert "the en text changed in “We collect your name, your delivery address" in found[0].message
        assert found[0].line == line_of(released.chinese, "您下单时")
        assert "--translation-later" in found[0].todo
        with pytest.raises(ReleaseRefused, match="this one did not follow"):
            released.release()
        assert released.release(translation_later=True).languages == ("en",)

    def test_a_minor_change_that_the_translation_missed_is_pointed_out(self, released: Project) -> None:
        released.edit(TYPO)
        released.edit(("我们保护顾客", "我们始终保护顾客"), file=released.chinese)
        [problem] = problems(released)
        assert (problem.rule, problem.blocks) == ("translation", False)
        assert "did not follow" in problem.message

    def test_a_number_that_was_changed_in_one_language_alone(self, released: Project) -> None:
        released.edit(("30 days", "90 days"))
        released.edit(("保存30天", "保存60天"), file=released.chinese)
        [problem] = [problem for problem in problems(released) if problem.rule == "translation"]
        assert problem.message == "the numbers in the section collection differ: only en has 90; only zh has 60"
        assert problem.line == line_of(released.chinese, "{#collection}")

    def test_what_differed_before_is_not_told_again(self, project: Project) -> None:
        project.edit(("保存30天", "保存60天"), file=project.chinese)
        assert [problem.rule for problem in problems(project)] == ["translation"]
        project.release()
        project.edit(TYPO)
        project.edit(("您下单时", "您下订单时"), file=project.chinese)
        assert problems(project) == []

    def test_clauses_that_only_one_language_has(self, project: Project) -> None:
        project.edit(("{#rights}", ""), file=project.chinese)
        [problem] = problems(project)
        assert (problem.rule, problem.path) == ("translation", "policy_docs/privacy-policy.zh.md")
        assert "rights" in problem.message


class TestCommand:
    @pytest.fixture(autouse=True)
    def _inside(self, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(project.root)

    def test_passing(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run(["check"]) == 0
        assert "Nothing blocks a release." in capsys.readouterr().out
        assert run(["check", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["passed"] is True

    def test_failing(self, project: Project, capsys: pytest.CaptureFixture[str]) -> None:
        project.edit(("We protect", "See [your\nrights](#right). We protect"))
        assert run(["check"]) == 1
        line = line_of(project.policy, "See [your")
        assert f"error    {POLICY_FILE}:{line}: the link “your rights”" in capsys.readouterr().out
        assert run(["check", "--format", "github"]) == 1
        said = capsys.readouterr().out
        assert said.startswith(f"::error file={POLICY_FILE},line={line},title=policytool link::the link ")
        assert said.count("\n") == 1
        assert run(["check", "--format", "sarif"]) == 1
        log = json.loads(capsys.readouterr().out)
        [result] = log["runs"][0]["results"]
        assert (log["version"], result["ruleId"], result["level"]) == ("2.1.0", "link", "error")
        place = result["locations"][0]["physicalLocation"]
        assert place == {"artifactLocation": {"uri": POLICY_FILE}, "region": {"startLine": line}}

    def test_sarif_keeps_to_the_standard(self, released: Project, capsys: pytest.CaptureFixture[str]) -> None:
        """The parts of SARIF 2.1.0 that are used, with what its schema requires of them and nothing else."""
        released.edit(LOCATION, ("We protect", "<b>See</b> [x](#nowhere), We protect"))
        assert run(["check", "--format", "sarif"]) == 1
        log = json.loads(capsys.readouterr().out)
        jsonschema.validate(log, SARIF)
        results = log["runs"][0]["results"]
        assert len(results) > 3
        assert {result["ruleId"] for result in results} == {
            rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]
        }
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate({**log, "runs": [{"results": results}]}, SARIF)

    def test_sarif_of_what_is_about_no_file(self, released: Project, capsys: pytest.CaptureFixture[str]) -> None:
        (released.root / "policytool.toml").write_text("[release]\nlead_days_minor = 0\n")
        released.chinese.unlink()
        released.edit(TYPO)
        run(["check", "--format", "json"])
        problems = json.loads(capsys.readouterr().out)["policies"][0]["problems"]
        assert "" in {problem["path"] for problem in problems}
        run(["check", "--format", "sarif"])
        jsonschema.validate(json.loads(capsys.readouterr().out), SARIF)

    def test_files_are_named_from_the_top_of_the_repository(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        inner = make_project(tmp_path / "top" / "legal")
        (inner.root / ".git").rename(tmp_path / "top" / ".git")
        inner.edit(("We protect", "See [x](#nowhere), We protect"))
        monkeypatch.chdir(inner.root)
        assert run(["check", "--format", "github"]) == 1
        assert "file=legal/policy_docs/privacy-policy.md," in capsys.readouterr().out


def test_today_plays_no_part_before_a_release(project: Project) -> None:
    with open_archive(project.settings) as archive:
        for day in (datetime.date.min, datetime.date.max):
            assert [
                p.blocks for p in check(archive, project.settings, "privacy-policy", day).problems if p.blocks
            ] == []

"""The comment on a pull request: what a reviewer has to know, never too long, nobody's words formatting it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from policytool.archive.open import open_archive
from policytool.release.check import Checked, check
from policytool.release.comment import LIMIT, MARK, comment
from policytool.release.model import Problem
from policytool.significance.model import Criterion, Finding
from policytool.text.parse import parse
from tests.repositories import LOCATION, TODAY, TYPO, Project, make_project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_project(tmp_path / "project")
    made.release()
    return made


def checked(project: Project) -> Checked:
    with open_archive(project.settings) as archive:
        return check(archive, project.settings, "privacy-policy", TODAY)


def test_a_minor_revision(project: Project) -> None:
    project.edit(TYPO)
    said = comment([checked(project)])
    assert said.startswith(f"{MARK}\n\n## Shop Privacy Policy\n\n**Minor: 1.0 → 1.1**, in force from 2026-03-03 if it")
    assert "Nothing blocks a release." in said
    assert "when you <ins>place an</ins> order" in said


def test_a_significant_one_quotes_the_policys_own_test(project: Project) -> None:
    project.edit(LOCATION)
    said = comment([checked(project)])
    assert "**Significant: 1.0 → 2.0**, in force from 2026-04-01" in said
    assert "Meets “our service model changes substantially" in said
    assert "**1 thing to know**" in said, "that a consent plan will be asked for"


def test_what_did_not_suffice_is_told_too(project: Project) -> None:
    project.edit(TYPO)
    one = checked(project)
    assert one.proposal is not None
    assert one.proposal.assessment is not None
    criterion = Criterion(id="recipients", kind="recipients", text="recipients change")
    weak = Finding(
        criterion=criterion, clause="sharing", section="Sharing", reason="A new one: networks", told="", confidence=0.4
    )
    assessment = dataclasses.replace(one.proposal.assessment, findings=(weak,))
    proposal = dataclasses.replace(one.proposal, assessment=assessment)
    said = comment([dataclasses.replace(one, proposal=proposal)])
    assert "**Minor: 1.0 → 1.1**" in said
    assert "Noticed, but not enough on its own:\n\n- Sharing: A new one: networks\n" in said


def test_a_first_version_and_an_unchanged_one(tmp_path: Path, project: Project) -> None:
    assert "**The first version, 1.0**" in comment([checked(make_project(tmp_path / "fresh"))])
    assert "Says the same as version 1.0." in comment([checked(project)])


def test_a_draft_that_cannot_be_read(project: Project) -> None:
    project.edit(("language: en", "language: en\ncolour: red"))
    said = comment([checked(project)])
    assert "**1 thing blocks a release**" in said
    assert "privacy-policy.md:5" in said


def test_words_of_the_policy_format_nothing(project: Project) -> None:
    hostile = "</details> <img src=x> @octocat [x](javascript:y) **z** <!--\n\n# Not a heading\n"
    project.edit(("We protect", f"{hostile} We protect"))
    said = comment([checked(project)])
    for raw in ("@octocat", "](javascript", "**z**"):
        assert raw not in said
    assert "\\<img src=x\\>" in said
    assert said.count("</details>") == 1
    seen = parse(said.partition("\n")[2])
    assert [clause.text for clause in seen.headings if clause.level <= 2] == ["Shop Privacy Policy"]


def test_many_changes_and_many_policies_stay_below_the_limit(project: Project) -> None:
    text = project.policy.read_text()
    many = "\n\n".join(
        f"Paragraph {number} says that we sell your location to partner {number}." for number in range(2000)
    )
    project.policy.write_text(f"{text}\n\n{many}\n")
    one = checked(project)
    alone, several = comment([one]), comment([one] * 40)
    assert 10_000 < len(alone) <= LIMIT
    assert "more" in alone
    assert len(several) <= LIMIT
    assert several.endswith("</sub>\n")


def test_many_problems_are_counted(project: Project) -> None:
    listed = tuple(Problem(rule="link", message=f"link {number} " + "x" * 5000) for number in range(500))
    said = comment([dataclasses.replace(checked(project), problems=listed)])
    assert "**500 things block a release**" in said
    assert "… and 470 more" in said
    assert len(said) <= LIMIT

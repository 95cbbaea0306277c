"""Repositories with a fault, as `mkdocs build --strict` sees them.

Where a released text is hurt, it stops, says what and where, and the site that stood before stays. Where none is, the
site stands and says what there is.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from policytool.config import load
from policytool.errors import PolicytoolError
from policytool.website.build import build
from tests.website_links import broken
from tests.website_project import Project, shop
from tests.website_values import BETWEEN, CHINESE, REASON, STORY, text

LAST = replace(STORY[2], number="2.1")
ARABIC = "نحمي معلوماتك الشخصية"
LONG = "Datenschutzgrundverordnungsdurchführungsbestimmung" * 40


def mkdocs(project: Project) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "POLICYTOOL_TODAY": BETWEEN.isoformat(), "LANGUAGE": "C"}
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    return subprocess.run(command, cwd=project.root, env=environment, capture_output=True, text=True, check=False)


def files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def page(site: Path, address: str) -> BeautifulSoup:
    return BeautifulSoup((site / address / "index.html").read_bytes(), "html.parser")


def blob(project: Project, name: str) -> Path:
    """Where git keeps the text of version 2.0 in the file `name`."""
    found = project.git("rev-parse", f"HEAD:policy_docs/{name}")
    return project.root / ".git" / "objects" / found[:2] / found[2:]


def lost(project: Project) -> str:
    blob(project, "privacy-policy.md").unlink()
    return "the text of privacy-policy 2.0 (en) is missing from this repository"


def lost_translation(project: Project) -> str:
    blob(project, "privacy-policy.zh.md").unlink()
    return "the text of privacy-policy 2.0 (zh) is missing from this repository"


def damaged(project: Project) -> str:
    file = blob(project, "privacy-policy.md")
    file.chmod(0o644)
    file.write_bytes(b"not what git wrote")
    return "the text of privacy-policy 2.0 (en) is missing from this repository"


def unreadable_translation(project: Project) -> str:
    project.release(replace(LAST, texts={"en": text(), "zh": CHINESE.replace("title:", "title: [")}))
    return "privacy-policy 2.1 (zh):4: the metadata is not valid YAML"


def one_id_for_two_clauses(project: Project) -> str:
    project.release(replace(LAST, texts={"en": text().replace("{#who}", "{#what}"), "zh": CHINESE}))
    return "privacy-policy 2.1:29: the id 'what' is used twice, in lines 15 and 29"


@pytest.mark.parametrize(
    "harm",
    [lost, lost_translation, damaged, unreadable_translation, one_id_for_two_clauses],
    ids=lambda harm: harm.__name__,
)
def test_a_released_text_that_is_hurt_stops_the_build(tmp_path: Path, harm: Callable[[Project], str]) -> None:
    project = shop(tmp_path / "shop")
    site = build(load(project.root), today=BETWEEN, strict=True)
    before = files(site)
    what = harm(project)
    with pytest.raises(PolicytoolError) as caught:
        build(load(project.root), today=BETWEEN, strict=True)
    message, todo = str(caught.value).split("\n")
    assert message.startswith(what)
    assert todo.endswith("."), "what to do next is a sentence"
    assert files(site) == before


def test_mkdocs_says_the_same_and_exits_as_failed(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    what = lost(project)
    result = mkdocs(project)
    assert result.returncode == 1
    assert what in result.stderr
    assert "Traceback" not in result.stderr
    assert not (project.root / "site").exists()


def test_a_translation_that_lacks_clauses_says_which_text_prevails_and_links_nowhere_wrong(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    start, end = CHINESE.index("## 2. Sharing"), CHINESE.index("## 3. Changes")
    lacking = (CHINESE[:start] + CHINESE[end:]).replace("[Part 2](#sharing)", "Part 2")
    project.release(replace(LAST, texts={"en": STORY[2].texts["en"], "zh": lacking}))
    site = build(load(project.root), today=BETWEEN, strict=True)
    assert broken(site) == []
    chinese = page(site, "privacy-policy/zh/2.1")
    assert chinese.select("#sharing") == []
    assert page(site, "privacy-policy/2.1").select("#sharing") != []
    (note,) = chinese.select(".callout-quiet")
    assert "以英文文本为准" in note.get_text()
    assert [link["href"] for link in note.select("a")] == ["../../2.1/"]
    (reason,) = page(site, "privacy-policy/zh/2.1/changes").select(".reason li")
    assert reason.select("[lang=en]")[0].get_text() == REASON


def test_below_a_path_odd_texts_and_an_unreleased_policy_stand_beside_each_other(tmp_path: Path) -> None:
    """Very long words, another direction of reading, and a policy that has no version, under one address."""
    project = Project.make(tmp_path / "shop", url="https://shop.example/legal/policies/")
    odd = {"en": text(more=f" {LONG}"), "ar": text(language="ar", title=ARABIC, more=f" {ARABIC}")}
    project.release(replace(STORY[0], texts=odd))
    project.draft({"en": text(policy="refunds", title="Refund Policy", more=" Not yet public.")}, policy="refunds")
    result = mkdocs(project)
    assert (result.returncode, "WARNING" in result.stderr) == (0, False), result.stderr
    site = project.root / "site"
    assert broken(site, root="/legal/policies/") == []
    assert LONG in page(site, "privacy-policy").get_text()
    assert page(site, "privacy-policy/ar").select("html[dir=rtl][lang=ar] h1")[0].get_text() == ARABIC
    unreleased = page(site, "refunds")
    assert "No version of this policy has been published yet." in unreleased.get_text()
    assert unreleased.select("meta[name=robots]")[0]["content"].startswith("noindex")
    assert not [path for path, data in files(site).items() if b"Not yet public" in data]
    missing = BeautifulSoup((site / "404.html").read_bytes(), "html.parser")
    assert all(link["href"].startswith("/legal/policies/") for link in missing.select("main a"))

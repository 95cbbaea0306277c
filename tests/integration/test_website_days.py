"""The same repository on another day, on another computer, with and without what was kept from before."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from bs4 import BeautifulSoup

from policytool.cli.main import COMMANDS, policytool
from policytool.config import load
from policytool.errors import ArchiveError
from policytool.website.build import build
from policytool.website.cache import FOLDER
from policytool.website.publish import publish
from tests.website_project import Project, shop
from tests.website_values import BETWEEN, FIRST, SECOND, STORY, THIRD, Day, Release, text

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
RUN = "from policytool.cli.main import main; main()"
BEFORE = THIRD.replace(day=THIRD.day - 1)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def built(project: Project, name: str, today: Day = BETWEEN) -> dict[str, bytes]:
    return files(build(load(project.root), site_dir=project.root.parent / name, today=today, strict=True))


def said(data: bytes) -> str:
    return " ".join(BeautifulSoup(data, "html.parser").get_text().split())


# The day


def test_on_its_day_an_upcoming_version_comes_into_force(tmp_path: Path) -> None:
    project, there = shop(tmp_path / "shop"), tmp_path / "there"
    publish(load(project.root), str(there), BEFORE)
    assert "tomorrow" in said((there / "index.html").read_bytes())
    assert len(json.loads((there / "notices.json").read_bytes())["notices"]) == 1
    told = publish(load(project.root), str(there), THIRD)
    assert told.gone == ()
    assert "Version 2.0 has been in force since 23 December 2026." in said((there / "index.html").read_bytes())
    assert json.loads((there / "notices.json").read_bytes())["notices"] == []
    assert "advertising partners" in said((there / "privacy-policy" / "index.html").read_bytes())
    assert "No longer in force" in said((there / "privacy-policy" / "1.1" / "index.html").read_bytes())
    assert "2026-12-23" in (there / "sitemap.xml").read_text()
    feeds = [name for name in told.changed if "feed" in name or "significant" in name]
    assert feeds == []


def test_a_day_on_which_nothing_happens_publishes_nothing(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    publish(load(project.root), str(tmp_path / "there"), THIRD)
    assert not publish(load(project.root), str(tmp_path / "there"), THIRD.replace(day=30)).anything


# Another computer


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "7"},
    ],
    ids=["far east", "far west"],
)
def test_another_computer_gives_the_same_bytes(tmp_path: Path, environment: dict[str, str]) -> None:
    project = shop(tmp_path / "shop")
    project.git("clone", "--quiet", ".", str(tmp_path / "clone"))
    elsewhere = tmp_path / "clone" / "policy_docs" / "releases"
    command = [sys.executable, "-c", RUN, "build", "--today", BETWEEN.isoformat(), "--site-dir", str(tmp_path / "site")]
    subprocess.run(command, cwd=elsewhere, env={**os.environ, **environment}, check=True, capture_output=True)
    assert files(tmp_path / "site") == built(project, "here")


# What is kept between builds


def test_the_cache_changes_no_byte(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    cache = project.root / FOLDER
    cold = built(project, "cold")
    kept = [entry for entry in cache.glob("*/*") if entry.is_file()]
    assert kept
    assert built(project, "warm") == cold
    for place, entry in enumerate(kept):
        entry.write_bytes(entry.read_bytes()[: place * 7])
    assert built(project, "damaged") == cold
    shutil.rmtree(cache)
    assert built(project, "deleted") == cold
    shutil.rmtree(cache)
    cache.write_text("in the way")
    assert built(project, "none") == cold


LINKED = " [Cookies](cookie-policy.zh.md), [partners](partners.md) and [what we collect](#collection) say more."


def cold(project: Project, name: str, today: Day) -> dict[str, bytes]:
    """The site as it is built where nothing was kept; what was kept stays as it was."""
    kept, aside = project.root / FOLDER, project.root.parent / "aside"
    kept.rename(aside)
    found = built(project, name, today)
    shutil.rmtree(kept)
    aside.rename(kept)
    return found


def test_through_the_life_of_a_site_what_was_kept_changes_no_byte(tmp_path: Path) -> None:
    """After each thing that can happen, the site built from what earlier builds kept is the one built from nothing."""
    project = Project.make(tmp_path / "shop")
    releases = [replace(one, texts={**one.texts, "en": one.texts["en"] + LINKED}) for one in STORY]
    settings, other = project.root / "policytool.toml", Release(number="1.0", texts={"en": text()}, effective=SECOND)

    def happens(name: str, today: Day) -> dict[str, bytes]:
        found = built(project, f"{name} warm", today)
        assert found == cold(project, f"{name} cold", today), name
        return found

    project.release(releases[0])
    sites = [happens("first version", FIRST)]
    project.release(releases[1])
    sites.append(happens("second version", SECOND))
    project.release(releases[2])
    sites.append(happens("announced", BETWEEN))
    sites.append(happens("in force", THIRD))
    settings.write_text(settings.read_text().replace("Shop policies", "Shops").replace("policies.shop", "shop"))
    sites.append(happens("another name and address", THIRD))
    texts = {tag: text(policy="cookie-policy", title="Cookies", language=tag) for tag in ("en", "zh")}
    project.release(replace(other, texts=texts), "cookie-policy")
    sites.append(happens("another policy, which a text links to", THIRD))
    assert all(one != next_one for one, next_one in pairwise(sites))
    assert b'href="../cookie-policy/zh/"' in sites[-1]["privacy-policy/index.html"]
    assert happens("a day back", BETWEEN) != sites[-1]


def test_the_cache_is_no_part_of_the_repository(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    built(project, "site")
    assert FOLDER not in project.git("status", "--porcelain", "--untracked-files=all")


def test_two_builds_at_once_give_the_same_bytes(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    command = [sys.executable, "-c", RUN, "build", "--today", BETWEEN.isoformat(), "--site-dir"]
    both = [
        subprocess.Popen([*command, str(tmp_path / name)], cwd=project.root, stdout=subprocess.DEVNULL)
        for name in ("one", "other")
    ]
    assert [process.wait() for process in both] == [0, 0]
    assert files(tmp_path / "one") == files(tmp_path / "other") == built(project, "alone")


def test_a_text_that_went_missing_is_said_also_when_its_page_was_kept(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    before = built(project, "site")
    blob = project.git("rev-parse", "HEAD~2:policy_docs/privacy-policy.md")
    (project.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(ArchiveError, match=r"privacy-policy 1\.1 .* is missing"):
        built(project, "site")
    assert files(tmp_path / "site") == before


def test_a_draft_or_translation_that_cannot_be_read_does_not_stop_the_site(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    before = built(project, "before")
    for name in ("privacy-policy.md", "privacy-policy.zh.md"):
        (project.root / "policy_docs" / name).write_bytes(b"---\npolicy: privacy-policy\ntitle: [\n---\n\xff\xfe")
    (project.root / "policy_docs" / "privacy-policy.fr.md").write_text(text(language="de"))
    assert built(project, "after") == before


# The examples for hosts


@pytest.mark.parametrize("name", ["github-pages.yml", "gitlab-pages.yml"])
def test_examples_call_commands_that_exist(name: str) -> None:
    source = (EXAMPLES / name).read_text(encoding="utf-8")
    assert yaml.safe_load(source)
    called = re.findall(r"(?:run:|-) (policytool .*?)(?: #.*)?$", source, re.MULTILINE)
    assert called
    for line in called:
        _, command, *options = shlex.split(line)
        assert command in COMMANDS
        known = policytool.get_command(None, command)  # type: ignore[arg-type]
        assert known is not None
        known.make_context(command, options)


def test_the_branch_is_published_daily_from_the_whole_history() -> None:
    workflow = yaml.safe_load((EXAMPLES / "github-pages.yml").read_text(encoding="utf-8"))
    assert workflow[True]["schedule"]  # YAML 1.1 reads the key `on` as true
    steps = workflow["jobs"]["publish"]["steps"]
    assert next(step for step in steps if "checkout" in step.get("uses", ""))["with"]["fetch-depth"] == 0

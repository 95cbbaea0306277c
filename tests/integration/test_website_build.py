"""The site as MkDocs writes it, from real repositories."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from policytool.cli.main import run
from policytool.config import load
from policytool.errors import ArchiveError, PolicytoolError, ShallowClone, WebsiteError
from policytool.website.build import build
from tests.website_links import broken
from tests.website_project import Project, shop
from tests.website_values import BETWEEN, FIRST, SECOND, STORY, THIRD, Day, Release, text

ROOT = Path(__file__).parents[2]


def built(project: Project, today: Day = BETWEEN) -> Path:
    return build(load(project.root), today=today, strict=True)


def said(file: Path) -> str:
    return " ".join(BeautifulSoup(file.read_bytes(), "html.parser").get_text().split())


def checksums(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def mkdocs(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def test_mkdocs_builds_the_site_without_a_warning(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    result = mkdocs(project.root, POLICYTOOL_TODAY=BETWEEN.isoformat())
    assert result.returncode == 0, result.stderr
    assert "WARNING" not in result.stderr
    site = project.root / "site"
    assert "in 30 days" in said(site / "index.html")
    assert checksums(site) == checksums(build(load(project.root), today=BETWEEN, site_dir=tmp_path / "ours"))


def test_every_link_and_every_fragment_leads_somewhere(tmp_path: Path) -> None:
    assert broken(built(shop(tmp_path / "shop"))) == []


def test_the_site_works_below_a_path(tmp_path: Path) -> None:
    site = built(shop(tmp_path / "shop", url="https://shop.example/legal/policies/"))
    assert broken(site, root="/legal/policies/") == []
    page = BeautifulSoup((site / "privacy-policy" / "1.0" / "index.html").read_bytes(), "html.parser")
    assert [link["href"] for link in page.select("link[rel=canonical]")] == [
        "https://shop.example/legal/policies/privacy-policy/1.0/"
    ]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    once, again = (build(load(project.root), today=BETWEEN, site_dir=tmp_path / name) for name in ("once", "again"))
    assert checksums(once) == checksums(again)


def test_neither_drafts_nor_records_are_published(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    draft = project.root / "policy_docs" / "privacy-policy.md"
    draft.write_text(draft.read_text(encoding="utf-8") + "\nSecret draft.\n", encoding="utf-8")
    site = built(project)
    everything = b"".join(path.read_bytes() for path in site.rglob("*") if path.is_file())
    assert b"Secret draft" not in everything
    assert b"ada@shop.example" not in everything
    assert not (site / "releases").exists()
    assert not list(site.rglob("*.md"))


def test_a_project_without_a_release_builds(tmp_path: Path) -> None:
    project = Project.make(tmp_path / "shop")
    project.draft({"en": text()})
    site = built(project)
    assert "No version of this policy has been published yet." in said(site / "privacy-policy" / "index.html")
    assert "delivery address" not in said(site / "privacy-policy" / "index.html")
    assert broken(site) == []


def test_a_project_without_a_policy_builds(tmp_path: Path) -> None:
    project = Project.make(tmp_path / "shop")
    project.commit()
    assert "No policy has been published here yet." in said(built(project) / "index.html")


def test_one_version_and_several_policies_build(tmp_path: Path) -> None:
    project = Project.make(tmp_path / "shop")
    project.release(STORY[0])
    cookies = text(policy="cookies", title="Cookie Policy")
    project.release(Release(number="1.0", texts={"en": cookies}, effective=SECOND), policy="cookies")
    site = built(project)
    assert broken(site) == []
    assert "Cookie Policy" in said(site / "index.html")
    assert "Shop Privacy Policy" in said(site / "index.html")
    assert not (site / "cookies" / "1.0" / "changes").exists()


def test_a_clone_without_tags_gives_the_same_site(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    project.git("clone", "--quiet", "--no-tags", ".", str(tmp_path / "clone"))
    assert checksums(built(Project(root=tmp_path / "clone"))) == checksums(built(project))


def test_own_pages_stand_beside_the_policies_and_carry_the_notice(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    (project.root / "policy_docs" / "contact.md").write_text("# Contact\n\nWrite to us.\n")
    (project.root / "policy_docs" / "team").mkdir()
    (project.root / "policy_docs" / "team" / "people.md").write_text("# People\n")
    site = built(project)
    for page in ("contact", "team/people"):
        document = BeautifulSoup((site / page / "index.html").read_bytes(), "html.parser")
        assert len(document.select("section.notice")) == 1
    assert broken(site) == []
    menu = BeautifulSoup((site / "privacy-policy" / "1.0" / "index.html").read_bytes(), "html.parser").select(".menu a")
    assert [link.get_text() for link in menu] == ["Shop Privacy Policy", "All versions", "Contact"]
    after = BeautifulSoup((built(project, THIRD) / "contact" / "index.html").read_bytes(), "html.parser")
    assert after.select("section.notice") == []


def test_an_own_home_page_replaces_ours(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    (project.root / "policy_docs" / "index.md").write_text("# Welcome\n\n[The policy](privacy-policy/index.md)\n")
    site = built(project)
    assert "Welcome" in said(site / "index.html")
    assert broken(site) == []


def test_the_sitemap_lists_what_should_be_found_with_dates(tmp_path: Path) -> None:
    site = built(shop(tmp_path / "shop"))
    entries = BeautifulSoup((site / "sitemap.xml").read_bytes(), "xml").find_all("url")
    listed = {entry.loc.text.removeprefix("https://policies.shop.example/"): entry.lastmod.text for entry in entries}
    assert listed["privacy-policy/"] == SECOND.isoformat()
    assert listed["privacy-policy/2.0/changes/"] == BETWEEN.isoformat()
    assert "privacy-policy/1.0/" not in listed


def test_files_for_machines_are_there(tmp_path: Path) -> None:
    site = built(shop(tmp_path / "shop"))
    assert json.loads((site / "notices.json").read_bytes())["notices"][0]["version"] == "2.0"
    assert json.loads((site / "versions.json").read_bytes())["policies"][0]["in_force"] == "1.1"
    for name in ("feed.xml", "feed.json", "significant.xml", "privacy-policy/feed.xml"):
        assert (site / name).is_file()


def test_a_project_needs_no_mkdocs_yml(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    (project.root / "mkdocs.yml").unlink()
    assert "In force" in said(built(project) / "privacy-policy" / "index.html")


def test_the_command_builds_and_says_where(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = shop(tmp_path / "shop")
    monkeypatch.chdir(project.root)
    assert run(["build", "--strict", "--today", "2026-12-23", "--site-dir", "public"]) == 0
    shown = capsys.readouterr()
    assert Path(shown.out.strip()) == project.root / "public"
    assert "In force since 23 December 2026" in said(project.root / "public" / "privacy-policy" / "index.html")


# What goes wrong is said, and the site that stood before stays.


def refused(project: Project, kind: type[PolicytoolError], site: Path, before: dict[str, str]) -> str:
    with pytest.raises(kind) as caught:
        built(project)
    assert checksums(site) == before
    return str(caught.value)


def test_a_damaged_record_is_named(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    site = built(project)
    before = checksums(site)
    record = project.root / "policy_docs" / "releases" / "privacy-policy" / "1.1.json"
    record.write_text("{}")
    project.commit()
    assert "1.1.json" in refused(project, ArchiveError, site, before)


def test_a_text_that_is_not_the_recorded_one_is_named(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    site = built(project)
    before = checksums(site)
    record = project.root / "policy_docs" / "releases" / "privacy-policy" / "1.1.json"
    data = json.loads(record.read_text(encoding="utf-8"))
    data["texts"]["en"]["blob"] = "0" * 40
    record.write_text(json.dumps(data))
    project.commit()
    assert "privacy-policy 1.1" in refused(project, ArchiveError, site, before)


def test_a_shallow_clone_says_what_to_run(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    project.git("clone", "--quiet", "--depth=1", f"file://{project.root}", str(tmp_path / "clone"))
    with pytest.raises(ShallowClone, match="unshallow"):
        built(Project(root=tmp_path / "clone"))


def test_a_day_that_is_none_isrefused(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    result = mkdocs(project.root, POLICYTOOL_TODAY="tomorrow")
    assert result.returncode == 1
    assert "'tomorrow' is not a day" in result.stderr
    assert "Traceback" not in result.stderr


def test_an_mkdocs_yml_without_the_plugin_isrefused(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    (project.root / "mkdocs.yml").write_text("site_name: Shop\ndocs_dir: policy_docs\n")
    with pytest.raises(WebsiteError, match="plugin policytool"):
        built(project)


def test_what_mkdocs_complains_about_is_said(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    (project.root / "policy_docs" / "contact.md").write_text("[gone](nowhere.md)\n")
    with pytest.raises(WebsiteError, match=r"nowhere\.md"):
        built(project)


def test_this_repositorys_own_site_builds(tmp_path: Path) -> None:
    site = build(load(ROOT), site_dir=tmp_path / "site", strict=True)
    assert broken(site) == []


def test_a_site_before_the_first_version_builds(tmp_path: Path) -> None:
    site = built(shop(tmp_path / "shop"), FIRST.replace(day=1))
    assert broken(site) == []

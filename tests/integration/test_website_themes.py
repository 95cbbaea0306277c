"""The look of the site: the company's settings, other themes, and ProperDocs in the place of MkDocs."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from policytool.cli.main import run
from policytool.config import load
from policytool.website.build import build
from tests.website_links import broken
from tests.website_project import Project, shop
from tests.website_values import BETWEEN

TEXT = "privacy-policy/index.html"


def configured(root: Path, settings: str) -> Project:
    project = shop(root)
    with (root / "policytool.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    return project


def page(site: Path, address: str = TEXT) -> BeautifulSoup:
    return BeautifulSoup((site / address).read_bytes(), "html.parser")


def built_by(program: str, project: Project, *options: str) -> Path:
    """The site as another program writes it, which has to be content."""
    command = [sys.executable, "-m", program, "build", "--strict", *options]
    environment = {**os.environ, "POLICYTOOL_TODAY": BETWEEN.isoformat(), "NO_MKDOCS_2_WARNING": "1"}
    result = subprocess.run(command, cwd=project.root, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    return project.root / "site"


def needs(module: str, package: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(importlib.util.find_spec(module) is None, reason=f"{package} is not installed")


# Settings


def test_name_logo_colour_and_footer_are_on_every_page(tmp_path: Path) -> None:
    project = configured(tmp_path / "shop", 'logo = "pictures/logo.svg"\naccent = "#0b6e4f"\n')
    pictures = project.root / "policy_docs" / "pictures"
    pictures.mkdir()
    (pictures / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')
    site = build(load(project.root), today=BETWEEN, strict=True)
    assert broken(site) == []
    for address in (TEXT, "index.html", "privacy-policy/2.0/changes/index.html", "404.html"):
        shown = page(site, address)
        assert shown.select_one(".site-name").get_text() == "Shop policies"  # type: ignore[union-attr]
        assert shown.select_one(".site-name img")["src"].endswith("pictures/logo.svg")  # type: ignore[index, union-attr]
        assert "Example Shop Ltd" in shown.select_one("footer").get_text()  # type: ignore[union-attr]
        sheets = [str(link["href"]) for link in shown.select("link[rel=stylesheet]")]
        assert sheets[-1].endswith("css/colours.css"), "after the theme's own colours"
    assert "--link: #0b6e4f" in (site / "css" / "colours.css").read_text()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ('accent = "#ffcc00"', "site.accent: the contrast of #ffcc00 is"),
        ('accent = "#0b6e4f"\naccent_dark = "#222222"', "site.accent_dark: the contrast of #222222 is"),
        ('accent = "green"', "site.accent"),
        ('logo = "https://shop.example/logo.svg"', "a request to a third party"),
        ('logo = "logo.svg"', "there is no file logo.svg in policy_docs/"),
        ('logo = "../policytool.toml"', "there is no file ../policytool.toml in policy_docs/"),
    ],
)
def test_what_readers_could_not_see_is_refused(
    tmp_path: Path,
    settings: str,
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    project = configured(tmp_path / "shop", settings)
    monkeypatch.chdir(project.root)
    assert run(["build"]) != 0
    assert told in " ".join(capsys.readouterr().err.split())
    assert not (project.root / "site").exists()


# Other themes


@pytest.mark.parametrize(
    "theme", ["mkdocs", "readthedocs", pytest.param("material", marks=needs("material", "mkdocs-material"))]
)
def test_another_theme_carries_everything_that_is_ours(tmp_path: Path, theme: str) -> None:
    project = shop(tmp_path / "shop", theme=theme)
    site = built_by("mkdocs", project)
    current, old = page(site), page(site, "privacy-policy/1.0/index.html")
    assert len(current.select("section.notice")) == 1
    assert "In force" in current.select_one(".facts").get_text()  # type: ignore[union-attr]
    assert current.select('script[type="application/ld+json"]')
    assert [link["href"] for link in current.select("link[rel=canonical]")] == [
        "https://policies.shop.example/privacy-policy/"
    ]
    assert old.select("meta[name=robots][content^=noindex]")
    assert old.select('link[rel="successor-version"]')
    assert {"../../css/content.css", "../../css/redline.css"} <= {str(link["href"]) for link in old.select("link")}
    sitemap = (site / "sitemap.xml").read_text()
    assert "privacy-policy/2.0/</loc><lastmod>2026-11-23" in sitemap
    assert "privacy-policy/1.0/<" not in sitemap
    for sheet in ("css/content.css", "css/redline.css"):
        css = (site / sheet).read_text()
        assert "prefers-color-scheme" not in css, "dark only where the theme is"
        assert '[data-md-color-scheme="slate"]' in css
    assert (site / "notices.json").is_file()
    assert (site / "search" / "en.json").is_file()


@needs("properdocs", "properdocs")
def test_properdocs_writes_the_same_bytes(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    theirs = built_by("properdocs", project, "-f", "mkdocs.yml")
    ours = build(load(project.root), today=BETWEEN, site_dir=tmp_path / "ours")
    files = sorted(path.relative_to(ours) for path in ours.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(theirs) for path in theirs.rglob("*") if path.is_file())
    assert [name for name in files if (ours / name).read_bytes() != (theirs / name).read_bytes()] == []


def test_a_configuration_named_after_properdocs_is_read(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    written = (project.root / "mkdocs.yml").rename(project.root / "properdocs.yml")
    written.write_text(written.read_text() + "site_dir: there\n")
    assert build(load(project.root), today=BETWEEN, strict=True) == project.root / "there"

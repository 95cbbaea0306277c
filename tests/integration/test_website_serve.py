"""The site shown while somebody edits: the real command, a real file saved, real pages fetched."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from policytool.archive.open import open_archive
from policytool.config import load
from policytool.website import pages
from policytool.website.build import build
from policytool.website.cache import Cache
from policytool.website.gather import gather
from policytool.website.model import Page
from tests.website_project import Project, shop
from tests.website_values import BETWEEN, MORE, STORY, text

PATIENCE = 30
"""Seconds within which a saved file has to be seen."""
RUN = "from policytool.cli.main import main; main()"
DRAFT = "privacy-policy/draft/"


def shown(project: Project) -> dict[str, Page]:
    """Address → page of the live site."""
    with open_archive(load(project.root)) as archive:
        site = gather(archive, load(project.root), BETWEEN, cache=Cache(), live=True)
    return {page.address: page for page in pages.pages(site)}


def words(html: str | bytes) -> str:
    return " ".join(BeautifulSoup(html, "html.parser").get_text().split())


def write(project: Project, source: str, name: str = "privacy-policy.md") -> None:
    (project.root / "policy_docs" / name).write_text(source, encoding="utf-8")


# What never happens


def test_a_site_that_is_built_has_no_draft(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    write(project, text(order="place", more=" Secret words."))
    site = build(load(project.root), today=BETWEEN, strict=True)
    assert not (site / DRAFT).exists()
    assert b"Secret words" not in b"".join(file.read_bytes() for file in site.rglob("*") if file.is_file())
    assert "drafts" not in words((site / "index.html").read_bytes())


def test_what_a_draft_says_is_escaped(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    write(project, text(order="<script>alert(1)</script>", more=" <img src=x onerror=alert(2)> [x](javascript:alert)"))
    body = BeautifulSoup(shown(project)[DRAFT].body, "html.parser")
    assert [tag.get("src") for tag in body.find_all(["script", "img"])] == ["../../policy-redline.js"], "our own alone"
    assert not [link for link in body.select("a") if str(link.get("href", "")).startswith("javascript")]


# The page of a draft


def test_a_draft_shows_verdict_and_redline(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    write(project, text(order="place", more=MORE + " We sell your order history to data brokers."))
    found = shown(project)
    page = BeautifulSoup(found[DRAFT].body, "html.parser")
    said = words(found[DRAFT].body)
    assert "published nowhere" in said
    assert "Draft 3.0" in said
    assert page.select(".tag-significant")
    assert any("sell your order history" in inserted.get_text() for inserted in page.select("ins"))
    assert 'content="noindex' in found[DRAFT].head
    assert next(link["href"] for link in BeautifulSoup(found[""].body, "html.parser").select(".drafts a")) == DRAFT


def test_each_language_has_its_draft(tmp_path: Path) -> None:
    project = shop(tmp_path / "shop")
    write(project, STORY[2].texts["zh"].replace("24 months", "36 months"), "privacy-policy.zh.md")
    found = shown(project)
    assert "36" in words(found["privacy-policy/zh/draft/"].body)
    assert found["privacy-policy/zh/draft/"].language == "zh"


def test_the_first_draft_shows_its_text(tmp_path: Path) -> None:
    project = Project.make(tmp_path / "shop")
    project.draft({"en": text()})
    assert "your delivery address" in words(shown(project)[DRAFT].body)


@pytest.mark.parametrize("released", [True, False], ids=["released", "never released"])
def test_a_draft_that_cannot_be_read_says_why_and_where(tmp_path: Path, released: bool) -> None:
    project = shop(tmp_path / "shop") if released else Project.make(tmp_path / "shop")
    write(project, text().replace("title: Shop Privacy Policy", "title: [broken"))
    said = words(shown(project)[DRAFT].body)
    assert "cannot be shown" in said
    assert "policy_docs/privacy-policy.md:" in said


# The command


@contextlib.contextmanager
def serving(project: Project, *command: str) -> Iterator[str]:
    """The address at which the running command answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    arguments = [word.format(port=port) for word in command]
    environment = {**os.environ, "POLICYTOOL_TODAY": BETWEEN.isoformat()}
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=project.root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate(timeout=PATIENCE)
        assert b"Traceback" not in output
        assert process.returncode == 0


def page_with(address: str, expected: str) -> str:
    """The page at `address` once it says what is expected; the test fails when it never does."""
    said = ""
    for _ in range(PATIENCE * 5):
        with contextlib.suppress(OSError, urllib.error.URLError):
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
                said = words(answer.read())
            if expected in said:
                return said
        time.sleep(0.2)
    pytest.fail(f"{expected!r} was never said, but: {said[:500]}")


@pytest.mark.parametrize(
    "command",
    [("-c", RUN, "serve", "--port", "{port}"), ("-m", "mkdocs", "serve", "--dev-addr", "127.0.0.1:{port}")],
    ids=["policytool serve", "mkdocs serve"],
)
def test_a_saved_file_is_seen(tmp_path: Path, command: tuple[str, ...]) -> None:
    project = shop(tmp_path / "shop")
    with serving(project, *command) as address:
        page_with(address, "Shop Privacy Policy")
        write(project, text(order="place", more=" Zebras."))
        page_with(address + DRAFT, "Zebras")
        write(project, "---\npolicy: privacy-policy\ntitle: [\n---\n")
        page_with(address + DRAFT, "cannot be shown")
        write(project, text(order="place", more=" Okapis."))
        page_with(address + DRAFT, "Okapis")

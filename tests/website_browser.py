"""A site with every type of page, served under a strict Content-Security-Policy, and a real browser that visits it.

Fixtures for the acceptance tests: `sites`, `chromium`, `visit`. What has to hold on every page is in website_checks.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import http.server
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands import build as mkdocs_build

from policytool.archive.open import open_archive
from policytool.archive.record import ConsentPlan
from policytool.config import Settings, load
from policytool.release.model import Signature
from policytool.release.withdraw import withdraw
from policytool.website.build import build, configured
from tests.website_project import Project
from tests.website_values import BETWEEN, MINOR, MORE, STORY, THIRD, Day, Release, text

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

ARTEFACTS = Path(__file__).parents[1] / "artefacts" / "website"
PATH = "legal/"
"""The site is served below a path, as many companies do."""
RULES = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGES = (
    "",
    "privacy-policy/",
    "privacy-policy/zh/",
    "privacy-policy/zh/versions/",
    "privacy-policy/versions/",
    "privacy-policy/history/",
    "privacy-policy/1.0/",
    "privacy-policy/2.0/",
    "privacy-policy/1.1/changes/",
    "privacy-policy/2.0/changes/",
    "privacy-policy/zh/2.0/changes/",
    "privacy-policy/zh/history/",
    "cookies/",
    "cookies/ar/",
    "cookies/1.1/",
    "refunds/",
    "search/",
    "404.html",
)
"""One page of each type, of the site before version 2.0 takes effect; cookies 1.1 was withdrawn."""
ASKING = ("", "privacy-policy/", "privacy-policy/versions/", "privacy-policy/2.0/", "privacy-policy/2.0/changes/")
"""Pages of the site on which 2.0 asks for consent and the minor 2.1 is upcoming too, both with long summaries."""
LATER = ("after", "privacy-policy/1.0/compared/")
"""A page that is there when version 2.0 is in force."""
LIVE = ("live", "privacy-policy/draft/")
"""A page of the site that is shown while somebody edits."""
Place = tuple[str, str]
"""A site and the address of a page on it."""
BEFORE: tuple[Place, ...] = tuple(("before", address) for address in PAGES)
EVERY: tuple[Place, ...] = (*BEFORE, LATER, LIVE, *(("asking", address) for address in ASKING))

_LONG = f" {'https://shop.example/' + 'x' * 400} " + "word" * 300
_COLUMNS = ["Information", "Purpose", "Recipients", "Kept for", "Legal basis", "Where", "Optional"]
_WIDE = "\n".join(["", "", f"| {' | '.join(_COLUMNS)} |", "|---" * 7 + "|", f"| {' | '.join(_COLUMNS)} |", "", "End."])


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", RULES)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
        pass


@dataclass(frozen=True, kw_only=True)
class Served:
    """A built site on a local server."""

    url: str

    def page(self, address: str) -> str:
        return self.url + address


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    """The site before and after version 2.0 takes effect, while a draft is edited, and when 2.0 asks for consent."""
    folder = tmp_path_factory.mktemp("website")
    shop, asking = load(_project(folder / "shop").root), load(_asking(folder / "asking-shop").root)
    made = (
        ("before", shop, BETWEEN, built),
        ("after", shop, THIRD, built),
        ("live", shop, BETWEEN, _shown),
        ("asking", asking, BETWEEN, built),
    )
    with contextlib.ExitStack() as stack:
        yield {
            name: stack.enter_context(served(settings, folder / name, today, write))
            for name, settings, today, write in made
        }


def _asking(root: Path) -> Project:
    project = Project.make(root, url="https://shop.example/legal/")
    plan = ConsentPlan(asked="every customer with an account in our shop", until=datetime.date(2027, 1, 31))
    long = {"en": "Advertising partners become recipients of your order history. " * 4}
    asking = replace(STORY[-1], consent=plan, summary=long)
    texts = {language: source.replace("our app", "the app") for language, source in asking.texts.items()}
    later = THIRD + datetime.timedelta(days=9)
    minor = replace(asking, number="2.1", texts=texts, consent=None, assessment=MINOR, effective=later)
    for release in (*STORY[:-1], asking, minor):
        project.release(release)
    return project


def _project(root: Path) -> Project:
    project = Project.make(root, url="https://shop.example/legal/")
    for release in STORY:
        project.release(release)
    texts = {
        "en": text(policy="cookies", title="Cookie Policy", more=_LONG + _WIDE),
        "ar": text(policy="cookies", title="سياسة ملفات تعريف الارتباط", language="ar", more=" نحمي معلوماتك." + _WIDE),
    }
    project.release(Release(number="1.0", texts=texts, effective=BETWEEN), policy="cookies")
    texts = {language: source.replace("make an order", "place an order") for language, source in texts.items()}
    taken_back = Release(number="1.1", texts=texts, effective=THIRD, published=BETWEEN, assessment=MINOR)
    project.release(taken_back, policy="cookies")
    with open_archive(load(root)) as archive:
        when = datetime.datetime(2026, 11, 23, 9, tzinfo=datetime.UTC)
        by = Signature(name="Ada", mail="ada@shop.example")
        withdraw(archive, archive.version("cookies", "1.1"), by, now=when, reason="Not needed")
    project.draft({"en": text(policy="refunds", title="Refund Policy")}, policy="refunds")
    (root / "policy_docs" / "privacy-policy.md").write_text(text(order="place", more=f"{MORE} We sell it."))
    return project


def built(settings: Settings, folder: Path, today: Day) -> None:
    build(settings, today=today, strict=True, site_dir=folder)


def _shown(settings: Settings, folder: Path, today: Day) -> None:
    config = configured(settings, site_dir=folder, today=today)
    config.plugins.on_startup(command="serve", dirty=False)
    mkdocs_build.build(config)


@contextlib.contextmanager
def served(
    settings: Settings, folder: Path, today: Day, write: Callable[[Settings, Path, Day], None]
) -> Iterator[Served]:
    write(settings, folder / PATH, today)
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield Served(url=f"http://127.0.0.1:{server.server_port}/{PATH}")
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def address_of(sites: dict[str, Served], place: Place) -> str:
    """The full address of one of EVERY."""
    return sites[place[0]].page(place[1])


def name_of(place: Place) -> str:
    """What the pictures of a page are called."""
    page = place[1].strip("/").replace("/", "_").replace(".html", "") or "home"
    return f"{page}_asking" if place[0] == "asking" else page


def every_place(*places: Place) -> pytest.MarkDecorator:
    """Tests each of them: `@every_place(*EVERY)`."""
    return pytest.mark.parametrize("place", places, ids=["/".join(place) for place in places])


@dataclass(kw_only=True)
class Watched:
    """A browser page, and what it asked for and complained about."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


@pytest.fixture
def visit(chromium: Any) -> Iterator[Any]:
    """Opens a page: visit(url, width=360, script=False). `lax` lets a test put its own scripts and styles in."""
    contexts = []

    def opened(url: str, *, width: int = 1280, script: bool = True, lax: bool = False) -> Watched:
        context = chromium.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=script, bypass_csp=lax
        )
        contexts.append(context)
        watched = Watched(page=context.new_page())
        watched.page.on("request", lambda request: watched.requests.append(request.url))
        watched.page.on("console", lambda message: watched.complaints.append(message.text))
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        answer = watched.page.goto(url)
        assert answer.ok
        return watched

    yield opened
    for context in contexts:
        context.close()

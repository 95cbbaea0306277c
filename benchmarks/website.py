"""How long the website takes as versions gather, beside plain MkDocs with as many pages and the same theme.

    python -m benchmarks.website [--versions 20 100 300] [--size 50]

The policy is this repository's own, lengthened to 50 KB, with a few clauses edited, added, moved or dropped in each
version; every version is judged, recorded and committed in a real repository. Times are seconds of the processor.
"Own work" is what policytool does before MkDocs frames and writes the pages: reading, redlines, pages, feeds; "share"
is that of the first build; "made" counts the texts and redlines that were not in the cache.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from mkdocs.commands import build as mkdocs_build
from mkdocs.config import load_config

from benchmarks.website_story import Story, effective
from policytool.archive.open import open_archive
from policytool.config import load
from policytool.website import feeds, machine, pages
from policytool.website.build import build
from policytool.website.cache import Cache
from policytool.website.gather import gather

PLAIN = """\
site_name: Plain
theme: policytool
plugins: []
hooks: [hook.py]
validation: {links: {not_found: ignore, anchors: ignore, unrecognized_links: ignore}}
"""
HOOK = """\
def on_env(env, config, files):
    words = dict.fromkeys(("skip", "menu", "feed_all", "machine"), "")
    env.globals["policytool"] = {"language": "en", "direction": "ltr", "words": words, "missing": {}}
"""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One measurement."""

    title: str
    pages: int
    whole: float
    own: float | None = None
    made: int = 0


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--versions", type=int, nargs="+", default=[20, 100, 300], help="how many (20 100 300)")
    options.add_argument("--size", type=int, default=50, help="kilobytes of the policy (50)")
    chosen = options.parse_args()
    story = Story(size=chosen.size * 1000)
    for count in chosen.versions:
        with tempfile.TemporaryDirectory(prefix="website-") as folder:
            _table(count, _measured(story, count, Path(folder)))
            _weights(Path(folder) / "project" / "site")


def _measured(story: Story, count: int, folder: Path) -> list[Row]:
    root = folder / "project"
    story.write(root, count)
    rows = [
        _row("built for the first time", root, effective(count)),
        _row("built again, nothing new", root, effective(count)),
    ]
    story.release(root, count + 1)
    rows += [
        _row("after one release, announced", root, effective(count + 1) - timedelta(days=1)),
        _row("on the day it takes effect", root, effective(count + 1)),
    ]
    plain = _plain(story, count + 1, rows[-1].pages, folder / "plain")
    return [*rows, Row(title="plain MkDocs, as many pages", pages=rows[-1].pages, whole=plain)]


def _row(title: str, root: Path, day: date) -> Row:
    """Own work is measured apart from the whole, with a cache of its own, in the same state."""
    cache = Cache(root / ".own-cache")
    own = _timed(lambda: _own(root, day, cache))
    whole = _timed(lambda: build(load(root), today=day))
    return Row(title=title, pages=len(list((root / "site").rglob("*.html"))), whole=whole, own=own, made=cache.made)


def _own(root: Path, day: date, cache: Cache) -> None:
    settings = load(root)
    with open_archive(settings) as archive:
        site = gather(archive, settings, day, cache=cache)
    pages.pages(site)
    feeds.feeds(site)
    machine.versions(site)


def _plain(story: Story, versions: int, count: int, root: Path) -> float:
    """Seconds for `count` pages, each of them one of the texts, by MkDocs alone."""
    (root / "docs").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(PLAIN)
    (root / "hook.py").write_text(HOOK)
    for place in range(count):
        text = story.text(1 + place % versions).partition("\n---\n")[2]
        (root / "docs" / ("index.md" if place == 0 else f"page-{place}.md")).write_text(text)
    return _timed(lambda: mkdocs_build.build(load_config(str(root / "mkdocs.yml"))))


def _timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _table(count: int, rows: list[Row]) -> None:
    print(
        f"\n{f'{count} versions':30}{'pages':>7}{'seconds':>9}{'ms a page':>11}{'own work':>10}{'share':>8}{'made':>7}"
    )
    first = rows[0].own or 1.0
    for row in rows:
        print(f"{row.title:30}{row.pages:7}{row.whole:9.2f}{row.whole / row.pages * 1000:11.1f}", end="")
        print("" if row.own is None else f"{row.own:10.2f}{row.own / first:8.1%}{row.made:7}")


def _weights(site: Path) -> None:
    """The heaviest page of each kind."""
    found: dict[str, list[int]] = {}
    for page in site.rglob("index.html"):
        named = [part for part in page.relative_to(site).parts[:-1] if part.isalpha()]
        kind = named[-1] if named else "text"
        found.setdefault(kind, []).append(page.stat().st_size)
    told = ", ".join(f"{kind} {max(sizes) / 1000:.0f} KB" for kind, sizes in sorted(found.items()))
    print(f"heaviest pages: {told}")


if __name__ == "__main__":
    main()

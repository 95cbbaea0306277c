"""What is kept between builds: right or not found, whatever happens to the folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

import policytool
from policytool.text.model import Document
from policytool.text.parse import parse
from policytool.website.cache import KEPT, Cache, program
from policytool.website.model import ChangeLine, RedlineView, RevisionView, TextView
from tests.website_values import CHINESE, STORY, THIRD, policy, text

VIEW = RevisionView(
    html="<p>Ümlaut</p>",
    listing="<ol>\n</ol>",
    count=1,
    changes=(ChangeLine(kind="modified", section="§ 1", link="#change-1", olds=("a",)),),
    renamed={"b": "a"},
)
KEY = ("old", "new")


def never() -> RevisionView:
    raise AssertionError("the entry was not found")


def entries(folder: Path) -> list[Path]:
    return [file for file in folder.glob("*/*") if file.is_file()]


def test_without_a_folder_everything_is_made() -> None:
    cache = Cache()
    for _ in range(2):
        assert cache.get(RevisionView, KEY, lambda: VIEW) == VIEW
    assert (cache.made, cache.found) == (2, 0)


def test_a_value_comes_back_as_it_was(tmp_path: Path) -> None:
    Cache(tmp_path).get(RevisionView, KEY, lambda: VIEW)
    cache = Cache(tmp_path)
    assert cache.get(RevisionView, KEY, never) == VIEW
    assert (cache.made, cache.found) == (0, 1)


def test_real_views_come_back_as_they_were(tmp_path: Path) -> None:
    found = policy(*STORY, today=THIRD)
    for place, view in enumerate((*found.texts.values(), *found.revisions.values(), *found.distances.values())):
        for _ in range(2):
            assert Cache(tmp_path).get(type(view), (str(place),), lambda view=view: view) == view  # type: ignore[misc]


def test_documents_come_back_as_they_were(tmp_path: Path) -> None:
    for place, source in enumerate((text(), CHINESE, "No metadata, *a* [link](a.md) and `code`.")):
        document = parse(source, name=f"text {place}")
        for _ in range(2):
            assert Cache(tmp_path).get(Document, (str(place),), lambda: document) == document  # noqa: B023


@pytest.mark.parametrize(
    "name",
    [
        "website/templates/listing.html",
        "website/words/zh.toml",
        "website/redlines.py",
        "redline/compare.py",
        "text/html.py",
    ],
)
def test_another_program_finds_nothing_of_what_was_kept(tmp_path: Path, name: str) -> None:
    """After an upgrade, or a change of a template, no page is made from what the old program kept."""
    package, copy = Path(policytool.__file__).parent, tmp_path / "policytool"
    for room in ("text", "redline", "website"):
        shutil.copytree(package / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    assert program(copy) == program(package)
    (copy / name).write_bytes((copy / name).read_bytes() + b"\n")
    assert program(copy) != program(package)


def test_other_inputs_and_other_kinds_are_other_entries(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.get(RevisionView, KEY, lambda: VIEW)
    other = RevisionView(html="other", listing="", count=0)
    assert cache.get(RevisionView, ("oldnew",), lambda: other) == other
    assert cache.get(RevisionView, ("new", "old"), lambda: other) == other
    shown = TextView(title="T", name="N", html="")
    assert cache.get(TextView, KEY, lambda: shown) == shown
    compared = RedlineView(html="", listing="", count=0)
    assert cache.get(RedlineView, KEY, lambda: compared) == compared


@pytest.mark.parametrize(
    "harm",
    [
        lambda entry: b"",
        lambda entry: b"rubbish",
        lambda entry: b"0 0 0 0\n",
        lambda entry: entry[:-1],
        lambda entry: entry + b" ",
        lambda entry: entry.replace(b"<ol>", b"<ul>"),
        lambda entry: entry.replace("Ü".encode(), b"\xff\xff"),
        lambda entry: b"9 " + entry,
    ],
    ids=["empty", "rubbish", "no JSON", "cut off", "longer", "another letter", "no UTF-8", "another sum"],
)
def test_a_damaged_entry_is_made_anew(tmp_path: Path, harm: Callable[[bytes], bytes]) -> None:
    Cache(tmp_path).get(RevisionView, KEY, lambda: VIEW)
    (entry,) = entries(tmp_path)
    entry.write_bytes(harm(entry.read_bytes()))
    cache = Cache(tmp_path)
    assert cache.get(RevisionView, KEY, lambda: VIEW) == VIEW
    assert cache.made == 1
    assert Cache(tmp_path).get(RevisionView, KEY, never) == VIEW


def test_a_folder_that_cannot_be_made_costs_nothing_but_time(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert Cache(tmp_path / "file").get(RevisionView, KEY, lambda: VIEW) == VIEW


def test_git_ignores_the_folder(tmp_path: Path) -> None:
    Cache(tmp_path / "cache").get(RevisionView, KEY, lambda: VIEW)
    assert "\n*\n" in (tmp_path / "cache" / ".gitignore").read_text()


def test_what_was_not_used_for_a_month_goes(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.get(RevisionView, KEY, lambda: VIEW)
    cache.get(RevisionView, ("old", "newer"), lambda: VIEW)
    for entry in entries(tmp_path):
        os.utime(entry, (1, entry.stat().st_mtime - KEPT - 60))
    cache.get(RevisionView, KEY, never)
    cache.tidy()
    assert len(entries(tmp_path)) == 1
    Cache(tmp_path).get(RevisionView, KEY, never)


def test_many_writers_leave_whole_entries(tmp_path: Path) -> None:
    big = [RevisionView(html=text(more="x" * 50_000), listing="", count=0) for _ in range(4)]
    failures = []

    def work(view: RevisionView) -> None:
        for place in range(20):
            found = Cache(tmp_path).get(RevisionView, (str(place),), lambda: view)
            if found != view:
                failures.append(place)

    threads = [threading.Thread(target=work, args=(view,)) for view in big]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(entries(tmp_path)) == 20


def test_compiled_templates_are_kept_with_python_s_own_and_may_be_damaged(tmp_path: Path) -> None:
    program = "from policytool.website.render import fragment; print(fragment('contents.html', 'zh', entries=[]))"
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path), "PYTHONDONTWRITEBYTECODE": ""}

    def shown() -> str:
        command = [sys.executable, "-c", program]
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

    first = shown()
    (kept,) = tmp_path.rglob("*jinja2*.cache")
    whole = kept.read_bytes()
    for harm in (whole, b"", b"rubbish", whole[:-20]):
        kept.write_bytes(harm)
        assert shown() == first
    assert kept.read_bytes() == whole

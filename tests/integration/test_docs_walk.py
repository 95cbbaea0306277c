"""A newcomer's walk: every command of docs/getting-started.md is run, word for word, in an empty folder.

So is every command of docs/other-notices.md.

A `diff` block is an edit of the policy, or of the file that it names: what stands behind "- " is replaced by what
stands behind "+ ".
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs_console import DOCS, agrees, commands

PAGE = DOCS / "getting-started.md"
_BLOCK = re.compile(r"^```(console|diff)(?: file=(\S+))?\n(.*?)^```", re.MULTILINE | re.DOTALL)


OWN_POLICY = """\
Lanternfish Books Ltd: Privacy Policy

What do we collect?
1) your name and address, to deliver your books;
2) what you look at in our shop.

Changes
The following are significant changes, among others:
   • we use your information for new purposes
   • we share your information with new recipients
"""
"""The policy that the walker's company already has."""


class Walker:
    """Somebody who types what the page says; `cd` is remembered from one command to the next."""

    def __init__(self, folder: Path, home: Path) -> None:
        self.folder = folder
        self.environment = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "HOME": str(home),
            "LC_ALL": "C.UTF-8",
            "http_proxy": "http://127.0.0.1:9",
            "https_proxy": "http://127.0.0.1:9",
            **{
                f"GIT_{who}_{what}": "walker@example.com"
                for who in ("AUTHOR", "COMMITTER")
                for what in ("NAME", "EMAIL")
            },
        }

    def types(self, command: str, prints: list[str]) -> None:
        if command.startswith("cd "):
            self.folder /= command.removeprefix("cd ").strip()
            return
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, f"$ {command}\n{done.stdout}{done.stderr}"
        for line in prints:
            assert agrees(line, done.stdout), f"$ {command}\nthe page says: {line}\n{done.stdout}{done.stderr}"

    def edits(self, block: str, name: str) -> None:
        file = self.folder / (name or "policy_docs/privacy-policy.md")
        text = f"\n{file.read_text(encoding='utf-8')}"
        old, new = (line[2:] for line in block.splitlines())
        old, new = (f"\n{old}\n", f"\n{new}\n") if name else (old, new)
        assert text.count(old) == 1, f"{file.name} does not say once: {old}"
        file.write_text(text.replace(old, new)[1:], encoding="utf-8")

    def walks(self, page: Path) -> None:
        for kind, name, block in _BLOCK.findall(page.read_text(encoding="utf-8")):
            if kind == "diff":
                self.edits(block, name)
            else:
                for command, prints in commands(block):
                    self.types(command, prints)


@pytest.mark.timeout(300)
def test_the_page_can_be_walked_word_for_word(tmp_path: Path) -> None:
    home, desk = tmp_path / "home", tmp_path / "desk"
    home.mkdir()
    desk.mkdir()
    (desk / "our-policy.txt").write_text(OWN_POLICY, encoding="utf-8")
    walker = Walker(desk, home)
    walker.walks(PAGE)
    own = (desk / "our-policies" / "policy_docs" / "privacy-policy.md").read_text(encoding="utf-8")
    assert "clause: significant-changes" in own
    assert (walker.folder / "site" / "index.html").is_file()
    assert len(list((walker.folder / "outbox").glob("*.eml"))) == 4


@pytest.mark.timeout(300)
def test_a_form_becomes_a_notice_as_the_page_says(tmp_path: Path) -> None:
    home, desk = tmp_path / "home", tmp_path / "desk"
    home.mkdir()
    desk.mkdir()
    walker = Walker(desk, home)
    walker.walks(DOCS / "other-notices.md")
    assert len(list((walker.folder / "outbox").glob("*.eml"))) == 1
    assert (walker.folder / "site/privacy-policy/notices/termination-1/index.html").is_file()


def test_a_promise_that_is_not_kept_is_noticed() -> None:
    assert agrees(
        "Released privacy-policy 2.0, in force from … (in 30 days).",
        "x\nReleased privacy-policy 2.0, in force from 2026-12-23 (in 30 days).\n",
    )
    assert not agrees("Verdict: minor …", "Verdict: significant (score 0.9)")
    assert not agrees("4 … in all", "4\nin all")

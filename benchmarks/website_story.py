"""A policy with as many versions as wanted, in a real repository: what the benchmark of the website builds from."""

from __future__ import annotations

import datetime
import hashlib
import random
import re
import subprocess
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from policytool.archive import record as records
from policytool.archive.record import NoticePlan, Record, SignOff, TextEntry
from policytool.config import SignificanceSettings
from policytool.redline.compare import compare
from policytool.significance.assess import assess
from policytool.significance.model import Assessment
from policytool.text.parse import parse

ROOT = Path(__file__).resolve().parents[1]
POLICY = "privacy-policy"
FILE = f"policy_docs/{POLICY}.md"
BEGIN = datetime.date(2001, 1, 1)
LEAD = 5
"""Days from the publication of a version to its taking effect."""
SETTINGS = '[site]\nname = "Example policies"\nurl = "https://policies.example/"\n'
MKDOCS = "site_name: Example policies\ndocs_dir: policy_docs\ntheme: policytool\nplugins: [policytool]\n"
WORDS = ("may", "will", "not", "90", "partners", "affiliates", "only", "account", "anonymised", "consent")
EDITS = 4
"""Clauses that a version changes."""


def effective(number: int) -> datetime.date:
    """The day on which the version in place `number`, counted from 1, takes effect."""
    return BEGIN + datetime.timedelta(days=10 * number)


@dataclass
class Story:
    """The versions, made as far as they are asked for. The same seed gives the same texts."""

    size: int
    _texts: list[list[str]] = field(default_factory=list)
    _assessments: list[Assessment | None] = field(default_factory=list)

    @cached_property
    def _chance(self) -> random.Random:
        return random.Random(7)  # noqa: S311 - no secret

    @cached_property
    def _head(self) -> str:
        return (ROOT / FILE).read_text(encoding="utf-8").partition("\n---\n")[0]

    def write(self, root: Path, count: int) -> None:
        """A new repository at `root` with `count` versions."""
        (root / "policy_docs").mkdir(parents=True)
        (root / "policytool.toml").write_text(SETTINGS)
        (root / "mkdocs.yml").write_text(MKDOCS)
        _git(root, "init", "--quiet", "--initial-branch=main")
        self._commit(root, 0, count)

    def release(self, root: Path, number: int) -> None:
        """One more version, the one in place `number`."""
        self._commit(root, number - 1, number)

    def text(self, number: int) -> str:
        """The text in place `number`, counted from 1."""
        while len(self._texts) < number:
            self._texts.append(self._revised(self._texts[-1]) if self._texts else self._first())
        return f"{self._head}\n---\n\n" + "\n\n".join(self._texts[number - 1]) + "\n"

    def _first(self) -> list[str]:
        body = (ROOT / FILE).read_text(encoding="utf-8").partition("\n---\n")[2]
        blocks = re.sub(r"\s*\{#[\w-]+\}", "", body).strip().split("\n\n")
        return [f"{block} ({n})" for n in range(1 + self.size // len(body)) for block in blocks]

    def _revised(self, blocks: list[str]) -> list[str]:
        new, chance = list(blocks), self._chance
        for _ in range(EDITS):
            place = chance.randrange(1, len(new))
            words = new[place].split(" ")
            words[chance.randrange(1, len(words))] = chance.choice(WORDS)
            new[place] = " ".join(words)
        turn = chance.randrange(6)
        if turn == 0:
            new.insert(chance.randrange(1, len(new)), new.pop(chance.randrange(1, len(new))))
        elif turn == 1:
            place = chance.randrange(1, len(new))
            new.insert(place, new[chance.randrange(1, len(new))].replace("we", "our partners"))
        elif turn == 2:
            del new[chance.randrange(1, len(new))]
        return new

    def _judged(self, number: int) -> Assessment | None:
        while len(self._assessments) < number:
            place = len(self._assessments)
            judged = None
            if place:
                redline = compare(parse(self.text(place)), parse(self.text(place + 1)))
                judged = assess(redline, settings=SignificanceSettings(), root=ROOT)
            self._assessments.append(judged)
        return self._assessments[number - 1]

    def _commit(self, root: Path, before: int, count: int) -> None:
        """The versions after place `before`, in one go: git reads them all from one stream."""
        folder = root / "policy_docs" / "releases" / POLICY
        previous = max(folder.glob("*.json"), key=lambda file: int(file.stem.split(".")[1]), default=None)
        linked = records.fingerprint(previous.read_bytes()) if previous else None
        commits = b""
        for number in range(before + 1, count + 1):
            text = self.text(number).encode()
            record = records.to_json(self._record(number, text, linked))
            linked = records.fingerprint(record)
            parent = b"from refs/heads/main^0\n" if number == before + 1 and before else b""
            commits += (
                b"commit refs/heads/main\ncommitter Ada <ada@example.com> 1700000000 +0000\n"
                + _data(f"Release {number}".encode())
                + parent
                + _file(FILE, text)
                + _file(f"policy_docs/releases/{POLICY}/1.{number - 1}.json", record)
            )
        _git(root, "fast-import", "--quiet", stdin=commits)
        _git(root, "reset", "--quiet", "--hard", "main")

    def _record(self, number: int, text: bytes, previous: str | None) -> Record:
        published = effective(number) - datetime.timedelta(days=LEAD)
        when = datetime.datetime.combine(published, datetime.time(9), datetime.UTC)
        assessment = self._judged(number)
        level = assessment.significance if assessment else "minor"
        blob = hashlib.sha1(b"blob %d\0" % len(text) + text, usedforsecurity=False).hexdigest()
        return Record(
            policy=POLICY,
            version=f"1.{number - 1}",
            published=published,
            effective=effective(number),
            recorded=when,
            texts={"en": TextEntry(path=FILE, blob=blob, sha256=records.fingerprint(text), title="Privacy Policy")},
            previous=previous,
            assessment=assessment,
            sign_off=SignOff(name="Ada", mail="ada@example.com", when=when, significance=level, decision="confirmed"),
            notice_plan=NoticePlan(),
            summary={"en": f"What version 1.{number - 1} changes, in a sentence or two for the reader."},
            tool="0",
        )


def _data(data: bytes) -> bytes:
    return b"data %d\n" % len(data) + data + b"\n"


def _file(path: str, data: bytes) -> bytes:
    return f"M 100644 inline {path}\n".encode() + _data(data)


def _git(root: Path, *arguments: str, stdin: bytes = b"") -> None:
    command = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.com", *arguments]
    subprocess.run(command, cwd=root, input=stdin, check=True, capture_output=True)  # noqa: S603 - fixed

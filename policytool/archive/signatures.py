"""Signatures on tags and commits, GPG or SSH, as git itself judges them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from policytool.archive.repository import Repository, checked

_GPG_GOOD = re.compile(r"^\[GNUPG:\] GOODSIG \S+ (?P<who>.+)$", re.MULTILINE)
_GPG_BAD = re.compile(r"^\[GNUPG:\] (?:BADSIG|REVKEYSIG)\b", re.MULTILINE)
_GPG_EXPIRED = re.compile(r"^\[GNUPG:\] (?:EXPSIG|EXPKEYSIG) \S+ (?P<who>.+)$", re.MULTILINE)
_SSH_GOOD = re.compile(r'^Good "git" signature for (?P<who>\S+) with ', re.MULTILINE)
_SSH_BAD = re.compile(r"Could not verify signature|Signature verification failed: incorrect signature", re.MULTILINE)
_STATES: dict[str, Literal["good", "bad", "unknown", "none"]] = {
    "G": "good",
    "U": "good",
    "B": "bad",
    "X": "unknown",
    "Y": "unknown",
    "R": "bad",
    "E": "unknown",
    "N": "none",
}
"""What `git log --format=%G?` answers."""


@dataclass(frozen=True, kw_only=True)
class Signature:
    """What git says of a signature."""

    state: Literal["good", "bad", "unknown", "none"]
    """`unknown` where this computer lacks the key or the list of allowed signers, or the key has expired since."""
    told: str = ""
    """Whose it is, where it is good; else git's words."""


def of_tag(repository: Repository, tag: str) -> Signature:
    """The signature of an annotated tag; `none` also for a tag that is not there."""
    status, out, _ = repository.attempt("cat-file", "tag", f"refs/tags/{tag}")
    if status or b"\n-----BEGIN " not in out:
        return Signature(state="none")
    status, _, said = repository.attempt("verify-tag", "--raw", f"refs/tags/{tag}")
    good = _GPG_GOOD.search(said) or _SSH_GOOD.search(said)
    if status == 0 and good:
        return Signature(state="good", told=good["who"])
    expired = _GPG_EXPIRED.search(said)
    if expired:
        return Signature(state="unknown", told=f"the key of {expired['who']} has expired since")
    words = " ".join(line for line in said.splitlines() if line and not line.startswith("[GNUPG:]"))[:200]
    bad = _GPG_BAD.search(said) or _SSH_BAD.search(said)
    return Signature(state="bad" if bad else "unknown", told=words or "git gives no reason")


def of_commit(repository: Repository, commit: str) -> Signature:
    """The signature of a commit."""
    out = repository.run("log", "--max-count=1", "--format=%G?%n%GS", checked(commit)).decode("utf-8", "replace")
    letter, _, who = out.strip().partition("\n")
    if letter == "N" and b"\ngpgsig " in repository.run("cat-file", "commit", checked(commit)):
        letter = "E"  # git says so of an SSH signature where it knows no signers
    if letter in ("X", "Y"):
        who = f"the key of {who} has expired since"
    return Signature(state=_STATES.get(letter, "unknown"), told=who or "the key is not known here")

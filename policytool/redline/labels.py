"""The words that a redline says itself, in the languages of the policies: read from the TOML files in phrases/."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from policytool.redline.contentslist import entries
from policytool.redline.model import Change, Redline


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """One language."""

    tag: str
    kinds: Mapping[str, str]
    """By kind, by aspect for what changed without its words, and "contents" for entries of a contents list."""
    sums: Mapping[str, tuple[str, str]]
    """By the same keys: "one clause …", "{n} clauses …"."""
    insert: str
    delete: str
    moved_from: str
    moved_to: str
    was: str
    link: str
    no_link: str
    unchanged: str
    identical: str
    limited: str
    changes: str
    text: str
    redline: str
    hint: str
    skip: str
    more: str
    pause: str
    old: str
    new: str
    in_line: str
    side_by_side: str
    view: str


@cache
def labels_in(language: str) -> Labels:
    """The labels in `language` or its widest form ("zh" for "zh-TW"); English where it has none."""
    for name in (language, language.partition("-")[0], "en"):
        file = files("policytool.redline") / "phrases" / f"{name}.toml"
        if name.replace("-", "").isalnum() and file.is_file():
            found = tomllib.loads(file.read_text(encoding="utf-8"))
            sums = {key: (one, many) for key, (one, many) in found.pop("sums").items()}
            return Labels(tag=name, sums=sums, **found)
    raise AssertionError("the English labels are part of the package")


def labels(redline: Redline) -> Labels:
    """The labels in the language of the new text; English where its language has none."""
    metadata = redline.new.metadata or redline.old.metadata
    return labels_in(metadata.language if metadata is not None else "en")


QUIET = ("contents", "numbering", "formatting")
"""Keys of changes that say nothing new: lists of changes fold them away, counted by kind."""


def labelled(redline: Redline) -> list[str]:
    """The key of the word for each change: "contents" in a contents list, else as `label_of` says."""
    listed = entries(redline)
    return ["contents" if id(change) in listed else label_of(change) for change in redline.changes]


def label_of(change: Change) -> str:
    """The key of the word for a change: its aspect where words stayed, else its kind."""
    if change.kind == "modified" and change.aspect not in ("words", "none"):
        return change.aspect
    return change.kind


def summary(redline: Redline, words: Labels) -> str:
    """How many changes of each kind there are, in one line."""
    counts = Counter(labelled(redline))
    parts = [words.sums[key][counts[key] > 1].format(n=counts[key]) for key in words.sums if counts[key]]
    return words.pause.join(parts) or words.identical

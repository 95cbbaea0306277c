"""Whether two clauses are written alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from policytool.text.model import Clause, Run
from policytool.text.runs import plain


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """The runs with neighbours of one formatting made one."""
    groups = (list(group) for _, group in groupby(runs, key=lambda run: replace(run, text="")))
    found = (replace(group[0], text=plain(group)) for group in groups)
    return tuple(run for run in found if run.text or run.image)


def alike(one: Clause, other: Clause) -> bool:
    """Whether two clauses agree in kind, depth, marker, words, formatting, links and the author's id."""
    return (
        (one.kind, one.level, one.quote, one.marker) == (other.kind, other.level, other.quote, other.marker)
        and (one.runs == other.runs or joined(one.runs) == joined(other.runs))
        and (one.id if one.named else "") == (other.id if other.named else "")
    )


def bare(clause: Clause) -> Clause:
    """The clause with no formatting but links and images: what Markdown can express everywhere."""
    return replace(clause, runs=joined(Run(text=run.text, link=run.link, image=run.image) for run in clause.runs))


def unbold(runs: tuple[Run, ...]) -> tuple[Run, ...]:
    """A heading's runs, where boldness over the whole of it says nothing."""
    if not all(run.strong for run in runs if run.text.strip()):
        return runs
    return tuple(replace(run, strong=False) for run in runs)

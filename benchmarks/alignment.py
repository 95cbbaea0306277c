"""How well the redline finds what became of each clause, and whether its thresholds stand on a plateau.

    python -m benchmarks.alignment [--revisions 24] [--first 0]

Revisions of this repository's own policies are made with known truth (tests/redline_truth.py). The first table scores
the links by kind; the second one moves one threshold at a time and shows the score beside the one that is chosen.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from policytool.redline import gaps, moves, similarity, splits
from tests.redline_truth import Truth, score, truths

STEPS = (-0.2, -0.1, -0.05, 0.0, 0.05, 0.1, 0.2)
THRESHOLDS = {
    "SAME_CLAUSE": (similarity, gaps),
    "OPENED": (similarity,),
    "CONTAINED": (similarity,),
    "ALONE": (gaps,),
    "WHOLE": (splits,),
    "PART": (splits,),
    "SMALL_PART": (splits,),
    "EDITED_ALIKE": (moves,),
    "BESIDE_MOVED": (moves,),
}
"""Each threshold and the modules that read it."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--revisions", type=int, default=24, help="how many revisions (24)")
    options.add_argument("--first", type=int, default=0, help="seed of the first one (0)")
    chosen = options.parse_args()
    made = truths(chosen.revisions, chosen.first)
    _kinds(made)
    print(f"\n{'F1 of all links':16}" + "".join(f"{step:+8.2f}" for step in STEPS))
    for name in THRESHOLDS:
        print(f"{name:16}" + "".join(f"{value:8.4f}" for _, value in swept(name, made)))


def _kinds(made: Sequence[Truth]) -> None:
    found = score(made)
    print(f"{len(made)} revisions, {found.truth.total()} links: ", end="")
    print(f"precision {found.precision:.4f}, recall {found.recall:.4f}\n")
    for kind, count in found.truth.most_common():
        print(f"{kind:20} {count:5} recall    {found.recall_of(kind):.3f}")
    for kind, count in found.found.most_common():
        print(f"{kind:20} {count:5} precision {found.precision_of(kind):.3f}")


def swept(name: str, made: Sequence[Truth], steps: Sequence[float] = STEPS) -> Iterator[tuple[float, float]]:
    """The F1 of all links with one threshold moved by each of `steps`."""
    for step in steps:
        with moved(name, step):
            yield step, score(made).f1


@contextmanager
def moved(name: str, step: float) -> Iterator[None]:
    """One threshold moved for the time of the block."""
    modules = THRESHOLDS[name]
    before = [getattr(module, name) for module in modules]
    for module, value in zip(modules, before, strict=True):
        setattr(module, name, value + step)
    try:
        yield
    finally:
        for module, value in zip(modules, before, strict=True):
            setattr(module, name, value)


if __name__ == "__main__":
    main()

"""How fast the redline is beside other tools, on the same pairs of texts in one run.

    python benchmarks/redline.py [--pairs 20] [--corpus FILE.jsonl.xz]

Without a corpus the pairs are made from this repository's own policy, revised at random with a fixed seed. Install the
rivals with `pip install --group bench`. Every rival gets the text cut into the same words and the marks between them;
diff-match-patch, redlines and git cut it themselves. Times are of one run each, and policytool starts each without
anything that it remembers from the one before. What earlier methods left in memory is cleared away before each. A ratio
says how many times longer than ours, both parses included.
"""

from __future__ import annotations

import argparse
import atexit
import difflib
import gc
import json
import lzma
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cydifflib
import diff_match_patch
import redlines

from policytool.redline.compare import compare
from policytool.redline.prove import prove
from policytool.text.parse import parse

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "dev.jsonl.xz"
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
Pair = tuple[str, str]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=int, default=20, help="how many pairs (20)")
    options.add_argument("--corpus", type=Path, default=CORPUS, help="records with `old` and `new`, one a line")
    chosen = options.parse_args()
    pairs = _real(chosen.corpus, chosen.pairs) if chosen.corpus.is_file() else _made(chosen.pairs)
    words = statistics.median(len(_TOKEN.findall(old)) for old, _ in pairs)
    source = chosen.corpus.name if chosen.corpus.is_file() else "this repository's policy, revised at random"
    print(f"{len(pairs)} pairs from {source}; the median text has {words:,.0f} words and marks\n")
    _table(pairs)
    _growth()


def _table(pairs: list[Pair]) -> None:
    """Every method on one pair after the other, so that what else the computer does weighs on all alike."""
    times: dict[str, list[float]] = {name: [] for name in METHODS}
    for number, pair in enumerate(pairs, start=1):
        print(f"pair {number} of {len(pairs)}", file=sys.stderr)
        for name, method in METHODS.items():
            times[name].append(_timed(method, pair))
    ours, longest = statistics.median(times[OURS]), max(times[OURS])
    print(f"{'':36}{'median ms':>11}{'worst ms':>11}{'ratio':>9}{'of worst':>10}")
    for name, found in times.items():
        median, worst = statistics.median(found), max(found)
        print(f"{name:36}{median * 1000:11.1f}{worst * 1000:11.1f}{median / ours:9.2f}{worst / longest:10.2f}")


def _growth() -> None:
    """How the cost of ours grows with the size of the text."""
    print(f"\n{OURS}, by size\n{'':36}{'ms':>11}{'per KB':>11}")
    for size in (50, 200, 800, 2000):
        pair = _made(1, size)[0]
        took = min(_timed(_ours, pair) for _ in range(3)) * 1000
        print(f"{f'{size} KB':36}{took:11.1f}{took / size:11.2f}")


def _timed(method: Callable[[Pair], Callable[[], object]], pair: Pair) -> float:
    run = method(pair)
    gc.collect()
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


# Each method prepares what is not measured, and gives what is.


def _ours(pair: Pair) -> Callable[[], object]:
    _forget()
    return lambda: compare(parse(pair[0]), parse(pair[1]))


def _ours_parsing(pair: Pair) -> Callable[[], object]:
    _forget()
    return lambda: parse(pair[0])


def _forget() -> None:
    """Empty every cache of policytool."""
    for name, module in list(sys.modules.items()):
        if name.startswith("policytool."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()


def _ours_parsed(pair: Pair) -> Callable[[], object]:
    old, new = parse(pair[0]), parse(pair[1])
    return lambda: compare(old, new)


def _ours_proved(pair: Pair) -> Callable[[], object]:
    old, new = parse(pair[0]), parse(pair[1])
    return lambda: prove(compare(old, new))


def _git(pair: Pair) -> Callable[[], object]:
    folder = Path(tempfile.mkdtemp(prefix="redline-"))
    atexit.register(shutil.rmtree, folder)
    for name, text in zip(("old", "new"), pair, strict=True):
        (folder / name).write_text(text, encoding="utf-8")
    command = ["git", "diff", "--no-index", "--word-diff", "--no-color", "old", "new"]
    return lambda: subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603 - fixed


def _diff_match_patch(pair: Pair) -> Callable[[], object]:
    def run() -> object:
        tool = diff_match_patch.diff_match_patch()
        tool.Diff_Timeout = 0
        found = tool.diff_main(*pair)
        tool.diff_cleanupSemantic(found)
        return found

    return run


def _redlines(pair: Pair) -> Callable[[], object]:
    return lambda: redlines.Redlines(*pair).output_markdown


def _matcher(
    matcher: Callable[..., difflib.SequenceMatcher[str]], *, autojunk: bool
) -> Callable[[Pair], Callable[[], object]]:
    def prepared(pair: Pair) -> Callable[[], object]:
        return lambda: matcher(None, _TOKEN.findall(pair[0]), _TOKEN.findall(pair[1]), autojunk=autojunk).get_opcodes()

    return prepared


OURS = "policytool, both parses included"
METHODS: dict[str, Callable[[Pair], Callable[[], object]]] = {
    OURS: _ours,
    "policytool, parse of one text": _ours_parsing,
    "policytool, parsed before": _ours_parsed,
    "policytool, parsed before, proved": _ours_proved,
    "git diff --word-diff (a process)": _git,
    "diff-match-patch, semantic cleanup": _diff_match_patch,
    "difflib, autojunk": _matcher(difflib.SequenceMatcher, autojunk=True),
    "redlines": _redlines,
    "cydifflib": _matcher(cydifflib.SequenceMatcher, autojunk=False),
    "difflib": _matcher(difflib.SequenceMatcher, autojunk=False),
}


def _real(corpus: Path, count: int) -> list[Pair]:
    """Revisions of 40 to 80 KB, spread over the corpus."""
    with lzma.open(corpus, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    pairs = [(r["old"], r["new"]) for r in records if 40_000 <= len(r["old"]) <= 80_000 and r["old"] != r["new"]]
    return pairs[:: max(1, len(pairs) // count)][:count]


def _made(count: int, size: int = 50) -> list[Pair]:
    """This repository's policy, as often as makes `size` KB, with some sentences edited, moved and dropped."""
    chance = random.Random(7)  # noqa: S311 - no secret
    text = (ROOT / "policy_docs" / "privacy-policy.md").read_text(encoding="utf-8").partition("\n---\n")[2]
    blocks = re.sub(r"\s*\{#[\w-]+\}", "", text).strip().split("\n\n")
    old = [f"{block} ({n})" for n in range(1 + size * 1000 // len(text)) for block in blocks]
    return [("\n\n".join(old), "\n\n".join(_revised(old, chance))) for _ in range(count)]


def _revised(blocks: list[str], chance: random.Random) -> list[str]:
    new = list(blocks)
    for _ in range(len(new) // 15):
        place = chance.randrange(len(new))
        words = new[place].split(" ")
        words[chance.randrange(len(words))] = chance.choice(["may", "will", "not", "90", "partners and affiliates"])
        new[place] = " ".join(words)
    new.insert(chance.randrange(len(new)), new.pop(chance.randrange(len(new))))
    del new[chance.randrange(len(new))]
    return new


if __name__ == "__main__":
    main()

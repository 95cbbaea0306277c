"""How fast and how well revisions are judged, beside other tools, on the same pairs of texts in one run.

    python benchmarks/significance.py [--pairs 20] [--corpus FILE.jsonl.xz | --cases]

The pairs are labelled revisions: a sample of the corpus with a fixed seed, half of them minor where it has so many;
without a corpus, or with --cases, the cases of tests/cases/significance. Our weights were learned from the corpus and
our rules tried on the cases, so our verdicts on them are flattered: `policytool evaluate --folds` gives the honest
figure. Install the rivals with `pip install --group bench`. None of them asks a network or downloads a model here:
SemShift runs with its own default, TF-IDF.

GovernDiff's "breaking" means that one of its checks calls a change breaking, "any" that it finds anything. SemShift's
limit is "high", at which its own action fails. Neither reads a policy's criteria; the share of right verdicts says how
far its question stands for ours, not how well it answers its own.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "dev.jsonl.xz"
sys.path.insert(0, str(ROOT))

from policytool.redline.compare import compare  # noqa: E402
from policytool.significance import corpus, scoring  # noqa: E402
from policytool.significance.assess import assess  # noqa: E402
from policytool.text.parse import parse  # noqa: E402
from tests.significance_cases import read  # noqa: E402

Record = dict[str, Any]
Verdicts = dict[str, bool]
"""Name of a limit → whether the tool says significant."""


judging: list[float] = []
"""Seconds of judging alone, once compared, in the same run."""


def ours(old: str, new: str) -> Verdicts:
    redline = compare(parse(old), parse(new))
    start = time.perf_counter()
    assessment = assess(redline)
    judging.append(time.perf_counter() - start)
    return {"policytool": assessment.significance == "significant"}


def governdiff(old: str, new: str) -> Verdicts:
    from governdiff import analyze_texts

    report = analyze_texts(old, new)
    found = [finding for change in report.changes for finding in change.findings if finding.active]
    return {"GovernDiff, breaking": any(finding.breaking for finding in found), "GovernDiff, any": bool(found)}


def semshift(old: str, new: str) -> Verdicts:
    from semshift import compare_text

    return {"SemShift, high": compare_text(old=old, new=new, mode="policy").drift_label in ("high", "critical")}


TOOLS: tuple[tuple[str, Callable[[str, str], Verdicts]], ...] = (
    ("policytool", ours),
    ("GovernDiff", governdiff),
    ("SemShift", semshift),
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pairs", type=int, default=20, help="how many pairs of the corpus (20)")
    options.add_argument("--corpus", type=Path, default=CORPUS, help="labelled records, one a line")
    options.add_argument("--cases", action="store_true", help="this repository's own cases, all of them")
    chosen = options.parse_args()
    real = chosen.corpus.is_file() and not chosen.cases
    pairs = _sample(chosen.corpus, chosen.pairs) if real else _cases()
    size = statistics.median(len(record["new"].encode()) for record in pairs)
    minor = sum(record["overall"] == "minor" for record in pairs)
    print(
        f"{len(pairs)} pairs from {chosen.corpus.name if real else 'tests/cases/significance'}, {minor} of them minor;"
    )
    print(f"the median text has {size / 1000:,.1f} KB\n")
    times, said = {}, {}
    for name, tool in TOOLS:
        try:
            tool("We sell plants.", "We sell your data.")  # what is loaded once does not count
        except ModuleNotFoundError as error:
            print(f"{name} is left out: {error.name} is not installed")
            continue
        times[name], verdicts = _run(tool, pairs)
        said.update(verdicts)
    _times(times)
    print(f"Of policytool's time, judging takes {statistics.median(judging[1:]) * 1000:.1f} ms in the median.")
    _verdicts(pairs, said)


def _sample(path: Path, count: int) -> list[Record]:
    """Labelled revisions, half of them minor where there are so many."""
    records = [r for r in corpus.read(path) if corpus.labelled(r) and scoring.counted(r)]
    random.Random(0).shuffle(records)  # noqa: S311 - a fixed order, no secret
    minor = [r for r in records if r["overall"] == "minor"][: count // 2]
    return [*minor, *[r for r in records if r["overall"] == "significant"][: count - len(minor)]]


def _cases() -> list[Record]:
    cases = [*read("minor"), *read("significant")]
    return [{"old": case.old, "new": case.new, "overall": case.verdict} for case in cases]


def _run(tool: Callable[[str, str], Verdicts], pairs: Sequence[Record]) -> tuple[list[float], dict[str, list[bool]]]:
    times, said = [], {}
    for record in pairs:
        start = time.perf_counter()
        verdicts = tool(record["old"], record["new"])
        times.append(time.perf_counter() - start)
        for name, significant in verdicts.items():
            said.setdefault(name, []).append(significant)
    return times, said


def _times(times: dict[str, list[float]]) -> None:
    first = statistics.median(next(iter(times.values())))
    print(f"{'from two texts to a verdict':30}{'median ms':>12}{'worst ms':>12}{'ratio':>9}")
    for name, found in times.items():
        median = statistics.median(found)
        print(f"{name:30}{median * 1000:12,.1f}{max(found) * 1000:12,.1f}{median / first:9.1f}")


def _verdicts(pairs: Sequence[Record], said: dict[str, list[bool]]) -> None:
    gold = [record["overall"] == "significant" for record in pairs]
    print(f"\n{'verdicts that agree with the labels':36}{'found':>12}{'left alone':>14}{'balanced':>11}")
    for name, verdicts in said.items():
        found = [said_ for said_, yes in zip(verdicts, gold, strict=True) if yes]
        alone = [not said_ for said_, yes in zip(verdicts, gold, strict=True) if not yes]
        balanced = (sum(found) / len(found) + sum(alone) / len(alone)) / 2 if found and alone else float("nan")
        shares = f"{sum(found)} of {len(found)}", f"{sum(alone)} of {len(alone)}"
        print(f"{name:36}{shares[0]:>12}{shares[1]:>14}{balanced:11.3f}")


if __name__ == "__main__":
    main()

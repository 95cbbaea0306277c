"""Learning the weights anew for a part of the records: tools/train_significance.py, where it and its libraries are.

Learning needs scikit-learn and is no part of judging, so it stays outside the package that users install.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, cast

from policytool.errors import UsageError
from policytool.significance.scoring import Prediction, Record

_SCRIPT = Path(__file__).parents[2] / "tools" / "train_significance.py"


def require() -> None:
    """Raises UsageError, saying what to install, where nothing can be learned."""
    _trainer()


def cross(records: Sequence[Record], count: int) -> tuple[Mapping[str, Prediction], Mapping[str, int]]:
    """What weights and limits learned without a record's company say of it, and the fold of each record.

    Raises UsageError where nothing can be learned: the libraries or the script are missing, or the records have fewer
    companies than folds.
    """
    trainer = _trainer()
    examples = [trainer.example(dict(record)) for record in records]
    if len({example.company for example in examples}) < count:
        raise UsageError(f"there are fewer companies than {count} folds", todo="Ask for fewer folds.")
    of = trainer.folds(examples, count)
    try:
        said = cast("Mapping[str, Prediction]", trainer.cross(examples, count))
    except ValueError as error:
        raise UsageError(
            "there are too few labelled revisions to learn from without one fold",
            todo="Outside each fold there must be changes of each kind. Ask for fewer folds, or add records.",
        ) from error
    return said, {str(record["id"]): fold for record, fold in zip(records, of, strict=True)}


@cache
def _trainer() -> ModuleType:
    if not _SCRIPT.is_file():
        raise UsageError(
            "the weights can be learned anew only in a copy of policytool's repository",
            todo="Clone the repository, install it there with its group `train`, and run --folds in it.",
        )
    spec: Any = importlib.util.spec_from_file_location(_SCRIPT.stem, _SCRIPT)
    module = importlib.util.module_from_spec(spec)
    sys.modules[_SCRIPT.stem] = module
    try:
        spec.loader.exec_module(module)
    except ModuleNotFoundError as error:
        del sys.modules[_SCRIPT.stem]
        raise UsageError(
            f"the weights cannot be learned anew: {error.name} is not installed",
            todo="Install the group: pip install --group train",
        ) from error
    return module

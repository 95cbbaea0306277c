"""The environment that git inherits: variables that would point it at another repository are taken away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

_KEPT = (
    "GIT_AUTHOR_",
    "GIT_COMMITTER_",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_SYSTEM",
    "GIT_CEILING_DIRECTORIES",
    "GIT_EXEC_PATH",
    "GIT_PYTHON_",
    "GIT_SSH",
)
"""Who commits and where git's settings lie. Everything else could redirect reading or writing: a hook sets GIT_DIR."""


@contextmanager
def scrubbed() -> Iterator[None]:
    """Within the context the process has no GIT_* variable that could lead git elsewhere; afterwards they are back."""
    removed = {name: value for name, value in os.environ.items() if _misleading(name)}
    for name in removed:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(removed)


def _misleading(name: str) -> bool:
    return name.startswith("GIT_") and not name.startswith(_KEPT)

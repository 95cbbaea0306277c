"""Property tests try the same examples in every run of `make test`, and new ones in `make nightly`."""

from __future__ import annotations

from hypothesis import settings

from tests.redline_documents import NIGHTLY

settings.register_profile("repeatable", derandomize=True)
settings.load_profile("default" if NIGHTLY else "repeatable")

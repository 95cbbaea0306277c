"""The verdict on a revision, by the rules that this project's settings choose."""

from __future__ import annotations

from policytool.config import Settings
from policytool.redline.model import Redline
from policytool.significance.assess import assess
from policytool.significance.model import Assessment


def judge(settings: Settings, redline: Redline) -> Assessment:
    """The assessment of `redline`, by the criteria of its old text."""
    return assess(redline, settings=settings.significance, root=settings.root)

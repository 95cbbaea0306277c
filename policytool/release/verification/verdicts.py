"""The verdicts: each judged again, by the very rules of its release where this policytool still has them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policytool import __version__
from policytool.archive.archive import Archive
from policytool.archive.model import Version
from policytool.errors import PolicytoolError
from policytool.release import json
from policytool.release.judge import judge
from policytool.release.revision import revision
from policytool.release.rules import fingerprint
from policytool.release.verification.model import Doubt, doubt

_DIGITS = 6
"""Decimals that two computers agree on."""


def verdict(archive: Archive, version: Version, base: Version | None) -> Iterator[Doubt]:
    """The recorded verdict against its own score, and against what the rules say of the same texts today."""
    recorded = version.record.assessment
    if base is None or recorded is None:
        return
    if recorded.judged and (recorded.significance == "significant") != (recorded.score >= recorded.threshold):
        yield doubt(version, "altered", "the recorded verdict does not fit its own score")
    try:
        texts = {language: archive.document(version, language) for language in version.languages}
        redline = revision(archive, base, texts).redline
        again = judge(archive.settings, redline) if redline else recorded
    except PolicytoolError:
        return
    if version.record.rules == fingerprint(archive.settings):
        if _rounded(json.assessment(again)) != _rounded(json.assessment(recorded)):
            yield doubt(version, "altered", "the recorded assessment is not what the rules of its release say")
    elif again.significance != recorded.significance:
        message = (
            f"judged {recorded.significance} by the older rules of policytool {version.record.tool}; "
            f"those of {__version__} say {again.significance}"
        )
        yield doubt(version, "note", message)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, _DIGITS)
    if isinstance(value, dict):
        return {key: _rounded(entry) for key, entry in value.items()}
    return [_rounded(entry) for entry in value] if isinstance(value, list) else value

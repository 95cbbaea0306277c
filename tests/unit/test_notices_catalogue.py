"""The channels that there are, and what another package's channel has to be."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from policytool.errors import SettingsError, UsageError
from policytool.notices.channels.catalogue import OWN, described, known

MODULE = """
from dataclasses import replace
from policytool.notices.channels.catalogue import OWN
pigeon = replace(OWN[1], name="pigeon", about="A pigeon a person.")
second = replace(OWN[1], name="smtp")
mute = replace(OWN[1], name="mute", build=None)
capitals = replace(OWN[1], name="Capitals")
nothing = "a channel"
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of installed packages, in which one may be installed."""
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "loft.py").write_text(MODULE)
    known.cache_clear()
    yield tmp_path
    known.cache_clear()
    sys.modules.pop("loft", None)


def install(folder: Path, points: str) -> None:
    about = folder / "loft-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: loft\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text(f"[policytool.channels]\n{points}\n")


def test_an_unknown_channel_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(UsageError, match="there is no channel 'fax'") as refused:
        described("fax")
    assert refused.value.todo == f"Channels: {', '.join(one.name for one in OWN)}."


def test_a_channel_that_writes_to_people_knows_how() -> None:
    for one in OWN:
        assert one.public == (one.build is None) == (one.form is None), one.name
        assert not one.like or one.like in known()


@pytest.mark.parametrize(
    ("points", "said"),
    [
        ("smtp = loft:second", "already"),
        ("mute = loft:mute", "`build` and `form`"),
        ("Capitals = loft:capitals", "lower-case"),
        ("dove = loft:pigeon", "its name must be that of the entry point"),
        ("nothing = loft:nothing", "not a policytool"),
        ("gone = loft:gone", "cannot be loaded"),
        ("gone = no_such_loft:gone", "cannot be loaded"),
    ],
)
def test_an_unusable_channel_is_told_with_its_package(package: Path, points: str, said: str) -> None:
    install(package, points)
    with pytest.raises(SettingsError, match=said) as refused:
        described("smtp")
    assert "package loft" in str(refused.value)


def test_another_package_can_add_a_channel(package: Path) -> None:
    install(package, "pigeon = loft:pigeon")
    assert described("pigeon").about == "A pigeon a person."
    assert list(known()) == [*(one.name for one in OWN), "pigeon"]

"""Time stamps by a real authority: kept beside the record, checked by `verify` and by openssl, never in the way."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from policytool.cli.main import run
from policytool.release import timestamp
from tests.release_authority import Authority, authority
from tests.repositories import TYPO, Project, make_project

pytest.importorskip("rfc3161_client", reason="the extra `timestamp` is not installed")
pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl on this computer")
SIGN = ("--sign-off", "Ada Lawyer <ada@shop.example>")
RELEASES = Path("policy_docs/releases/privacy-policy")


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("authority")) as made:
        yield made


@pytest.fixture
def tsa(keys: Authority) -> Authority:
    keys.behaviour = "stamps"
    keys.asked.clear()
    return keys


@pytest.fixture
def project(tmp_path: Path, tsa: Authority, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = make_project(tmp_path / "project")
    shutil.copy(tsa.root, made.root / "roots.pem")
    settle(made, f'timestamp_url = "{tsa.url}"\ntimestamp_roots = "roots.pem"\n')
    monkeypatch.chdir(made.root)
    return made


def settle(project: Project, settings: str) -> None:
    (project.root / "policytool.toml").write_text(f"[release]\n{settings}", encoding="utf-8")
    project.commit("Settings")


def verified(capsys: pytest.CaptureFixture[str], code: int = 0) -> dict[str, Any]:
    capsys.readouterr()
    assert run(["verify", "--json"]) == code
    found: dict[str, Any] = json.loads(capsys.readouterr().out)["policies"][0]
    return found


def test_a_release_is_stamped_and_anybody_can_check_it(
    project: Project, tsa: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["release", *SIGN]) == 0
    stamp, record = project.root / RELEASES / "1.0.stamp.tsr", project.root / RELEASES / "1.0.json"
    command = ["openssl", "ts", "-verify", "-data", record, "-in", stamp, "-CAfile", tsa.root]
    assert b"Verification: OK" in subprocess.run(command, capture_output=True, check=True).stdout
    assert project.git("show", "--format=%s", "--name-only", "HEAD").splitlines() == [
        "Time stamp of privacy-policy 1.0",
        "",
        (RELEASES / "1.0.stamp.tsr").as_posix(),
    ]
    found = verified(capsys)
    assert found["timestamps"] == 1
    assert found["doubts"] == []
    assert run(["timestamp"]) == 0
    assert "Nothing lacks a time stamp" in capsys.readouterr().out
    assert len(tsa.asked) == 1


def test_only_the_hash_of_the_record_leaves_the_computer(project: Project, tsa: Authority) -> None:
    assert run(["release", *SIGN]) == 0
    (query,) = tsa.asked
    assert len(query) < 200
    assert b"Ada" not in query


@pytest.mark.parametrize("behaviour", ["refuses", "fails", "lies", "talks", "floods"])
def test_a_release_finishes_without_a_time_stamp(
    project: Project, tsa: Authority, capsys: pytest.CaptureFixture[str], behaviour: str
) -> None:
    tsa.behaviour = behaviour
    assert run(["release", *SIGN]) == 0
    assert "No time stamp:" in capsys.readouterr().err
    assert not list((project.root / RELEASES).glob("*.tsr"))
    assert verified(capsys)["sound"] is True
    assert run(["timestamp"]) == 2
    tsa.behaviour = "stamps"
    assert run(["timestamp", "1.0", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["stamped"] == ["1.0"]


def test_an_authority_out_of_reach_stops_nothing(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    settle(project, 'timestamp_url = "http://127.0.0.1:9/tsr"\n')
    assert run(["release", *SIGN]) == 0
    assert "No time stamp: http://127.0.0.1:9/tsr gave no time stamp" in capsys.readouterr().err
    settle(project, 'timestamp_url = "file:///etc/passwd"\n')
    assert run(["timestamp"]) == 2
    assert "is no address of the web" in capsys.readouterr().err
    settle(project, "")
    assert run(["timestamp"]) == 2
    assert "name no authority" in capsys.readouterr().err


def test_a_stamp_of_another_record_is_found(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["release", *SIGN]) == 0
    project.edit(TYPO)
    assert run(["release", *SIGN]) == 0
    first, second = (project.root / RELEASES / f"{number}.stamp.tsr" for number in ("1.0", "1.1"))
    second.write_bytes(first.read_bytes())
    project.git("commit", "--quiet", "--all", "--amend", "--no-edit")
    doubts = verified(capsys, code=1)["doubts"]
    assert {"kind": "altered", "version": "1.1", "message": "the time stamp is of other bytes"} in doubts
    second.write_bytes(b"rubbish")
    project.git("commit", "--quiet", "--all", "--amend", "--no-edit")
    doubts = verified(capsys, code=1)["doubts"]
    assert {"kind": "altered", "version": "1.1", "message": "this is no time stamp"} in doubts


def test_a_stamp_that_is_changed_or_deleted_later_is_found(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["release", *SIGN]) == 0
    (project.root / RELEASES / "1.0.stamp.tsr").unlink()
    project.commit()
    (doubt,) = (one for one in verified(capsys, code=1)["doubts"] if one["kind"] == "missing")
    assert "the time stamp was deleted" in doubt["message"]


def test_a_stamp_signed_by_a_stranger_is_found(
    project: Project, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["release", *SIGN]) == 0
    with authority(tmp_path / "stranger") as stranger:
        shutil.copy(stranger.root, project.root / "roots.pem")
    doubts = verified(capsys, code=1)["doubts"]
    assert any("the signature of the time stamp is not good" in one["message"] for one in doubts)


def test_without_roots_or_library_it_is_said_that_nothing_was_checked(
    project: Project, tsa: Authority, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["release", *SIGN]) == 0
    settle(project, f'timestamp_url = "{tsa.url}"\n')
    (doubt,) = verified(capsys)["doubts"]
    assert "its signature was not checked" in doubt["message"]
    settle(project, 'timestamp_roots = "absent.pem"\n')
    assert any("cannot be read" in one["message"] for one in verified(capsys, code=1)["doubts"])

    def missing() -> Any:
        raise timestamp.LibraryMissing(todo="Run: pip install")

    monkeypatch.setattr(timestamp, "_client", missing)
    settle(project, "")
    (doubt,) = verified(capsys)["doubts"]
    assert doubt["kind"] == "note"
    assert "cannot be checked here" in doubt["message"]


def test_the_proof_holds_the_stamp_and_says_how_to_check_it(
    project: Project, tsa: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["release", *SIGN]) == 0
    assert run(["proof", "1.0", "--output", "proof"]) == 0
    folder = project.root / "proof"
    assert (folder / "timestamp.tsr").read_bytes() == (project.root / RELEASES / "1.0.stamp.tsr").read_bytes()
    (line,) = (line.strip() for line in (folder / "README.md").read_text().splitlines() if "ts -verify" in line)
    shutil.copy(tsa.root, folder / "roots.pem")
    assert b"OK" in subprocess.run(line.split(), cwd=folder, capture_output=True, check=True).stdout

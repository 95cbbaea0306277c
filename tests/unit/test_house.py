"""The rules of the house that no type checker knows."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from policytool import errors
from policytool.cli.main import COMMANDS, run

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "policytool").rglob("*.py"))


def test_imports_point_one_way() -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_every_error_stands_in_the_tree_and_speaks_in_its_docstring() -> None:
    for name, kind in vars(errors).items():
        if isinstance(kind, type) and issubclass(kind, errors.PolicytoolError):
            assert name in (errors.__doc__ or "")
            assert str(kind()) == kind.__doc__


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_say_what_they_are_for_and_stay_small(module: Path) -> None:
    source = module.read_text(encoding="utf-8")
    assert source.count("\n") <= 400
    assert ast.get_docstring(ast.parse(source)), "a module begins with a sentence that says what it is for"


@pytest.mark.parametrize("name", list(COMMANDS))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, "--help"]) == 0
    assert "Usage: policytool" in capsys.readouterr().out.replace("Usage:  ", "Usage: ")


def test_a_wrong_option_is_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["status", "--no-such-option"]) == 2
    assert "--no-such-option" in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("policytool, version ")


def test_make_test_checks_and_verifies_the_policies_of_this_repository() -> None:
    planned = subprocess.run(["make", "--dry-run", "test"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "policytool check\n" in planned
    assert "policytool verify --no-ledger\n" in planned

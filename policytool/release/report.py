"""Problems for machines: annotations of GitHub's workflows, and SARIF for code scanning."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from policytool import __version__
from policytool.release.model import Problem

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def github(problems: Iterable[Problem], prefix: str = "") -> str:
    """Workflow commands, one a line. `prefix` leads from the repository's top to the project, with a slash."""
    return "".join(_annotation(problem, prefix) + "\n" for problem in problems)


def sarif(problems: Iterable[Problem], prefix: str = "") -> dict[str, Any]:
    """A SARIF 2.1.0 log with one run."""
    listed = list(problems)
    rules = [{"id": rule} for rule in dict.fromkeys(problem.rule for problem in listed)]
    driver = {"name": "policytool", "version": __version__, "rules": rules}
    results = [_result(problem, prefix) for problem in listed]
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def values(problem: Problem) -> dict[str, Any]:
    """One problem as a JSON value."""
    return {
        "rule": problem.rule,
        "blocks": problem.blocks,
        "message": problem.message,
        "todo": problem.todo,
        "path": problem.path,
        "line": problem.line,
    }


def _annotation(problem: Problem, prefix: str) -> str:
    places = {"file": prefix + problem.path if problem.path else "", "line": str(problem.line or "")}
    named = {**places, "title": f"policytool {problem.rule}"}
    properties = ",".join(f"{key}={_escaped(value, extra=True)}" for key, value in named.items() if value)
    kind = "error" if problem.blocks else "warning"
    return f"::{kind} {properties}::{_escaped(_words(problem), extra=False)}"


def _result(problem: Problem, prefix: str) -> dict[str, Any]:
    level = "error" if problem.blocks else "warning"
    result: dict[str, Any] = {"ruleId": problem.rule, "level": level, "message": {"text": _words(problem)}}
    if problem.path:
        place: dict[str, Any] = {"artifactLocation": {"uri": quote(prefix + problem.path)}}
        if problem.line:
            place["region"] = {"startLine": problem.line}
        result["locations"] = [{"physicalLocation": place}]
    return result


def _words(problem: Problem) -> str:
    return f"{problem.message.rstrip('.')}. {problem.todo}" if problem.todo else problem.message


def _escaped(text: str, *, extra: bool) -> str:
    pairs = [("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), *([(":", "%3A"), (",", "%2C")] if extra else [])]
    for character, code in pairs:
        text = text.replace(character, code)
    return text

"""What other programs run, in real repositories: the hooks for pre-commit, the GitHub Action, the job for GitLab."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
import yaml

from policytool.release.comment import MARK
from tests.repositories import LOCATION, TYPO, Project, environment, make_project

ROOT = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
BAD_LINK = ("We protect", "See [your rights](#right). We protect")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = make_project(tmp_path / "project")
    made.release()
    return made


def run(command: list[str], folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    paths = {"PATH": os.pathsep.join(filter(None, (variables.pop("FIRST", ""), str(BIN), os.environ["PATH"])))}
    env = {**environment(), **paths, **variables}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


class TestPreCommit:
    """The real pre-commit, which builds this checkout into an environment of its own; its dependencies are lent."""

    @pytest.fixture
    def hooked(self, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
        hooks = tmp_path / "hooks"
        shutil.copytree(ROOT / "policytool", hooks / "policytool", ignore=shutil.ignore_patterns("__pycache__"))
        for name in (".pre-commit-hooks.yaml", "pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, hooks / name)
        source = make_project(hooks)
        config = {
            "repos": [
                {
                    "repo": str(hooks),
                    "rev": source.git("rev-parse", "HEAD"),
                    "hooks": [{"id": "policytool-check"}, {"id": "policytool-verify"}],
                }
            ]
        }
        (project.root / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
        project.commit("Hooks")
        project.git("config", "--unset-all", "core.hooksPath")
        for name, value in {
            "PRE_COMMIT_HOME": str(tmp_path / "cache"),
            "PYTHONPATH": next(path for path in sys.path if path.endswith("site-packages")),
            "PIP_NO_DEPS": "1",
            "PIP_NO_BUILD_ISOLATION": "0",
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
        }.items():
            monkeypatch.setenv(name, value)
        installed = run(["pre-commit", "install", "--hook-type", "pre-commit", "--hook-type", "pre-push"], project.root)
        assert installed.returncode == 0, installed.stderr
        return project

    def test_a_draft_that_could_not_be_released_is_not_committed(self, hooked: Project, tmp_path: Path) -> None:
        before = hooked.git("rev-parse", "HEAD")
        hooked.edit(BAD_LINK)
        refused = run(["git", "commit", "--all", "--message=Draft"], hooked.root)
        assert refused.returncode == 1, refused.stderr
        assert "leads to #right, which is not there" in " ".join(refused.stderr.split())
        assert hooked.git("rev-parse", "HEAD") == before
        hooked.edit(("(#right)", "(#rights)"))
        done = run(["git", "commit", "--all", "--message=Draft"], hooked.root)
        assert done.returncode == 0, done.stderr
        self.push(hooked, tmp_path)

    @staticmethod
    def push(hooked: Project, tmp_path: Path) -> None:
        """A record that somebody edited does not leave the computer."""
        there = tmp_path / "shared.git"
        hooked.git("init", "--quiet", "--bare", str(there))
        good = run(["git", "push", "--quiet", str(there), "main"], hooked.root)
        assert good.returncode == 0, good.stderr
        record = hooked.root / "policy_docs/releases/privacy-policy/1.0.json"
        record.write_text(record.read_text().replace("Ada Lawyer", "Bob Lawyer"))
        hooked.git("commit", "--all", "--no-verify", "--message=Quietly")
        bad = run(["git", "push", "--quiet", str(there), "main"], hooked.root)
        assert bad.returncode == 1
        assert "the record was changed after its release" in " ".join(f"{bad.stdout} {bad.stderr}".split())


GH = """\
#!{python}
'''Stands in for GitHub's program gh: answers from, and writes to, the files beside it.'''
import json, pathlib, subprocess, sys
here = pathlib.Path(__file__).parent
arguments = sys.argv[1:]
with (here / "calls.jsonl").open("a") as calls:
    calls.write(json.dumps(arguments) + "\\n")
if (here / "forbidden").exists():
    sys.exit("gh: Resource not accessible by integration (HTTP 403)")
comments = json.loads((here / "comments.json").read_text())
if "--jq" in arguments:
    program = arguments[arguments.index("--jq") + 1]
    found = subprocess.run(["jq", "--raw-output", program], input=json.dumps(comments), text=True, capture_output=True)
    sys.exit(sys.stdout.write(found.stdout) and found.returncode or found.returncode)
file = next(value for value in arguments if value.startswith("body=@")).removeprefix("body=@")
body = pathlib.Path(file).read_text()
method, address = arguments[arguments.index("--method") + 1], arguments[arguments.index("--method") + 2]
if method == "PATCH":
    for comment in comments:
        if str(comment["id"]) == address.rpartition("/")[2]:
            comment["body"] = body
else:
    comments.append({{"id": 70 + len(comments), "user": {{"login": "github-actions[bot]"}}, "body": body}})
(here / "comments.json").write_text(json.dumps(comments))
"""


@dataclass
class Runner:
    """GitHub's runner, as far as the steps of action.yml meet it: folders, files and variables; gh stands in."""

    project: Project
    folder: Path
    event: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.stand_in = self.folder / "bin"
        tool = self.folder / "temp" / "policytool" / "bin"
        for path in (self.stand_in, tool):
            path.mkdir(parents=True)
        gh = self.stand_in / "gh"
        gh.write_text(GH.format(python=sys.executable))
        gh.chmod(0o755)
        (self.stand_in / "comments.json").write_text("[]")
        (tool / "policytool").symlink_to(BIN / "policytool")

    @property
    def comments(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = json.loads((self.stand_in / "comments.json").read_text())
        return found

    def play(self, **inputs: str) -> tuple[bool, str, str]:
        """Runs the steps in bash as a runner does; whether all passed, the summary, and what the log says."""
        action = yaml.safe_load((ROOT / "action.yml").read_text())
        given = {name: inputs.get(name.replace("-", "_"), what["default"]) for name, what in action["inputs"].items()}
        outputs: dict[str, dict[str, str]] = {}
        summary, log, passed = self.folder / "summary.md", "", True
        summary.write_text("")
        for step in action["runs"]["steps"]:
            if "uses" in step or step["name"].startswith("Install"):
                continue  # the next test reads them; the tool stands there already
            if "if" in step and not (given["comment"] == "true" and self.event.get("pull_request")):
                continue
            file = self.folder / "output"
            file.write_text("")
            folder = self.project.root / given["working-directory"]
            script = self.folder / "step.sh"
            script.write_text(step["run"])
            result = run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
                folder,
                FIRST=str(self.stand_in),
                RUNNER_TEMP=str(self.folder / "temp"),
                GITHUB_STEP_SUMMARY=str(summary),
                GITHUB_OUTPUT=str(file),
                GITHUB_REPOSITORY="shop/policies",
                **{name: self._filled(value, given, outputs) for name, value in step.get("env", {}).items()},
            )
            log += result.stdout + result.stderr
            outputs[step.get("id", "")] = dict(line.split("=", 1) for line in file.read_text().splitlines())
            passed = passed and result.returncode == 0
        return passed, summary.read_text(), log

    def _filled(self, value: str, inputs: dict[str, str], outputs: dict[str, dict[str, str]]) -> str:
        name = value.removeprefix("${{").removesuffix("}}").strip().split(".")
        match name:
            case ["inputs", key]:
                return inputs[key]
            case ["steps", step, "outputs", key]:
                return outputs[step][key]
            case ["github", "token"]:
                return "token-of-the-run"
            case ["github", "event", "pull_request", "number"]:
                return self.event["pull_request"]
        raise AssertionError(value)


@pytest.mark.skipif(shutil.which("jq") is None, reason="the stand-in for gh needs jq")
class TestAction:
    @pytest.fixture
    def runner(self, project: Project, tmp_path: Path) -> Runner:
        return Runner(project, tmp_path / "runner", {"pull_request": "7"})

    def test_one_comment_is_posted_and_then_written_anew(self, runner: Runner) -> None:
        runner.project.edit(LOCATION)
        passed, summary, log = runner.play()
        assert passed, log
        [posted] = runner.comments
        assert posted["body"].startswith(MARK)
        assert "**Significant: 1.0 → 2.0**" in posted["body"]
        assert "sell it to advertising partners" in posted["body"]
        assert posted["body"] == summary
        runner.project.edit((LOCATION[1], LOCATION[0]), TYPO)
        assert runner.play()[0]
        [again] = runner.comments
        assert again["id"] == posted["id"]
        assert "**Minor: 1.0 → 1.1**" in again["body"]

    def test_the_mark_in_somebody_elses_comment_is_left_alone(self, runner: Runner) -> None:
        strangers = [{"id": 1, "user": {"login": "mallory"}, "body": f"{MARK}\nmine"}]
        (runner.stand_in / "comments.json").write_text(json.dumps(strangers))
        assert runner.play()[0]
        assert [comment["id"] for comment in runner.comments] == [1, 71]
        assert runner.comments[0] == strangers[0]

    def test_what_blocks_fails_the_job_after_the_comment_was_posted(self, runner: Runner) -> None:
        runner.project.edit(BAD_LINK)
        passed, _, log = runner.play()
        assert not passed
        assert "::error file=policy_docs/privacy-policy.md,line=" in log
        assert "**1 thing blocks a release**" in runner.comments[0]["body"]

    def test_a_touched_archive_fails_the_job(self, runner: Runner) -> None:
        record = runner.project.root / "policy_docs/releases/privacy-policy/1.0.json"
        record.write_text(record.read_text().replace("Ada Lawyer", "Bob Lawyer"))
        runner.project.commit("Quietly")
        passed, _, log = runner.play()
        assert not passed
        assert "the record was changed after its release" in log
        assert runner.play(verify="false")[0]

    def test_a_fork_has_its_report_in_the_summary(self, runner: Runner) -> None:
        (runner.stand_in / "forbidden").write_text("")
        passed, summary, log = runner.play()
        assert passed
        assert summary.startswith(MARK)
        assert "::warning title=policytool::The comment could not be posted" in log

    def test_a_push_posts_nothing(self, runner: Runner) -> None:
        runner.event = {}
        assert runner.play()[0]
        assert not (runner.stand_in / "calls.jsonl").exists()

    def test_words_of_the_policy_run_nothing(self, runner: Runner) -> None:
        words = "$(touch pwned) `touch pwned` '; touch pwned; ' ::set-output name=x::y"
        runner.project.edit(("We protect", f"{words} We protect"), ("# Shop", f"# {words} @octocat Shop"))
        runner.project.edit(("title: Shop", f"title: >\n  {words} @octocat Shop"))
        passed, summary, log = runner.play(policy="privacy-policy")
        assert passed, log
        assert not list(runner.project.root.rglob("pwned"))
        assert "@octocat" not in summary
        assert not [line for line in log.splitlines() if line.lstrip().startswith("::set-output")]

    @pytest.mark.parametrize("policy", ["$(touch pwned)", "--help"])
    def test_the_name_of_a_policy_is_only_a_name(self, runner: Runner, policy: str) -> None:
        passed, _, log = runner.play(policy=policy)
        assert not passed
        assert "Traceback" not in log
        assert not list(runner.project.root.rglob("pwned"))

    def test_a_shallow_clone_fails_and_says_what_to_do(self, runner: Runner, tmp_path: Path) -> None:
        runner.project.release(TYPO)
        shallow = tmp_path / "shallow"
        runner.project.git("clone", "--quiet", "--depth=1", f"file://{runner.project.root}", str(shallow))
        runner.project = Project(root=shallow)
        passed, _, log = runner.play()
        assert not passed
        assert "fetch" in log

    def test_nothing_of_the_event_is_pasted_into_a_command(self) -> None:
        action = yaml.safe_load((ROOT / "action.yml").read_text())
        for step in action["runs"]["steps"]:
            assert "${{" not in step.get("run", ""), step
        assert {"name", "description", "runs"} <= action.keys()
        assert all(step["shell"] == "bash" for step in action["runs"]["steps"] if "run" in step)


class TestGitlab:
    """The job's script in bash with the real curl, against a server that keeps notes as GitLab does."""

    @pytest.fixture
    def notes(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        kept: list[dict[str, Any]] = [{"id": 4, "author": {"id": 9}, "body": f"{MARK} mine"}]

        class Gitlab(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def answer(self, value: object) -> None:
                data = json.dumps(value).encode()
                self.send_response(200 if self.headers["PRIVATE-TOKEN"] == "secret" else 401)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def do_GET(self) -> None:
                self.answer({"id": 5} if self.path.endswith("/user") else kept)

            def do_POST(self) -> None:
                kept.append({"id": 11, "author": {"id": 5}, "body": self.body})
                self.answer({})

            def do_PUT(self) -> None:
                kept[[str(note["id"]) for note in kept].index(self.path.rpartition("/")[2])]["body"] = self.body
                self.answer({})

            @property
            def body(self) -> str:
                return parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["body"][0]

        server = ThreadingHTTPServer(("127.0.0.1", 0), Gitlab)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/api/v4", kept
        server.shutdown()
        server.server_close()

    def play(self, project: Project, address: str, token: str = "secret") -> subprocess.CompletedProcess[str]:
        job = yaml.safe_load((ROOT / "docs/examples/gitlab-check.yml").read_text())["policy-check"]
        script = "\n".join(line for line in job["script"] if not line.startswith("pip install"))
        return run(
            ["bash", "-eo", "pipefail", "-c", script],
            project.root,
            POLICYTOOL_GITLAB_TOKEN=token,
            CI_API_V4_URL=address,
            CI_PROJECT_ID="3",
            CI_MERGE_REQUEST_IID="7",
            CI_BUILDS_DIR=str(project.root.parent),
        )

    def test_one_note_is_posted_and_then_written_anew(
        self, project: Project, notes: tuple[str, list[dict[str, Any]]]
    ) -> None:
        address, kept = notes
        project.edit(LOCATION)
        done = self.play(project, address)
        assert done.returncode == 0, done.stderr
        project.edit(BAD_LINK)
        assert self.play(project, address).returncode == 1
        strangers, own = kept
        assert strangers["body"] == f"{MARK} mine"
        assert own["body"].startswith(MARK)
        assert "1 thing blocks a release" in own["body"]
        assert not (project.root.parent / ".policytool-curl").exists()

    def test_without_a_token_the_report_is_a_file(self, project: Project) -> None:
        assert self.play(project, "http://127.0.0.1:9", token="").returncode == 0
        assert (project.root / "policy-check.md").read_text().startswith(MARK)


@pytest.mark.parametrize("file", sorted((ROOT / "docs/examples").glob("*.yml")), ids=lambda path: path.name)
def test_examples_can_be_read_and_fetch_the_whole_history(file: Path) -> None:
    text = file.read_text()
    assert yaml.safe_load(text)
    assert "fetch-depth: 0" in text or 'GIT_DEPTH: "0"' in text
    assert "pull_request_target:" not in text

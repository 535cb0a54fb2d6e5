"""GitHub Actions as its documentation says: events, jobs, permissions, expressions and files, for one workflow.

Steps with `uses` are not run: they check out, install and keep files. Kept files must exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from tests.pipelines.outcome import Outcome
from tests.pipelines.repository import pipeline_file, values

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator
    from tests.pipelines.repository import Repository

NAMES = "repo:contoso/meetings"
IMMUTABLE = "repo:contoso@123456/meetings@456789"
"""The start of a subject: of a repository made before 2026-07-15, and of one made since."""
MAIN = "ref:refs/heads/main"
_INSTALLED = ("actions/checkout@", "actions/setup-python@", "pulumi/actions@")
_KEPT = "actions/upload-artifact@"
_EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
_COMPARISON = re.compile(r"([\w.]+) == '([^']*)'")


@dataclass
class GitHub:
    """A repository on GitHub.

    Args:
        repository: its clone on the runner.
        emulator: the tenant.
        subject: the start of its tokens' subjects.
        workflow: the text of the workflow; by default the example's with the right values.
    """

    repository: Repository
    emulator: Emulator
    subject: str = NAMES
    workflow: str = ""
    secrets: dict[str, str] = field(default_factory=lambda: {"PULUMI_ACCESS_TOKEN": "pul-of-no-service"})

    def __post_init__(self) -> None:
        """Write the four values into the workflow."""
        self.workflow = self.workflow or pipeline_file("github.yml", values(self.emulator))

    def pull_request(self) -> Outcome:
        """Run the workflow for a pull request of a fork: no secrets, and a read-only token."""
        self.repository.merge_commit()
        return self._run("pull_request", "refs/pull/1/merge", forked=True)

    def merge(self) -> Outcome:
        """Run the workflow for a push to main."""
        self.repository.git("checkout", "--quiet", "main")
        return self._run("push", "refs/heads/main")

    def nightly(self) -> Outcome:
        """Run the workflow by its schedule, on the default branch."""
        self.repository.git("checkout", "--quiet", "main")
        return self._run("schedule", "refs/heads/main")

    def _run(self, event: str, ref: str, *, forked: bool = False) -> Outcome:
        workflow = yaml.load(self.workflow, yaml.BaseLoader)  # noqa: S506  (`on` is a name, not a Boolean)
        assert event in workflow["on"], f"The workflow is not for {event}."
        known = {"github.event_name": event, "github.ref": ref}
        known |= {} if forked else {f"secrets.{name}": value for name, value in self.secrets.items()}
        outcome = Outcome()
        ended: dict[str, bool] = {}
        for name, job in workflow["jobs"].items():
            needed = job.get("needs")
            if holds(job.get("if", ""), known) and (needed is None or ended.get(needed)):
                ended[name] = self._job(name, workflow, known, outcome, forked=forked)
        assert outcome.jobs, f"No job is for {event}."
        return outcome

    def _job(
        self, name: str, workflow: dict[str, Any], known: dict[str, str], outcome: Outcome, *, forked: bool
    ) -> bool:
        job = workflow["jobs"][name]
        outcome.jobs.append(name)
        granted = job.get("permissions", workflow["permissions"])
        environment = {**workflow["env"], **job.get("env", {})} | {"GITHUB_ACTIONS": "true", "CI": "true"}
        if granted.get("id-token") == "write" and not forked:
            rest = MAIN if "environment" not in job else f"environment:{job['environment']}"
            environment |= self.emulator.github_environment(f"{self.subject}:{rest}")
        succeeded = True
        for step in job["steps"]:
            if succeeded or step.get("if") == "always()":
                succeeded = self._step(step, environment, known, outcome) and succeeded
        outcome.succeeded = outcome.succeeded and succeeded
        for output, value in job.get("outputs", {}).items():
            known[f"needs.{name}.outputs.{output}"] = filled(value, known) if succeeded else ""
        return succeeded

    def _step(self, step: dict[str, Any], environment: dict[str, str], known: dict[str, str], outcome: Outcome) -> bool:
        if "uses" in step:
            if step["uses"].startswith(_KEPT):
                outcome.keep(self.repository, step["with"]["path"])
                return True
            assert step["uses"].startswith(_INSTALLED), f"{step['uses']} is not known here."
            return True
        files = {name: self._file(name) for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        variables = {**environment, **step.get("env", {})}
        done = self.repository.run(
            ["bash", "-e", str(self._file("script", step["run"]))],
            {name: filled(value, known) for name, value in variables.items()}
            | {name: str(path) for name, path in files.items()},
        )
        outcome.log += f"$ {step['run']}\n{done.output}"
        outcome.summary += files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines():
            output, _, value = line.partition("=")
            known[f"steps.{step['id']}.outputs.{output}"] = value
        return done.code == 0

    def _file(self, name: str, text: str = "") -> Path:
        path = self.repository.folder.parent / f"{name}.txt"
        path.write_text(text, encoding="utf-8")
        return path


def holds(condition: str, known: dict[str, str]) -> bool:
    """Return the truth of an `if` of the form `NAME == 'TEXT'`; an empty one is true."""
    if not condition:
        return True
    found = _COMPARISON.fullmatch(condition)
    assert found, f"{condition!r} is not understood here."
    return known[found[1]] == found[2]


def filled(text: str, known: dict[str, str]) -> str:
    """Return the text with its expressions replaced; an unknown secret is empty, as on GitHub."""

    def value(found: re.Match[str]) -> str:
        name = found[1]
        assert name in known or name.startswith("secrets."), f"Nothing has set {name}."
        return known.get(name, "")

    return _EXPRESSION.sub(value, text)

"""GitLab CI as its documentation says: rules, variables, `extends`, `id_tokens` and artifacts, for one file.

Source: https://docs.gitlab.com/ci/yaml/. The image is not run.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import yaml

from tests.pipelines.outcome import Outcome
from tests.pipelines.repository import pipeline_file, values

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.pipelines.repository import Repository

ISSUER = "https://gitlab.example"
SUBJECT = "project_path:contoso/meetings:ref_type:branch:ref:{}"
_NOT_JOBS = ("default", "variables", "stages", "workflow", "include")
_COMPARISON = re.compile(r'\$(\w+) == (?:"([^"]*)"|\$(\w+))')
_UNDERSTOOD = {
    *("artifacts", "before_script", "extends", "id_tokens", "needs", "resource_group", "rules", "script", "variables"),
}


@dataclass
class GitLab:
    """A project on GitLab.

    Args:
        repository: its clone on the runner; a remote `origin` is added.
        emulator: the tenant.
        text: the text of the pipeline; by default the example's with the right values.
    """

    repository: Repository
    emulator: Emulator
    text: str = ""

    def __post_init__(self) -> None:
        """Write the four values into the pipeline, and make the project that the clone is of."""
        self.text = self.text or pipeline_file("gitlab-ci.yml", values(self.emulator))
        self.repository.git("clone", "--quiet", "--bare", ".", "../origin.git")
        self.repository.git("remote", "add", "origin", "../origin.git")

    def pull_request(self) -> Outcome:
        """Run the pipeline for a merge request of a fork: it checks out the source branch, and no secret is there."""
        self.repository.git("checkout", "--quiet", "change")
        base = self.repository.git("merge-base", "main", "change")
        return self._run("merge_request_event", {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base}, "change")

    def merge(self) -> Outcome:
        """Run the pipeline for a push to main."""
        self.repository.git("checkout", "--quiet", "main")
        return self._run("push", {"CI_COMMIT_BRANCH": "main", "PULUMI_ACCESS_TOKEN": "pul-of-no-service"}, "main")

    def nightly(self) -> Outcome:
        """Run a scheduled pipeline of main."""
        self.repository.git("checkout", "--quiet", "main")
        return self._run("schedule", {"CI_COMMIT_BRANCH": "main", "PULUMI_ACCESS_TOKEN": "pul-of-no-service"}, "main")

    def _run(self, source: str, more: dict[str, str], branch: str) -> Outcome:
        pipeline = yaml.safe_load(self.text)
        variables = {**pipeline["variables"], "CI": "true", "CI_PIPELINE_SOURCE": source, "CI_DEFAULT_BRANCH": "main"}
        variables |= more
        outcome = Outcome()
        handed_on: dict[str, dict[str, str]] = {}
        for name, job in pipeline.items():
            whole = {**pipeline.get(job.get("extends", ""), {}), **job} if name not in _NOT_JOBS else {}
            if name.startswith(".") or not whole or not _wanted(whole, variables):
                continue
            assert whole.keys() <= _UNDERSTOOD, f"{name} has {whole.keys() - _UNDERSTOOD}, not understood here."
            if outcome.succeeded:
                given = {**variables, **whole.get("variables", {}), **self._tokens(whole, branch)}
                for needed in whole.get("needs", []):
                    given |= handed_on[needed]
                handed_on[name] = self._job(name, {**pipeline["default"], **whole}, given, outcome)
        assert outcome.jobs, f"No job is for {source}."
        return outcome

    def _job(self, name: str, job: dict[str, Any], given: dict[str, str], outcome: Outcome) -> dict[str, str]:
        """Run one job, and return the variables that it hands on."""
        outcome.jobs.append(name)
        script = self.repository.folder.parent / "script.sh"
        script.write_text("\n".join([*job["before_script"], *job["script"]]), encoding="utf-8")
        done = self.repository.run(["bash", "-eo", "pipefail", str(script)], given)
        outcome.log += done.output
        outcome.succeeded = done.code == 0
        artifacts = job.get("artifacts", {})
        if not outcome.succeeded and artifacts.get("when") != "always":
            return {}
        for path in artifacts.get("paths", []):
            outcome.keep(self.repository, path)
        dotenv = artifacts.get("reports", {}).get("dotenv")
        lines = self.repository.read(dotenv).splitlines() if dotenv else []
        return dict(line.split("=", 1) for line in lines)

    def _tokens(self, job: dict[str, Any], branch: str) -> dict[str, str]:
        asked = job.get("id_tokens", {})
        subject = SUBJECT.format(branch)
        return {name: self.emulator.oidc_token(ISSUER, subject, wish["aud"]) for name, wish in asked.items()}


def _wanted(job: dict[str, Any], variables: dict[str, str]) -> bool:
    return any(_holds(rule["if"], variables) for rule in job["rules"])


def _holds(condition: str, variables: dict[str, str]) -> bool:
    """Return the truth of comparisons of variables joined by `&&`."""
    for part in condition.split(" && "):
        found = _COMPARISON.fullmatch(part)
        assert found, f"{part!r} is not understood here."
        right = found[2] if found[3] is None else variables.get(found[3])
        if variables.get(found[1]) != right:
            return False
    return True

"""Azure Pipelines as its documentation says: conditions, variables, logging commands and AzureCLI@2, for one file.

Sources: https://learn.microsoft.com/azure/devops/pipelines/process/expressions,
https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands and
https://learn.microsoft.com/azure/devops/pipelines/tasks/reference/azure-cli-v2.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from tests.pipelines.outcome import Outcome
from tests.pipelines.repository import STACK, pipeline_file

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.pipelines.repository import Repository

CONNECTION = "contoso-teams"
CONNECTION_ID = "44444444-4444-4444-8444-444444444444"
_LOGGED = re.compile(r"^##vso\[task\.(\w+) ?([^\]]*)\](.*)$", re.MULTILINE)
_MACRO = re.compile(r"\$\(([\w.]+)\)")
_TEMPLATE = re.compile(r"\$\{\{ variables\.(\w+) \}\}")
_OUTPUT = re.compile(r"\$\[ dependencies\.(\w+)\.outputs\['([\w.]+)'\] \]")
_CALL = re.compile(r"(\w+)\(([^()]*)\)")
_INSTALLED = ("UsePythonVersion@0",)


@dataclass
class _Job:
    """A running job: its variables, its folders for PATH, and the outcome that its steps add to."""

    variables: dict[str, str]
    outcome: Outcome
    outputs: dict[str, str] = field(default_factory=dict)
    path: list[str] = field(default_factory=list)


@dataclass
class AzurePipelines:
    """A project in Azure DevOps, with the service connection `CONNECTION`.

    Args:
        repository: its clone on the agent.
        emulator: the tenant.
        text: the text of the pipeline; by default the example's with the right values.
    """

    repository: Repository
    emulator: Emulator
    text: str = ""

    def __post_init__(self) -> None:
        """Write the four values into the pipeline."""
        self.text = self.text or pipeline_file("azure-pipelines.yml", values(self.emulator))

    def pull_request(self) -> Outcome:
        """Run the pipeline for a pull request of a fork: no secret variable is there."""
        self.repository.merge_commit()
        return self._run("PullRequest", {})

    def merge(self) -> Outcome:
        """Run the pipeline for a push to main."""
        self.repository.git("checkout", "--quiet", "main")
        return self._run("IndividualCI", {"pulumiAccessToken": "pul-of-no-service"})

    def nightly(self) -> Outcome:
        """Run the pipeline by its schedule."""
        self.repository.git("checkout", "--quiet", "main")
        return self._run("Schedule", {"pulumiAccessToken": "pul-of-no-service"})

    def _run(self, reason: str, secrets: dict[str, str]) -> Outcome:
        pipeline = yaml.safe_load(self.text)
        outcome = Outcome()
        ended: dict[str, dict[str, str]] = {}
        for job in pipeline["jobs"]:
            needed = job.get("dependsOn")
            known = {"Build.Reason": reason, "succeeded": str(needed is None or needed in ended)}
            if not _holds(job["condition"], known):
                continue
            shared = _Job({**pipeline["variables"], **secrets}, outcome)
            for name, value in job.get("variables", {}).items():
                found = _OUTPUT.fullmatch(value)
                assert found, f"{value!r} is not understood here."
                shared.variables[name] = ended[found[1]][found[2]]
            if self._job(job, shared, known):
                ended[job["job"]] = shared.outputs
        assert outcome.jobs, f"No job is for {reason}."
        return outcome

    def _job(self, job: dict[str, Any], shared: _Job, known: dict[str, str]) -> bool:
        shared.outcome.jobs.append(job["job"])
        succeeded = True
        for step in job["steps"]:
            if _holds(step.get("condition", "succeeded()"), {**known, "succeeded": str(succeeded)}):
                succeeded = self._step(step, shared) and succeeded
        shared.outcome.succeeded = shared.outcome.succeeded and succeeded
        return succeeded

    def _step(self, step: dict[str, Any], shared: _Job) -> bool:
        if "publish" in step:
            shared.outcome.keep(self.repository, step["publish"])
            return True
        if "checkout" in step or step.get("task") in _INSTALLED:
            return True
        more: dict[str, str] = {}
        script = step.get("script")
        if script is None:
            assert step["task"] == "AzureCLI@2", f"{step['task']} is not known here."
            script, more = step["inputs"]["inlineScript"], self._connected(step["inputs"], shared)
        return self._script(script, step, shared, more)

    def _connected(self, inputs: dict[str, Any], shared: _Job) -> dict[str, str]:
        """Return what AzureCLI@2 puts into the environment of its script, for a connection that exists."""
        name = _TEMPLATE.sub(lambda found: shared.variables[found[1]], inputs["azureSubscription"])
        assert name == CONNECTION, f"There is no service connection {name!r}."
        assert (inputs["scriptType"], inputs["scriptLocation"]) == ("bash", "inlineScript")
        found = {"tenantId": self.emulator.tenant_id, "servicePrincipalId": self.emulator.client_id}
        return found if inputs.get("addSpnToEnvironment") else {}

    def _script(self, script: str, step: dict[str, Any], shared: _Job, more: dict[str, str]) -> bool:
        issuer = self.emulator.azure_devops_environment()
        known = {**shared.variables, "System.AccessToken": issuer["SYSTEM_ACCESSTOKEN"]}
        set_for_all = {name.replace(".", "_").upper(): value for name, value in shared.variables.items()}
        set_for_all.pop("PULUMIACCESSTOKEN", None)  # a secret variable is not in the environment by itself
        own = {name: _filled(value, known) for name, value in step.get("env", {}).items()}
        path = os.pathsep.join([*reversed(shared.path), self.repository.environment["PATH"]])
        file = self.repository.folder.parent / "script.sh"
        file.write_text(_filled(script, known), encoding="utf-8")
        given = {"TF_BUILD": "True", "SYSTEM_OIDCREQUESTURI": issuer["SYSTEM_OIDCREQUESTURI"], "PATH": path}
        done = self.repository.run(["bash", "--noprofile", "--norc", str(file)], given | set_for_all | more | own)
        shared.outcome.log += done.output
        for command, properties, value in _LOGGED.findall(done.output):
            self._logged(command, properties, value.strip(), step, shared)
        return done.code == 0

    def _logged(self, command: str, properties: str, value: str, step: dict[str, Any], shared: _Job) -> None:
        if command == "setvariable":
            found = dict(one.split("=", 1) for one in properties.split(";"))
            assert found["isOutput"] == "true"
            shared.outputs[f"{step['name']}.{found['variable']}"] = value
        elif command == "prependpath":
            shared.path.append(value)
        else:
            assert command == "uploadsummary", f"{command} is not known here."
            with open(value, encoding="utf-8") as file:  # noqa: PTH123  (the path is as the step wrote it)
                shared.outcome.summary += file.read()


def values(emulator: Emulator) -> dict[str, str]:
    """Return the four values that the README tells to change, and what they are here."""
    return {
        "contoso/meetings/prod": STACK,
        "serviceConnection: meetings": f"serviceConnection: {CONNECTION}",
        "11111111-1111-1111-1111-111111111111": CONNECTION_ID,
        "22222222-2222-2222-2222-222222222222": emulator.user_id,
    }


def _filled(text: str, known: dict[str, str]) -> str:
    """Return the text with its macros replaced; Azure Pipelines leaves one that names no variable as it is."""
    return _MACRO.sub(lambda found: known.get(found[1], found[0]), text)


def _holds(condition: str, known: dict[str, str]) -> bool:
    """Return the truth of a condition with `and`, `eq`, `in`, `succeeded` and `always`."""
    text = re.sub(r"variables\['([\w.]+)'\]", lambda found: f"'{known[found[1]]}'", condition)
    while (found := _CALL.search(text)) is not None:
        words = [word.strip() for word in found[2].split(",")] if found[2] else []
        text = text[: found.start()] + _called(found[1], words, known) + text[found.end() :]
    return text == "True"


def _called(name: str, words: list[str], known: dict[str, str]) -> str:
    answers = {
        "and": all(word == "True" for word in words),
        "eq": words[:1] == words[1:],
        "in": words[0] in words[1:] if words else False,
        "succeeded": known["succeeded"] == "True",
        "always": True,
    }
    assert name in answers, f"{name} is not understood here."
    return str(answers[name])

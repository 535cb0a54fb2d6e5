"""Terraform with two providers: Microsoft's generic Graph provider, and a stand-in with its requests and its state.

Both need `terraform` on PATH. MSGRAPH_MEETINGS_TERRAFORM_PROVIDER names the binary of microsoft/msgraph. The stand-in
is ours, built when it is first measured: its source is in tools/engine/modules/terraform-stand-in. Both run the same
configuration, except for the names of the provider and of its resource.
Terraform reads every meeting before each plan, apply and destroy: that is its default, and it is timed as it is used.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.cases import STAND_IN, TERRAFORM
from bench.missing import reason
from tools.clients import TERRAFORM_PROVIDER
from tools.console import Problem
from tools.engine import build
from tools.engine.kits import TERRAFORM_STAND_IN
from tools.places import Places

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_CLI = 'provider_installation {{\n  dev_overrides {{\n    "{source}" = "{folder}"\n  }}\n}}\n'
_PROGRAM = """
terraform {{
  required_providers {{
    {name} = {{ source = "{source}" }}
  }}
}}

provider "{name}" {{}}

resource "{resource}" "meeting" {{
  count = {count}
  url   = "users/{user}/onlineMeetings"
  body = {{
    subject       = "Meeting ${{count.index}}"
    startDateTime = "2027-01-04T09:00:00Z"
    endDateTime   = "2027-01-04T10:00:00Z"
  }}
  response_export_values = {{ join = "joinWebUrl" }}
}}
"""
COMMANDS = {
    "up": ("apply", "-auto-approve"),
    "up again": ("apply", "-auto-approve"),
    "preview": ("plan", "-detailed-exitcode"),
    "refresh": ("apply", "-refresh-only", "-auto-approve"),
    "destroy": ("destroy", "-auto-approve"),
}
_FOREIGN = ("ARM_", "AZURE_", "MSGRAPH_", "HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "TF_")


@dataclass(frozen=True)
class Provider:
    """A provider that Terraform runs.

    Args:
        source: its address in a registry.
        resource: the type of its resource.
        folder: returns the folder of its binary, or raises Problem.
        unavailable: the reason for the results, if that problem's text is not one for them.
        proxy: it reaches the emulator through the proxy only, because its hosts are fixed.
    """

    source: str
    resource: str
    folder: Callable[[], Path]
    unavailable: str = ""
    proxy: bool = False

    def program(self, count: int, user: str) -> str:
        """Return the configuration with that many meetings."""
        name = self.source.rpartition("/")[2]
        return _PROGRAM.format(name=name, source=self.source, resource=self.resource, count=count, user=user)


def _named() -> Path:
    binary = os.environ.get(TERRAFORM_PROVIDER)
    if not binary:
        raise Problem(f"{TERRAFORM_PROVIDER} is not set")
    if not Path(binary).is_file():
        raise Problem(f"{TERRAFORM_PROVIDER} names no file")
    return Path(binary).resolve().parent


def _built() -> Path:
    return build.ensure(TERRAFORM_STAND_IN, Places.here())


PROVIDERS = {
    TERRAFORM: Provider("microsoft/msgraph", "msgraph_resource", _named, proxy=True),
    STAND_IN: Provider("msgraph-meetings/standin", "standin_resource", _built, "its provider could not be built"),
}


def not_measured() -> dict[str, str]:
    """Return the candidates that cannot be measured here, each with the reason; build the stand-in if it is not."""
    return {name: why for name, provider in PROVIDERS.items() if (why := _reason(provider))}


def _reason(provider: Provider) -> str:
    if not shutil.which("terraform"):
        return "terraform is not on PATH"
    return reason(provider.folder, provider.unavailable)


class TerraformStack:
    """One configuration, in a folder of its own."""

    def __init__(
        self, folder: Path, provider: Provider, program: str, environment: Mapping[str, str], parallel: int
    ) -> None:
        folder.mkdir(parents=True)
        self._folder, self._parallel = folder, parallel
        cli = _CLI.format(source=provider.source, folder=provider.folder().as_posix())
        (folder / "cli.tfrc").write_text(cli, encoding="utf-8")
        (folder / "main.tf").write_text(program, encoding="utf-8")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
        alone = {"TF_CLI_CONFIG_FILE": str(folder / "cli.tfrc"), "CHECKPOINT_DISABLE": "1"}
        self._environment = kept | dict(environment) | alone

    def timed(self, name: str) -> float:
        """Return the seconds that the command of that name took."""
        command = ["terraform", *COMMANDS[name], f"-parallelism={self._parallel}", "-input=false", "-no-color"]
        start = time.perf_counter()
        done = subprocess.run(
            command, cwd=self._folder, env=self._environment, capture_output=True, text=True, check=False
        )
        seconds = time.perf_counter() - start
        if done.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
        return seconds

"""T: Terraform with Microsoft's generic Graph provider, where both are given.

`terraform` is on PATH, and MSGRAPH_MEETINGS_TERRAFORM_PROVIDER names the binary of the provider microsoft/msgraph.
Terraform reads every meeting before each plan, apply and destroy: that is its default, and it is timed as it is used.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tools.clients import TERRAFORM_PROVIDER

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION = "0.2.0"
_CLI = 'provider_installation {{\n  dev_overrides {{\n    "microsoft/msgraph" = "{folder}"\n  }}\n}}\n'
_PROGRAM = """
terraform {{
  required_providers {{
    msgraph = {{ source = "microsoft/msgraph" }}
  }}
}}

provider "msgraph" {{}}

resource "msgraph_resource" "meeting" {{
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


def missing() -> str:
    """Return what is missing, in a few words; an empty string if Terraform can be measured."""
    binary = os.environ.get(TERRAFORM_PROVIDER)
    if not binary:
        return f"{TERRAFORM_PROVIDER} is not set"
    if not Path(binary).is_file():
        return f"{TERRAFORM_PROVIDER} names no file"
    return "" if shutil.which("terraform") else "terraform is not on PATH"


class TerraformStack:
    """One configuration with ``count`` meetings, in a folder of its own."""

    def __init__(self, folder: Path, count: int, user: str, environment: Mapping[str, str], parallel: int) -> None:
        folder.mkdir(parents=True)
        self._folder, self._parallel = folder, parallel
        providers = Path(os.environ[TERRAFORM_PROVIDER]).resolve().parent
        (folder / "cli.tfrc").write_text(_CLI.format(folder=providers.as_posix()), encoding="utf-8")
        (folder / "main.tf").write_text(_PROGRAM.format(count=count, user=user), encoding="utf-8")
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

"""Terraform's provider microsoft/msgraph through the proxy.

No registry here has that provider: MSGRAPH_MEETINGS_TERRAFORM_PROVIDER names its binary, and `terraform` is on PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.clients.programs import environment
from tools.clients import TERRAFORM_PROVIDER

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator

pytestmark = pytest.mark.proof
_LIMIT = 300
_CLI = 'provider_installation {{\n  dev_overrides {{\n    "microsoft/msgraph" = "{folder}"\n  }}\n}}\n'
_PROGRAM = """
terraform {
  required_providers {
    msgraph = { source = "microsoft/msgraph" }
  }
}

provider "msgraph" {}

resource "msgraph_resource" "meeting" {
  url  = "users/USER/onlineMeetings"
  body = {
    subject       = "SUBJECT"
    startDateTime = "2027-01-04T09:00:00Z"
    endDateTime   = "2027-01-04T09:30:00Z"
  }
  response_export_values = { join = "joinWebUrl" }
}

output "join" {
  value = msgraph_resource.meeting.output.join
}
"""


@dataclass(frozen=True)
class Terraform:
    """A folder with a program, and what runs it."""

    emulator: Emulator
    folder: Path

    def __call__(self, *words: str) -> str:
        env = environment(self.emulator) | {
            "TF_CLI_CONFIG_FILE": str(self.folder / "cli.tfrc"),
            "CHECKPOINT_DISABLE": "1",
        }
        command = ["terraform", *words, "-no-color"]
        done = subprocess.run(
            command, cwd=self.folder, env=env, capture_output=True, text=True, timeout=_LIMIT, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def apply(self, subject: str) -> None:
        """Deploys the meeting with that subject."""
        program = _PROGRAM.replace("USER", self.emulator.user_id).replace("SUBJECT", subject)
        (self.folder / "main.tf").write_text(program, encoding="utf-8")
        self("apply", "-auto-approve")


@pytest.fixture
def terraform(proxied_emulator: Emulator, tmp_path: Path) -> Terraform:
    """Terraform with the provider that the environment names."""
    binary = os.environ.get(TERRAFORM_PROVIDER)
    if binary is None:
        pytest.skip(f"{TERRAFORM_PROVIDER} names no binary of terraform-provider-msgraph.")
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not on PATH.")
    (tmp_path / "cli.tfrc").write_text(_CLI.format(folder=Path(binary).resolve().parent), encoding="utf-8")
    return Terraform(proxied_emulator, tmp_path)


def test_terraform_makes_changes_and_deletes_a_meeting(terraform: Terraform) -> None:
    terraform.apply("Planning")
    (made,) = terraform.emulator.meetings()
    assert json.loads(terraform("output", "-json"))["join"]["value"] == made["joinWebUrl"]
    terraform.apply("Retrospective")
    (changed,) = terraform.emulator.meetings()
    assert (changed["id"], changed["subject"]) == (made["id"], "Retrospective")
    terraform("destroy", "-auto-approve")
    assert terraform.emulator.meetings() == []

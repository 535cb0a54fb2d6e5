"""With the real engine: `meetings.sh` alone, as on a laptop or in a system that has no file here."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.pipelines.repository import STACK

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.engine.stack import Result
    from tests.pipelines.repository import Repository

pytestmark = pytest.mark.proof
ADDED = "| `standup` | added |"


def meetings(repository: Repository, *words: str, **variables: str) -> Result:
    """Run `meetings.sh`."""
    return repository.run(["ci/meetings.sh", *words], variables)


def moved(repository: Repository) -> str:
    """Move the program to the folder `infra`, with a configuration for previews; return the commit before."""
    before = repository.git("rev-parse", "HEAD")
    (repository.folder / "infra").mkdir()
    for name in ("__main__.py", "Pulumi.yaml"):
        (repository.folder / name).rename(repository.folder / "infra" / name)
    (repository.folder / "infra" / "Pulumi.preview.yaml").write_text("config: {meetings:subject: Configured}\n")
    program = repository.folder / "infra" / "__main__.py"
    text = program.read_text(encoding="utf-8").replace('subject="Stand-up"', 'subject=pulumi.Config().get("subject")')
    program.write_text(text, encoding="utf-8")
    repository.commit("Into a folder")
    return before


def test_a_person_deploys_reads_an_output_and_checks_with_a_client_secret(
    repository: Repository, msgraph_emulator: Emulator
) -> None:
    app = {name: text for name, text in msgraph_emulator.environment().items() if name.startswith(("ARM_", "MSGRAPH_"))}
    app["PULUMI_STACK"] = STACK
    deployed = meetings(repository, "up", **app)
    assert deployed.code == 0, deployed.output
    (meeting,) = msgraph_emulator.meetings()
    assert json.loads(repository.read("reports/outputs.json")) == {"join_url": meeting["joinWebUrl"]}
    assert meetings(repository, "output", "join_url", **app).output.strip() == meeting["joinWebUrl"]

    quiet = meetings(repository, "drift", **app)
    assert quiet.code == 0, quiet.output
    msgraph_emulator.delete(meeting["id"])
    missing = meetings(repository, "drift", **app)
    assert missing.code == 7, missing.output
    assert "| `standup` | create |" in missing.output

    refused = meetings(repository, "drift", **app | {"ARM_CLIENT_SECRET": "not-the-secret"})
    assert refused.code not in (0, 7), refused.output
    assert "client secret" in refused.output
    assert meetings(repository, "output", "no_such_output", **app).code != 0


def test_a_program_in_a_folder_is_installed_and_configured_for_its_preview(
    repository: Repository, msgraph_emulator: Emulator
) -> None:
    before = moved(repository)
    wanted = {"PROGRAM": "infra", "INSTALL": "pwd >> ../../installed", "MSGRAPH_USER_ID": msgraph_emulator.user_id}
    shown = meetings(repository, "preview", before, **wanted)
    assert shown.code == 0, shown.output
    assert "cannot be previewed" in shown.output  # there is no infra at that commit
    assert f'{ADDED} `"Configured"`' in shown.output
    assert (repository.folder.parent / "installed").read_text().split() == [str(repository.folder / "infra")]
    assert msgraph_emulator.journal() == []
    assert repository.git("status", "--porcelain", "--untracked-files=no") == ""


def test_an_unknown_word_prints_the_help(repository: Repository) -> None:
    asked = meetings(repository, "deploy")
    assert asked.code == 2
    assert "meetings.sh preview COMMIT" in asked.output

"""With the real engine: the example for Azure DevOps, its shell steps as the pipeline gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pipelines.azure import CONNECTION_ID, AzurePipelines
from tests.pipelines.story import OLD, assert_deployed, assert_whole

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.pipelines.repository import Repository

pytestmark = pytest.mark.proof


def trust(emulator: Emulator, connection: str) -> None:
    """Let the app sign in with tokens of a service connection."""
    subject = f"sc://emulator/meetings/{connection}"
    emulator.put_federated_credential(emulator.client_id, emulator.issuer("azure-devops"), subject)


def test_a_whole_week_on_azure_devops(repository: Repository, msgraph_emulator: Emulator) -> None:
    trust(msgraph_emulator, CONNECTION_ID)
    assert_whole(AzurePipelines(repository, msgraph_emulator), msgraph_emulator)


def test_a_credential_of_another_connection_does_not_sign_in(
    repository: Repository, msgraph_emulator: Emulator
) -> None:
    trust(msgraph_emulator, "55555555-5555-4555-8555-555555555555")
    refused = AzurePipelines(repository, msgraph_emulator).merge()
    assert not refused.succeeded
    assert CONNECTION_ID in refused.log


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("          SYSTEM_ACCESSTOKEN: $(System.AccessToken)", "          UNUSED: none"),
        ("            ci/meetings.sh up", "            true"),
        ("isOutput=true]$join_url", "isOutput=true]"),
    ],
)
def test_a_step_that_lies_is_noticed(true: str, false: str, repository: Repository, msgraph_emulator: Emulator) -> None:
    trust(msgraph_emulator, CONNECTION_ID)
    azure = AzurePipelines(repository, msgraph_emulator)
    assert true in azure.text
    azure.text = azure.text.replace(true, false)
    with pytest.raises(AssertionError):
        assert_deployed(azure, msgraph_emulator, OLD)

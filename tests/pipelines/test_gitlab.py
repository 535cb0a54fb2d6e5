"""With the real engine: the example for GitLab, its shell steps as the pipeline gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pipelines.gitlab import ISSUER, SUBJECT, GitLab
from tests.pipelines.story import OLD, assert_deployed, assert_whole

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.pipelines.repository import Repository

pytestmark = pytest.mark.proof


def trust(emulator: Emulator, branch: str) -> None:
    """Let the app sign in with tokens of GitLab for a branch."""
    emulator.put_federated_credential(emulator.client_id, ISSUER, SUBJECT.format(branch))


def test_a_whole_week_on_gitlab(repository: Repository, msgraph_emulator: Emulator) -> None:
    trust(msgraph_emulator, "main")
    assert_whole(GitLab(repository, msgraph_emulator), msgraph_emulator)


def test_a_credential_for_another_branch_does_not_sign_in(repository: Repository, msgraph_emulator: Emulator) -> None:
    trust(msgraph_emulator, "release")
    refused = GitLab(repository, msgraph_emulator).merge()
    assert not refused.succeeded
    assert SUBJECT.format("main") in refused.log


@pytest.mark.parametrize(
    ("true", "false"),
    [
        ("aud: api://AzureADTokenExchange", "aud: https://gitlab.example"),
        ("    - ci/meetings.sh up", "    - 'true'"),
        ('echo "JOIN_URL=$join_url"', 'echo "JOIN_URL="'),
    ],
)
def test_a_step_that_lies_is_noticed(true: str, false: str, repository: Repository, msgraph_emulator: Emulator) -> None:
    trust(msgraph_emulator, "main")
    gitlab = GitLab(repository, msgraph_emulator)
    assert true in gitlab.text
    gitlab.text = gitlab.text.replace(true, false)
    with pytest.raises(AssertionError):
        assert_deployed(gitlab, msgraph_emulator, OLD)

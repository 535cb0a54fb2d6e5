"""With the real engine: the example for GitHub Actions, its shell steps as the workflow gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pipelines.github import IMMUTABLE, MAIN, NAMES, GitHub
from tests.pipelines.story import OLD, assert_deployed, assert_drift_found, assert_quiet, assert_whole, propose
from tests.pipelines.story import assert_previewed as assert_previewed_in

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.pipelines.repository import Repository

FORMS = {"names": (NAMES, IMMUTABLE), "immutable": (IMMUTABLE, NAMES)}
LIES = {
    "the sign-in is missing": ("      id-token: write # lets", "      # lets", False),
    "the deployment is not run": ("run: ci/meetings.sh up", "run: ':'", False),
    "the output is not handed on": ('echo "join_url=$join_url" >>', "echo join_url= >>", False),
    "the drift check always passes": ("drift # fails", "drift || true # fails", True),
    "the report is lost": ("reports/drift.md >>", "/dev/null && rm reports/drift.md >>", True),
}
"""Edits after which a step no longer does its work; True if only the nightly run can notice it."""


def trust(emulator: Emulator, subject: str) -> None:
    """Let the app sign in with tokens of GitHub for the branch main."""
    emulator.put_federated_credential(emulator.client_id, emulator.issuer("github"), f"{subject}:{MAIN}")


def test_a_pull_request_is_previewed_a_merge_deployed_and_an_edit_found(
    repository: Repository, msgraph_emulator: Emulator
) -> None:
    trust(msgraph_emulator, NAMES)
    github = GitHub(repository, msgraph_emulator)
    propose(github)
    assert_previewed_in(github, msgraph_emulator)
    assert_deployed(github, msgraph_emulator, OLD)
    assert_drift_found(github, msgraph_emulator)


@pytest.mark.proof
def test_a_whole_week_on_github(repository: Repository, msgraph_emulator: Emulator) -> None:
    trust(msgraph_emulator, NAMES)
    assert_whole(GitHub(repository, msgraph_emulator), msgraph_emulator)


@pytest.mark.proof
@pytest.mark.parametrize("form", FORMS)
def test_each_form_of_the_subject_signs_in_only_with_a_credential_of_that_form(
    form: str, repository: Repository, msgraph_emulator: Emulator
) -> None:
    subject, other = FORMS[form]
    trust(msgraph_emulator, other)
    github = GitHub(repository, msgraph_emulator, subject)
    refused = github.merge()
    assert not refused.succeeded
    assert f"{subject}:{MAIN}" in refused.log  # what the token says, to be copied into the credential
    trust(msgraph_emulator, subject)
    assert_deployed(github, msgraph_emulator, OLD)


@pytest.mark.proof
@pytest.mark.parametrize("lie", LIES)
def test_a_step_that_lies_is_noticed(lie: str, repository: Repository, msgraph_emulator: Emulator) -> None:
    trust(msgraph_emulator, NAMES)
    github = GitHub(repository, msgraph_emulator)
    true, false, at_night = LIES[lie]
    if at_night:
        assert_deployed(github, msgraph_emulator, OLD)
    assert true in github.workflow
    github.workflow = github.workflow.replace(true, false)
    with pytest.raises(AssertionError):
        assert_drift_found(github, msgraph_emulator) if at_night else assert_deployed(github, msgraph_emulator, OLD)


@pytest.mark.proof
def test_a_program_that_cannot_be_previewed_fails_with_its_message(
    repository: Repository, msgraph_emulator: Emulator
) -> None:
    github = GitHub(repository, msgraph_emulator)
    propose(github)
    repository.change_program('end_date_time="2027-01-04T09:15:00Z",', 'end_date_time="2026-01-04T09:15:00Z",')
    repository.commit("An end before the start")
    outcome = github.pull_request()
    assert not outcome.succeeded
    assert "endDateTime" in outcome.log
    assert outcome.kept == {}


@pytest.mark.proof
def test_a_quiet_night_on_github_passes(repository: Repository, msgraph_emulator: Emulator) -> None:
    trust(msgraph_emulator, NAMES)
    github = GitHub(repository, msgraph_emulator)
    assert_deployed(github, msgraph_emulator, OLD)
    assert_quiet(github, msgraph_emulator)

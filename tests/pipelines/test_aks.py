"""With the real engine: the resources for the Kubernetes operator on AKS, deployed as the operator does it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.engine.requests import requests
from tests.pipelines.aks import ISSUER, SUBJECT, Cluster
from tests.pipelines.story import EDITED, OLD

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.pipelines.repository import Repository

pytestmark = pytest.mark.proof
LABEL = 'azure.workload.identity/use: "true"'


def trust(emulator: Emulator, account: str) -> None:
    """Let the app sign in with the token of a service account of the cluster."""
    emulator.put_federated_credential(emulator.client_id, ISSUER, SUBJECT.format("meetings", account))


def test_the_operator_deploys_once_and_puts_an_edit_back(repository: Repository, msgraph_emulator: Emulator) -> None:
    trust(msgraph_emulator, "meetings")
    cluster = Cluster(repository, msgraph_emulator)
    first = cluster.reconcile()
    assert first.code == 0, first.output
    (meeting,) = msgraph_emulator.meetings()
    assert json.loads(cluster.outputs()) == {"join_url": meeting["joinWebUrl"]}

    requests(msgraph_emulator)
    again = cluster.reconcile()
    assert again.code == 0, again.output
    assert requests(msgraph_emulator) == ["GET meeting"]

    msgraph_emulator.edit(meeting["id"], subject=EDITED)
    repaired = cluster.reconcile()
    assert repaired.code == 0, repaired.output
    assert [one["subject"] for one in msgraph_emulator.meetings()] == [OLD]


def test_without_its_label_the_pod_cannot_sign_in(repository: Repository, msgraph_emulator: Emulator) -> None:
    trust(msgraph_emulator, "meetings")
    cluster = Cluster(repository, msgraph_emulator)
    assert LABEL in cluster.text
    cluster.text = cluster.text.replace(LABEL, LABEL.replace("true", "false"))
    refused = cluster.reconcile()
    assert refused.code != 0
    assert msgraph_emulator.meetings() == []


def test_another_service_account_does_not_sign_in(repository: Repository, msgraph_emulator: Emulator) -> None:
    trust(msgraph_emulator, "other")
    refused = Cluster(repository, msgraph_emulator).reconcile()
    assert refused.code != 0
    assert SUBJECT.format("meetings", "meetings") in refused.output

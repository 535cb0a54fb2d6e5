"""The AKS workload identity method: exchange the cluster's token for the pod for a token of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.auth.assertion import Assertion
from msgraph_meetings.auth.entra import EntraApp
from msgraph_meetings.auth.files import text_in
from msgraph_meetings.auth.sign_in_http import SignInHttp
from msgraph_meetings.errors import ConfigurationError

if TYPE_CHECKING:
    from msgraph_meetings.config.reading import Settings


def workload_identity(settings: Settings) -> EntraApp:
    """Return the app with the pod's token. AKS rewrites it about every hour, so each sign-in reads it again.

    Raises:
        ConfigurationError: tenant or client id are missing, or the file does not exist.
    """
    path = settings.federated_token_file_path
    if not path:
        raise ConfigurationError(
            "useAksWorkloadIdentity is true, but this process is not in a pod with a workload identity.",
            "AZURE_FEDERATED_TOKEN_FILE is not set.",
            'Label the pod with azure.workload.identity/use: "true", and give it a service account of the app.',
        )
    assertion = Assertion(lambda: text_in("federatedTokenFilePath (AZURE_FEDERATED_TOKEN_FILE)", path))
    return EntraApp(settings, assertion.proof("federatedTokenFilePath"), SignInHttp())

"""The client secret method: a secret of the app, as a value or in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.auth.entra import EntraApp, Proof
from msgraph_meetings.auth.files import text_in
from msgraph_meetings.auth.sign_in_http import SignInHttp

if TYPE_CHECKING:
    from msgraph_meetings.config.reading import Settings


def client_secret(settings: Settings) -> EntraApp:
    """Return the app with its secret as the proof.

    Raises:
        ConfigurationError: tenant or client id are missing, or the file cannot be read.
    """
    path = settings.client_secret_file_path
    name = "clientSecretFilePath" if path else "clientSecret"
    secret = text_in(name, path) if path else settings.client_secret
    return EntraApp(settings, Proof(secret, name), SignInHttp())

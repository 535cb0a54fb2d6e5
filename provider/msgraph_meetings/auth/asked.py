"""Tell which sign-in method the settings ask for: each function returns the settings that ask for its method."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msgraph_meetings.config.reading import Settings


def ready_token(settings: Settings) -> tuple[str, ...]:
    """Return the settings that hold an access token acquired elsewhere."""
    return _given(accessToken=settings.access_token, accessTokenFilePath=settings.access_token_file_path)


def client_certificate(settings: Settings) -> tuple[str, ...]:
    """Return the settings that hold a certificate of the app."""
    return _given(clientCertificate=settings.client_certificate, clientCertificatePath=settings.client_certificate_path)


def client_secret(settings: Settings) -> tuple[str, ...]:
    """Return the settings that hold a client secret of the app."""
    return _given(clientSecret=settings.client_secret, clientSecretFilePath=settings.client_secret_file_path)


def oidc(settings: Settings) -> tuple[str, ...]:
    """Return the settings of an OIDC token or of its origin, unless ``useOidc`` is false."""
    return _switched(
        settings,
        settings.use_oidc,
        "useOidc",
        _given(
            oidcToken=settings.oidc_token,
            oidcTokenFilePath=settings.oidc_token_file_path,
            oidcRequestUrl=settings.oidc_request_url,
        ),
    )


def workload_identity(settings: Settings) -> tuple[str, ...]:
    """Return the settings of the token that AKS writes into a pod, unless ``useAksWorkloadIdentity`` is false."""
    whole = settings.tenant_id and (settings.client_id or settings.client_id_file_path)
    given = _given(federatedTokenFilePath=settings.federated_token_file_path) if whole else ()
    return _switched(settings, settings.use_aks_workload_identity, "useAksWorkloadIdentity", given)


def managed_identity(settings: Settings) -> tuple[str, ...]:
    """Return the switch only: to ask a machine for its identity takes seconds where it has none."""
    return _switched(settings, settings.use_msi, "useMsi", ())


def azure_cli(settings: Settings) -> tuple[str, ...]:
    """Return the command on PATH, unless ``useCli`` is false."""
    return _switched(settings, settings.use_cli, "useCli", ("az on PATH",) if az() else ())


def az() -> str | None:
    """Return the path of the Azure CLI on PATH (``az.cmd`` on Windows); one in the project's folder is ignored."""
    found = shutil.which("az")
    return found if found and Path(found).is_absolute() else None


def _switched(
    settings: Settings,
    switch: bool | None,  # noqa: FBT001  (three values)
    name: str,
    given: tuple[str, ...],
) -> tuple[str, ...]:
    """Return the settings that ask for a method with a switch; an environment switch excludes no explicit setting."""
    if switch is None:
        return given
    if switch:
        return (name, *given)
    return () if name in settings.explicit else tuple(one for one in given if one in settings.explicit)


def _given(**settings: str | None) -> tuple[str, ...]:
    return tuple(name for name, value in settings.items() if value)

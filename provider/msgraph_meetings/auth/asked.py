"""Which way to sign in the settings ask for: each function names what asks for its method, if anything does."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msgraph_meetings.config.reading import Settings


def ready_token(settings: Settings) -> tuple[str, ...]:
    """A token that somebody else got."""
    return _given(accessToken=settings.access_token, accessTokenFilePath=settings.access_token_file_path)


def client_certificate(settings: Settings) -> tuple[str, ...]:
    """A certificate of the app."""
    return _given(clientCertificate=settings.client_certificate, clientCertificatePath=settings.client_certificate_path)


def client_secret(settings: Settings) -> tuple[str, ...]:
    """A secret of the app."""
    return _given(clientSecret=settings.client_secret, clientSecretFilePath=settings.client_secret_file_path)


def oidc(settings: Settings) -> tuple[str, ...]:
    """A token of another issuer, or where to get one, unless ``useOidc`` is false."""
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
    """What AKS puts into a pod with a workload identity, unless ``useAksWorkloadIdentity`` is false."""
    whole = settings.tenant_id and (settings.client_id or settings.client_id_file_path)
    given = _given(federatedTokenFilePath=settings.federated_token_file_path) if whole else ()
    return _switched(settings, settings.use_aks_workload_identity, "useAksWorkloadIdentity", given)


def managed_identity(settings: Settings) -> tuple[str, ...]:
    """Only the switch: whether a machine has an identity shows by asking it, which takes seconds where it has none."""
    return _switched(settings, settings.use_msi, "useMsi", ())


def azure_cli(settings: Settings) -> tuple[str, ...]:
    """The command on PATH, unless ``useCli`` is false."""
    return _switched(settings, settings.use_cli, "useCli", ("az on PATH",) if az() else ())


def az() -> str | None:
    """The Azure CLI on PATH (``az.cmd`` on Windows); one in the folder of the program is not the machine's own."""
    found = shutil.which("az")
    return found if found and Path(found).is_absolute() else None


def _switched(
    settings: Settings,
    switch: bool | None,  # noqa: FBT001  (three values)
    name: str,
    given: tuple[str, ...],
) -> tuple[str, ...]:
    """What asks for a method that has a switch; one of the environment excludes nothing that is given explicitly."""
    if switch is None:
        return given
    if switch:
        return (name, *given)
    return () if name in settings.explicit else tuple(one for one in given if one in settings.explicit)


def _given(**settings: str | None) -> tuple[str, ...]:
    return tuple(name for name, value in settings.items() if value)

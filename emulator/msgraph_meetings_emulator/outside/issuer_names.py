"""The names of the emulated token issuers, and the default values of their tokens."""

from __future__ import annotations

ROOT = "/_issuer"
REQUEST_TOKEN = "emulator-request-token-of-no-real-pipeline"  # noqa: S105
AUDIENCE = "api://AzureADTokenExchange"
GITHUB_SUBJECT = "repo:emulator/meetings:ref:refs/heads/main"
GITHUB_AUDIENCE = "https://github.com/emulator"
AZURE_DEVOPS_SUBJECT = "sc://emulator/meetings/{}"
LIFETIME = 300


def issuer_url(endpoint: str, name: str) -> str:
    """Return the URL of an emulated issuer."""
    return f"{endpoint}{ROOT}/{name}"

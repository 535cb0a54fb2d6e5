"""Fixtures: a server for the emulator, and one without a network."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.dynamic.server import DynamicServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings_emulator import Emulator

_OURS = ("ARM_", "AZURE_", "MSGRAPH_", "REQUESTS_CA_BUNDLE", "HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY")


def machine() -> dict[str, str]:
    """Return the machine's environment without variables that this package, MSAL or requests would read."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(_OURS)}
    return kept | {"PATH": ""}  # without the Azure CLI


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DynamicServer]:
    """Yield a server without credentials; every connection fails."""
    nobody = {"HTTPS_PROXY": "http://127.0.0.1:9", "MSGRAPH_USER_ID": "dc17674c-81d9-4adb-bfb2-8f6a442e4622"}
    with DynamicServer(tmp_path_factory.mktemp("offline"), machine() | nobody) as server:
        yield server


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, _msgraph_emulator_server: Emulator) -> Iterator[DynamicServer]:
    """Yield a server that is configured by the environment for the emulator."""
    environment = _msgraph_emulator_server.environment(machine())
    with DynamicServer(tmp_path_factory.mktemp("served"), environment) as server:
        yield server

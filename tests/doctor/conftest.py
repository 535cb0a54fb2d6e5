"""Fixtures: machines for the doctor."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.doctor.machine import Machine

if TYPE_CHECKING:
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

_FOREIGN = ("ARM_", "AZURE_", "MSGRAPH_", "PULUMI_", "IDENTITY_", "IMDS_", "MSI_")
_TAKEN_OUT = ("COLUMNS", "CURL_CA_BUNDLE", "FORCE_COLOR", "NO_COLOR", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")


@pytest.fixture
def bare(tmp_path: Path) -> Machine:
    """Return a machine without configuration and without the Azure CLI."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_FOREIGN) and name not in _TAKEN_OUT and not name.lower().endswith("_proxy")
    }
    (tmp_path / "bin").mkdir()
    return Machine(kept | {"PATH": str(tmp_path / "bin"), "COLUMNS": "1000"})


@pytest.fixture
def machine(bare: Machine, msgraph_emulator: Emulator) -> Machine:
    """Return a machine that is set up for the emulator's tenant."""
    return bare.having(**msgraph_emulator.environment(bare.environment))

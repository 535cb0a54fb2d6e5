"""Fixtures: the tenant, without meetings of this run before and after each test."""

from __future__ import annotations

import os
import uuid
from typing import TYPE_CHECKING

import pytest

from live.tenant import Tenant, missing
from tests.plugin.conftest import new_door, port

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["new_door", "port"]


@pytest.fixture(scope="session")
def tenant_of_the_run() -> Iterator[Tenant]:
    """Return the tenant that the environment names; skip, and name the missing settings, without one."""
    lacking = missing(os.environ)
    if lacking:
        pytest.skip(f"No tenant to test against: {lacking}.")
    tenant = Tenant(os.environ, str(uuid.uuid4()))
    yield tenant
    tenant.close()


@pytest.fixture
def tenant(tenant_of_the_run: Tenant) -> Iterator[Tenant]:
    """Yield the tenant; the meetings of a test are deleted afterwards."""
    yield tenant_of_the_run
    tenant_of_the_run.sweep()


@pytest.fixture
def clean_environment() -> None:
    """Leave the environment as it is: it names the tenant."""

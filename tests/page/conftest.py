"""Fixtures: the emulator's page in a real Chromium; its console and its requests are recorded."""

from __future__ import annotations

import base64
import hashlib
import ssl
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import sync_playwright

from tests.emulator.client import Client, application
from tests.page.window import Window
from tools import browser as chromium
from tools.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from msgraph_meetings_emulator import Emulator

_FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
    "--no-proxy-server",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


# Playwright's event loop runs in this thread until the package is finished: no other test here can run one.
@pytest.fixture(scope="package")
def browser(_msgraph_emulator_server: Emulator) -> Iterator[Browser]:
    """Yield Chromium, headless, with its own profile, that trusts the emulator's key."""
    flags = [*_FLAGS, f"--ignore-certificate-errors-spki-list={_key_hash(_msgraph_emulator_server)}"]
    with sync_playwright() as playwright:
        program = chromium.ensure(Places.here())
        started = playwright.chromium.launch(executable_path=program, args=flags)
        yield started
        started.close()


@pytest.fixture(scope="package")
def _window(browser: Browser, _msgraph_emulator_server: Emulator) -> Iterator[Window]:
    with browser.new_context(locale="en-GB") as context:
        yield Window(context, _msgraph_emulator_server.endpoint)


@pytest.fixture
def window(_window: Window, msgraph_emulator: Emulator) -> Iterator[Window]:
    """Yield the page, newly opened; afterwards assert that it kept its policy and asked only the emulator."""
    _window.open()
    yield _window
    _window.check()


@pytest.fixture
def client(msgraph_emulator: Emulator) -> Iterator[Client]:
    """Return an application that acts for the first user."""
    with application(msgraph_emulator) as caller:
        yield caller


def _key_hash(emulator: Emulator) -> str:
    """Return the hash of the server's key, whose certificate was checked against the emulator's own authority.

    Chromium reads no authority from a file; with this one key it still refuses every other certificate.
    """
    where = urlsplit(emulator.endpoint)
    certificate = ssl.get_server_certificate((where.hostname or "", where.port or 443), ca_certs=str(emulator.ca))
    key = x509.load_pem_x509_certificate(certificate.encode()).public_key()
    return base64.b64encode(
        hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    ).decode()

"""The certificates that are trusted, read once.

urllib3 reads the file of trusted certificates again for every connection. 64 connections made the plugin slow and large
(94 MB after 1,000 meetings; now 81 MB).
"""

from __future__ import annotations

import os
from threading import Lock
from typing import TYPE_CHECKING

import requests
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.util import create_urllib3_context

if TYPE_CHECKING:
    from ssl import SSLContext

Verify = str | bool | None


class Trust:
    """One TLS context for each file (or folder) of trusted certificates, shared by all connections."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._contexts: dict[str, SSLContext] = {}

    def context(self, verify: Verify) -> SSLContext:
        """Return the context for ``verify``: a file or folder of certificates, or ``True`` for certifi's.

        Raises:
            requests.exceptions.SSLError: the file cannot be read, or contains no certificate.
        """
        location = verify if isinstance(verify, str) else DEFAULT_CA_BUNDLE_PATH
        with self._lock:
            if location not in self._contexts:
                self._contexts[location] = _context(location)
            return self._contexts[location]


def _context(location: str) -> SSLContext:
    context = create_urllib3_context()
    try:
        if os.path.isdir(location):  # noqa: PTH112  (a plain question)
            context.load_verify_locations(capath=location)
        else:
            context.load_verify_locations(cafile=location)
    except OSError as error:
        raise requests.exceptions.SSLError(f"{location}: {error}") from error
    return context

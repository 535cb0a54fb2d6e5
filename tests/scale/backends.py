"""Backends that several runs share: a folder, and an S3-compatible server on this machine."""

from __future__ import annotations

import subprocess
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tools import state_server
from tools.places import Places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SERVER = Path(__file__).with_name("s3_server.py")
_BUCKET = "states"
_S3_VARIABLES = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_RESPONSE_CHECKSUM_VALIDATION": "when_required",  # the server sends none, and the engine would warn each time
}


@dataclass(frozen=True)
class Backend:
    """A backend.

    Args:
        url: what `pulumi login` takes.
        variables: the credentials for it.
    """

    url: str
    variables: Mapping[str, str] = field(default_factory=dict)


@contextmanager
def folder(path: Path) -> Iterator[Backend]:
    """A folder that all runs reach, as on a network drive."""
    path.mkdir()
    yield Backend(f"file://{path.as_posix()}")


@contextmanager
def s3(_path: Path) -> Iterator[Backend]:
    """A bucket of a server that speaks S3's protocol and keeps everything in memory."""
    command = [state_server.python(Places.here()), _SERVER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        address = f"127.0.0.1:{int(server.stdout.readline())}"
        _make_bucket(address)
        options = "disableSSL=true&s3ForcePathStyle=true&region=us-east-1"
        yield Backend(f"s3://{_BUCKET}?endpoint={address}&{options}", _S3_VARIABLES)
        server.communicate()  # closes its standard input, at which it ends


def _make_bucket(address: str) -> None:
    request = urllib.request.Request(f"http://{address}/{_BUCKET}", method="PUT")
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with direct.open(request, timeout=30) as answer:
        assert answer.status == 200


BACKENDS = {"folder": folder, "s3": s3}

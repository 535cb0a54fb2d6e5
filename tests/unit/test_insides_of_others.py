"""Parts of other libraries that they do not promise: each with the versions it was tried with."""

from __future__ import annotations

import importlib
import importlib.util
import platform
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from packaging.specifiers import SpecifierSet

from tools.sdks import declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
MEMBERS = [
    ("python", ">=3.10,<3.15", "http.client", "HTTPResponse._read_status", "http/deadline"),
    ("python", ">=3.10,<3.15", "http.client", "parse_headers", "http/deadline"),
    (
        "python",
        ">=3.10,<3.15",
        "concurrent.futures",
        "ThreadPoolExecutor._adjust_thread_count",
        "dynamic/engine_cancel",
    ),
    ("urllib3", ">=2.2,<3", "urllib3.connection", "HTTPConnection._new_conn", "http/deadline"),
    ("urllib3", ">=2.2,<3", "urllib3", "HTTPSConnectionPool.ConnectionCls", "http/deadline"),
    ("requests", ">=2.32,<3", "requests.adapters", "HTTPAdapter.build_connection_pool_key_attributes", "http/deadline"),
    ("uvicorn", ">=0.36,<1", "uvicorn", "Server.startup", "emulator: run/server"),
    ("uvicorn", ">=0.36,<1", "uvicorn.protocols.http.h11_impl", "H11Protocol.connection_made", "emulator: run/server"),
]
WORDS_OF_THE_DYNAMIC_SERVER = {
    "traceback.format_exc()": "dynamic/tracebacks",
    "empty_pb2.Empty()": "dynamic/engine_cancel",
    "def Cancel(self": "dynamic/engine_cancel",
    "futures.ThreadPoolExecutor(": "dynamic/engine_cancel",
    "def Create(self, request, context)": "engine/call",
}
"""Parts of the SDK's dynamic server that the provider relies on; where one is missing, the provider goes on without."""
SDK = ">=3.225,<4"


def _dependencies() -> Iterator[Requirement]:
    """Yield what the two distributions ask for."""
    for folder in (ROOT, ROOT / "emulator"):
        yield from declared(folder)


@pytest.mark.parametrize(("library", "tried", "module", "member", "used_by"), MEMBERS, ids=str)
def test_member_is_there_in_a_version_that_was_tried(
    library: str, tried: str, module: str, member: str, used_by: str
) -> None:
    installed = platform.python_version() if library == "python" else version(library)
    assert installed in SpecifierSet(tried), f"{library} {installed} was not tried: look at {used_by}"
    found = importlib.import_module(module)
    for name in member.split("."):
        found = getattr(found, name)


@pytest.mark.parametrize("words", WORDS_OF_THE_DYNAMIC_SERVER)
def test_dynamic_server_of_the_sdk_has_what_the_provider_changes(words: str) -> None:
    spec = importlib.util.find_spec("pulumi.dynamic.__main__")
    assert spec is not None
    assert spec.origin is not None
    assert words in Path(spec.origin).read_text("utf-8"), WORDS_OF_THE_DYNAMIC_SERVER[words]
    assert version("pulumi") in SpecifierSet(SDK)


def test_ranges_that_were_tried_are_those_that_the_distributions_ask_for() -> None:
    asked = {one.name: one.specifier for one in _dependencies()}
    tried = {library: SpecifierSet(text) for library, text, *_ in MEMBERS if library != "python"} | {
        "pulumi": SpecifierSet(SDK)
    }
    assert {name: asked[name] for name in tried} == tried

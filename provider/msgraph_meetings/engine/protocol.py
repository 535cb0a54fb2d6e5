"""The stubs of Pulumi's gRPC protocol, loaded without the SDK around them.

The SDK's packages import all of the SDK, which takes longer than the rest of the plugin together, and the engine waits
for it at each command. The stubs need none of it. Where the SDK is loaded already, its own stubs are these.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def _without_the_sdk() -> Iterator[None]:
    """Let the stubs' parent packages be empty ones meanwhile; a later ``import pulumi`` loads the real ones."""
    spec = None if "pulumi" in sys.modules else find_spec("pulumi")
    folder = next(iter((spec and spec.submodule_search_locations) or ()), None)
    if folder is None:
        yield
        return
    parents = {"pulumi": Path(folder), "pulumi.runtime": Path(folder, "runtime")}
    for name, path in parents.items():
        sys.modules[name] = ModuleType(name)
        sys.modules[name].__path__ = [str(path)]
    try:
        yield
    finally:
        for name in parents:
            del sys.modules[name]


with _without_the_sdk():
    from pulumi.runtime.proto import (
        engine_pb2,
        engine_pb2_grpc,
        plugin_pb2,
        provider_pb2,
        provider_pb2_grpc,
        status_pb2,
    )

__all__ = ["engine_pb2", "engine_pb2_grpc", "plugin_pb2", "provider_pb2", "provider_pb2_grpc", "status_pb2"]

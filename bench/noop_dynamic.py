"""The floor of the dynamic resource: a dynamic resource that does nothing, in the SDK's own server.

That server has four threads and an event loop for each answer, and the program pickles the provider for each resource.
Every dynamic resource has this cost. The state here is as large as a meeting's, and the delay as in ``noop``. With a
delay the server gets as many threads as our provider gives it: four would wait for four requests at once.
"""

from __future__ import annotations

import os
from functools import cache
from typing import Any

from pulumi.dynamic import CreateResult, DiffResult, ReadResult, Resource, ResourceProvider, UpdateResult

from bench import noop
from bench.noop import MADE, made_up_id


def wait() -> None:
    """Wait as ``noop`` does, in one of the server's threads."""
    if os.environ.get("BENCH_DELAY"):
        _more_threads()
    noop.wait()


@cache
def _more_threads() -> None:
    from msgraph_meetings.dynamic.engine_cancel import notice_cancel  # noqa: PLC0415 - the usual floor imports nothing

    notice_cancel()


class NoopProvider(ResourceProvider):
    """Answers every call of the lifecycle at once; methods and arguments are those of the SDK."""

    serialize_as_secret_always = False

    def diff(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> DiffResult:  # noqa: D102
        return DiffResult(changes=_olds["subject"] != _news["subject"])

    def create(self, props: dict[str, Any]) -> CreateResult:  # noqa: D102
        wait()
        return CreateResult(made_up_id(props["externalId"]), props | MADE)

    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:  # noqa: D102
        wait()
        return ReadResult(id_, props, {name: value for name, value in props.items() if name not in MADE})

    def update(self, _id: str, _olds: dict[str, Any], _news: dict[str, Any]) -> UpdateResult:  # noqa: D102
        wait()
        return UpdateResult(_news | MADE)

    def delete(self, _id: str, _props: dict[str, Any]) -> None:  # noqa: D102
        wait()


class Noop(Resource, module="bench", name="Noop"):
    """A resource that is declared like a meeting."""

    def __init__(self, name: str, **properties: Any) -> None:
        super().__init__(NoopProvider(), name, properties | dict.fromkeys(MADE))

"""Run a Pulumi program with the SDK's own mocks, in its own thread and event loop."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pulumi
from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks, set_mocks

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT, STACK = "meetings", "dev"


class Recorder(Mocks):
    """Records the declared resources, and answers with them and with values that a service would make.

    Args:
        made: outputs to answer with.
        refuse: True if every check fails, so that there are no outputs.
        heard: called when the engine would hear of a resource.
    """

    def __init__(self, made: dict[str, Any], *, refuse: bool, heard: Callable[[], None]) -> None:
        self.seen: list[MockResourceArgs] = []
        self._made = made
        self._refuse = refuse
        self._heard = heard

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self._heard()
        self.seen.append(args)
        return "graph-id", ({} if self._refuse else args.inputs | self._made)

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], None]:  # noqa: ARG002
        return {}, None


def run(
    program: Callable[[], Any], *, refuse: bool = False, heard: Callable[[], None] = lambda: None, **made: Any
) -> list[MockResourceArgs]:
    """Return the program's declarations, in order."""
    loops: list[asyncio.AbstractEventLoop] = []
    recorder = Recorder(made, refuse=refuse, heard=heard)

    def new_loop() -> None:
        loops.append(asyncio.new_event_loop())
        asyncio.set_event_loop(loops[-1])

    def main() -> None:
        new_loop()
        loops[0].set_default_executor(ThreadPoolExecutor(4, initializer=new_loop))
        try:
            set_mocks(recorder, project=PROJECT, stack=STACK)
            pulumi.runtime.test(program)()  # type: ignore[no-untyped-call]
        finally:
            loops[0].run_until_complete(loops[0].shutdown_default_executor())

    try:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(main).result()
    finally:
        for loop in loops:
            loop.close()
    return recorder.seen


def inputs_of(program: Callable[[], Any]) -> dict[str, Any]:
    """Return the inputs of the program's only resource, without those that the SDK adds."""
    (seen,) = run(program)
    return {name: value for name, value in seen.inputs.items() if name != "__provider"}

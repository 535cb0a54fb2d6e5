"""`Emulator`: an emulator in a thread of the process that uses it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from msgraph_meetings_emulator.client.handle import Handle
from msgraph_meetings_emulator.run.options import LOOPBACK, Options

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from typing_extensions import Self


class Emulator(Handle):
    """An emulator that runs during a `with` block.

        with Emulator() as emulator:
            run_my_program(env=os.environ | emulator.environment())
            assert [meeting["subject"] for meeting in emulator.meetings()] == ["Stand-up"]

    Without `state`, nothing is kept afterwards. With `proxy`, it serves clients with fixed host names through
    `HTTPS_PROXY`.
    """

    def __init__(
        self,
        *,
        state: Path | None = None,
        port: int = 0,
        host: str = LOOPBACK,
        proxy: bool = False,
        cloud: str | None = None,
    ) -> None:
        self._options = Options(state, port, host, 0 if proxy else None, cloud=cloud)
        self._stack = contextlib.ExitStack()

    def __enter__(self) -> Self:
        # Imported here, so that the pytest plugin does not load the server's libraries.
        from msgraph_meetings_emulator.run.server import running  # noqa: PLC0415

        self._description = self._stack.enter_context(running(self._options)).description
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Stop before the block ends; requests under way lose their answers."""
        self._stack.close()

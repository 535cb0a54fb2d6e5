"""`Emulator`: an emulator in a thread of the process that uses it."""

from __future__ import annotations

import contextlib

from msgraph_meetings_emulator.run.owned import Owned


class Emulator(Owned):
    """An emulator that runs during a `with` block.

        with Emulator() as emulator:
            run_my_program(env=os.environ | emulator.environment())
            assert [meeting["subject"] for meeting in emulator.meetings()] == ["Stand-up"]

    Without `state`, nothing is kept afterwards. With `proxy`, it serves clients with fixed host names through
    `HTTPS_PROXY`. `observed` is a record of `msgraph-meetings probe`; it sets the switches.
    """

    _stack: contextlib.ExitStack | None = None

    def start(self) -> None:
        """Start the server and wait until it answers."""
        # Imported here, so that the pytest plugin does not load the server's libraries.
        from msgraph_meetings_emulator.run.server import running  # noqa: PLC0415

        self._stack = contextlib.ExitStack()
        self._description = self._stack.enter_context(running(self._options)).description

    def stop(self) -> None:
        """Stop before the block ends; requests under way lose their answers."""
        if self._stack is not None:
            self._stack.close()

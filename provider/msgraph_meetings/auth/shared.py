"""One sign-in for all threads: one thread asks and waits, the others share its token or error.

A *try* calls the method once, in a thread of its own, because nothing interrupts a library that waits for an answer.
A *round* is the tries and waits of one thread, the leader, until there is a token or a permanent error. A leader
leaves if its operation is cancelled or out of time. Its try goes on, and another thread becomes the leader.
"""

from __future__ import annotations

from concurrent.futures import Future, wait
from dataclasses import dataclass
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING, Any

from msgraph_meetings.auth.passing import passing
from msgraph_meetings.errors import CancelledError, MeetingsError, ThrottledError
from msgraph_meetings.errors.catalogue.methods import method_row
from msgraph_meetings.http.retries import PassingError, Retries

if TYPE_CHECKING:
    from collections.abc import Callable

    from msgraph_meetings.auth.tokens import Source, Token
    from msgraph_meetings.http.operation import Operation

_POLL = 0.1
"""Seconds between two checks of a waiting thread that its operation was not cancelled."""


@dataclass(frozen=True)
class _Gained:
    """The result of a round.

    Args:
        token: the token.
        fresh: the method was told to forget the previous token.
    """

    token: Token
    fresh: bool

    def replaces(self, refused: Token | None) -> bool:
        """Return True if this token replaces one that Graph refused."""
        return self.fresh or refused is None or refused.value != self.token.value


class Shared:
    """A sign-in method that all threads of the process share.

    Args:
        source: the method.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._lock = Lock()
        self._kept: Token | None = None
        self._round: Future[_Gained | None] | None = None
        self._try: _Try | None = None
        self._pause = _Pause()

    def token(self, operation: Operation, refused: Token | None = None) -> Token:
        """Return a token, as ``TokenSource`` says."""
        if not self._source.waits:
            return self._source.acquire(operation.remaining, operation.cancelled)
        while True:
            operation.go_on()
            kept = self._kept
            if kept and kept.is_good and (refused is None or kept.value != refused.value):
                return kept
            gained = self._of_a_round(operation, fresh=refused is not None)
            if gained and gained.replaces(refused):
                return gained.token

    def close(self) -> None:
        """Close the connections, as ``TokenSource`` says."""
        self._source.close()

    def _of_a_round(self, operation: Operation, *, fresh: bool) -> _Gained | None:
        """Return the result of this thread's round or of the running one, or None if its leader left."""
        own: Future[_Gained | None] = Future()
        with self._lock:
            found = self._round
            self._round = found or own
        if found is None:
            return self._lead(own, operation, fresh=fresh)
        if not _came(found, operation):
            raise _final(self._pause.reason(operation) or _unfinished(operation), operation)
        return found.result()

    def _lead(self, own: Future[_Gained | None], operation: Operation, *, fresh: bool) -> _Gained:
        try:
            gained = self._signed_in(operation, fresh=fresh)
            own.set_result(gained)
        except CancelledError:
            raise
        except PassingError as last:
            raise _final(last, operation) from last.error
        except MeetingsError as error:
            own.set_exception(error)
            raise
        finally:
            with self._lock:
                self._round = None
            if not own.done():
                own.set_result(None)  # This thread left the round.
        return gained

    def _signed_in(self, operation: Operation, *, fresh: bool) -> _Gained:
        self._pause.wait_out(operation)
        tries = _Tries(lambda: self._once(operation, fresh=fresh), operation, self._pause)
        return Retries(operation, "sign-in attempt", tries.pause).run(tries.once)

    def _once(self, operation: Operation, *, fresh: bool) -> _Gained:
        """Return the result of one try; the running try of an earlier leader comes before a new one."""
        while True:
            attempt = self._under_way(operation, fresh=fresh)
            try:
                came = _came(attempt.outcome, operation)
            except CancelledError:
                attempt.stopped.set()
                raise
            if not came:
                attempt.stopped.set()
                raise _unfinished(operation)
            if attempt.counts:
                return attempt.outcome.result()

    def _under_way(self, operation: Operation, *, fresh: bool) -> _Try:
        if self._try is None or self._try.outcome.done():
            self._try = _Try(self._source, operation.remaining, self._keep, fresh=fresh)
        return self._try

    def _keep(self, token: Token) -> None:
        self._kept = token


class _Try:
    """One call of the method, in a thread that nobody must wait for: the process ends without waiting for it.

    Args:
        source: the method.
        seconds: how long a request may take.
        keep: takes the token, even if no thread waits for it any longer.
        fresh: the method must forget its token first.
    """

    def __init__(self, source: Source, seconds: float, keep: Callable[[Token], None], *, fresh: bool) -> None:
        self.outcome: Future[_Gained] = Future()
        self.stopped = Event()
        Thread(target=self._run, args=(source, seconds, keep, fresh), name="sign-in", daemon=True).start()

    @property
    def counts(self) -> bool:
        """Return True if the result is valid; a failure is not, if the try was stopped meanwhile."""
        return not self.stopped.is_set() or self.outcome.exception() is None

    def _run(self, source: Source, seconds: float, keep: Callable[[Token], None], fresh: bool) -> None:  # noqa: FBT001
        try:
            if fresh:
                source.forget()
            token = source.acquire(seconds, self.stopped)
            keep(token)
            self.outcome.set_result(_Gained(token, fresh))
        except MeetingsError as error:
            self.outcome.set_exception(passing(error))
        except BaseException as error:  # noqa: BLE001  (it is raised in the thread that waits)
            self.outcome.set_exception(error)


class _Pause:
    """A pause in which no operation may ask, and its reason; it outlasts the operation that caused it."""

    def __init__(self) -> None:
        self._until = 0.0
        self._why: PassingError | None = None

    def begin(self, operation: Operation, seconds: float, why: PassingError) -> None:
        """Start a pause of that many seconds."""
        self._until = operation.clock.now() + seconds
        self._why = why

    def reason(self, operation: Operation) -> PassingError | None:
        """Return the reason of the pause, or None if there is no pause."""
        return self._why if operation.clock.now() < self._until else None

    def wait_out(self, operation: Operation) -> None:
        """Wait for the end of the pause.

        Raises:
            PassingError: the reason of the pause, if the operation ends before it does.
        """
        why = self.reason(operation)
        if why is None:
            return
        seconds = self._until - operation.clock.now()
        if seconds > operation.remaining:
            raise why
        operation.tell("status", f"waiting {seconds:.0f} s for the sign-in; {operation.remaining:.0f} s left")
        operation.wait(seconds)


class _Tries:
    """The tries of one leader."""

    def __init__(self, act: Callable[[], _Gained], operation: Operation, pause: _Pause) -> None:
        self._act = act
        self._operation = operation
        self._pause = pause
        self._number = 0

    def once(self) -> _Gained:
        """Make one try and return its result."""
        self._number += 1
        try:
            return self._act()
        except PassingError as failed:
            if failed.tries is not None and self._number >= failed.tries:
                raise failed.error from failed
            raise

    def pause(self, failed: PassingError, seconds: float) -> None:
        """Let all threads wait until the next try."""
        if self._operation.remaining:
            self._pause.begin(self._operation, seconds, failed)


def _came(future: Future[Any], operation: Operation) -> bool:
    """Wait for the result, and return True if it came before the operation's deadline.

    Raises:
        CancelledError: as soon as the operation is cancelled.
    """
    while not wait([future], _POLL).done:
        operation.go_on()
        if not operation.remaining:
            return False
    return True


def _unfinished(operation: Operation) -> PassingError:
    return PassingError(method_row("sign-in unfinished").tell({"seconds": operation.timeout}))


def _final(last: PassingError, operation: Operation) -> MeetingsError:
    """Return the error that the user sees when no further try is made."""
    error = last.error
    if not last.throttled:
        return error
    left = f"Only {operation.remaining:.0f} s of operationTimeout ({operation.timeout:.0f} s) remain."
    return ThrottledError(error.what, f"{error.why} {left}", error.fix, error.request_id)

"""Errors on the wire: every exception becomes a gRPC status with our message, and with the protocol's details if any.

Only a bug of ours is ``INTERNAL``: with that code, or ``UNKNOWN``, the engine assumes a corrupt state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc

from msgraph_meetings import errors
from msgraph_meetings.engine.protocol import provider_pb2
from msgraph_meetings.engine.status_details import Metadata, metadata, unfinished
from msgraph_meetings.errors.unexpected import unexpected

if TYPE_CHECKING:
    from collections.abc import Callable

    from google.protobuf.struct_pb2 import Struct

_CODES = (
    (errors.ConfigurationError, grpc.StatusCode.INVALID_ARGUMENT),
    (errors.ArgumentError, grpc.StatusCode.INVALID_ARGUMENT),
    (errors.AuthenticationError, grpc.StatusCode.UNAUTHENTICATED),
    (errors.ForbiddenError, grpc.StatusCode.PERMISSION_DENIED),
    (errors.NotFoundError, grpc.StatusCode.NOT_FOUND),
    (errors.UnknownUserError, grpc.StatusCode.NOT_FOUND),
    (errors.ThrottledError, grpc.StatusCode.RESOURCE_EXHAUSTED),
    (errors.ServiceError, grpc.StatusCode.UNAVAILABLE),
    (errors.ConnectionFailedError, grpc.StatusCode.UNAVAILABLE),
    (errors.UnusableAnswerError, grpc.StatusCode.UNAVAILABLE),
    (errors.AlreadyExistsError, grpc.StatusCode.ALREADY_EXISTS),
    (errors.DuplicateError, grpc.StatusCode.ALREADY_EXISTS),
    (errors.CancelledError, grpc.StatusCode.CANCELLED),
    (errors.UnexpectedError, grpc.StatusCode.INTERNAL),
)


class MalformedError(errors.MeetingsError):
    """A request that an engine never sends."""


class NotConfiguredError(errors.MeetingsError):
    """A request that needs the configuration came before Configure."""


class StartedError(errors.MeetingsError):
    """A resource that was created, but not completed: the engine keeps it, and the next update completes it.

    Args:
        error: the failure.
        outputs: the resource's state.
        inputs: the arguments of the create.
    """

    def __init__(self, error: errors.IncompleteError, outputs: Struct, inputs: Struct) -> None:
        super().__init__(error.what, error.why, error.fix, error.request_id, error.said)
        self.cause = error.__cause__
        self.details = unfinished(error.meeting_id, outputs, inputs, error)


class _Status(grpc.Status):  # type: ignore[misc]
    """A status with details, which gRPC reads from the trailing metadata."""

    def __init__(
        self, code: grpc.StatusCode, message: str, details: provider_pb2.ErrorResourceInitFailed | None
    ) -> None:
        self.code = code
        self.details = message
        self.trailing_metadata: Metadata = () if details is None else metadata(code.value[0], message, details)


def code_of(error: BaseException | None) -> grpc.StatusCode:
    """Return the status code for the engine."""
    if isinstance(error, StartedError):
        return code_of(error.cause)
    if isinstance(error, MalformedError):
        return grpc.StatusCode.INVALID_ARGUMENT
    return next((code for kind, code in _CODES if isinstance(error, kind)), grpc.StatusCode.FAILED_PRECONDITION)


def status_of(error: Exception) -> grpc.Status:
    """Return the status of any exception: our errors with their message, others as a bug of ours without their text."""
    ours = error if isinstance(error, errors.MeetingsError) else unexpected(error)
    details = ours.details if isinstance(ours, StartedError) else None
    return _Status(code_of(ours), str(ours), details)


def check_failure(path: str, reason: str) -> provider_pb2.CheckFailure:
    """Return one problem of a check, with its path in the reason.

    If a failure names its property, the engine prints the value too: a secret in clear, and ``{<nil>}`` for a path
    into an object or to a missing value.
    """
    return provider_pb2.CheckFailure(reason=f"{path}: {reason}")


class Plainly(grpc.ServerInterceptor):  # type: ignore[misc]
    """Turns the exceptions of every call of the plugin into a status."""

    def intercept_service(self, continuation: Callable[..., Any], handler_call_details: Any) -> Any:
        """Return the handler of a call, with its exceptions turned into a status."""
        handler = continuation(handler_call_details)
        if handler is None or handler.unary_unary is None:
            return handler
        return grpc.unary_unary_rpc_method_handler(
            _plain(handler.unary_unary), handler.request_deserializer, handler.response_serializer
        )


def _plain(behavior: Callable[[Any, grpc.ServicerContext], Any]) -> Callable[[Any, grpc.ServicerContext], Any]:
    def answer(request: Any, context: grpc.ServicerContext) -> Any:
        try:
            return behavior(request, context)
        except NotImplementedError:
            context.abort(grpc.StatusCode.UNIMPLEMENTED, "This plugin does not have this method.")
        except Exception as error:  # noqa: BLE001  (the boundary: nothing may pass it as a traceback)
            context.abort_with_status(status_of(error))

    return answer

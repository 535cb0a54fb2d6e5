"""Details that gRPC carries beside a status code: a resource that was created but not finished."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.engine.protocol import provider_pb2, status_pb2

if TYPE_CHECKING:
    from google.protobuf.struct_pb2 import Struct

    from msgraph_meetings.errors import MeetingsError

Metadata = tuple[tuple[str, bytes], ...]


def unfinished(
    meeting_id: str, outputs: Struct, inputs: Struct, error: MeetingsError
) -> provider_pb2.ErrorResourceInitFailed:
    """Return the message that makes the engine keep a resource with its id and update it in the next deployment."""
    return provider_pb2.ErrorResourceInitFailed(id=meeting_id, properties=outputs, inputs=inputs, reasons=[str(error)])


def metadata(code: int, message: str, details: provider_pb2.ErrorResourceInitFailed) -> Metadata:
    """Return the trailing metadata of a failed call, in which gRPC carries a message of the protocol."""
    status = status_pb2.Status(code=code, message=message)
    status.details.add().Pack(details)
    return (("grpc-status-details-bin", status.SerializeToString()),)

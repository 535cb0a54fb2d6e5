"""The plugin's functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.engine.protocol import provider_pb2
from msgraph_meetings.model.outputs import SECRET_IN_FUNCTION
from msgraph_meetings.model.unknowns import known
from msgraph_meetings.plugin.codec import decode, encode, secrets
from msgraph_meetings.plugin.failures import MalformedError

if TYPE_CHECKING:
    from msgraph_meetings.http.operation import Tell
    from msgraph_meetings.plugin.deployment import Deployment

GET_ONLINE_MEETING = "msgraph-meetings:index:getOnlineMeeting"


def invoke(request: provider_pb2.InvokeRequest, deployment: Deployment, tell: Tell) -> provider_pb2.InvokeResponse:
    """Return the value of a function, or the problems of its arguments.

    A secret argument makes the whole value secret: the meeting that it finds may reveal the argument.
    """
    from msgraph_meetings.meetings.lookup import check_lookup, get_online_meeting  # noqa: PLC0415

    if request.tok != GET_ONLINE_MEETING:
        raise MalformedError(f"This plugin does not have the function {request.tok!r}, only {GET_ONLINE_MEETING}.")
    given = decode(request.args)
    arguments = {name: value for name, value in given.values.items() if value is not None}
    if not known(arguments):
        raise MalformedError("The arguments of a function must be known.")
    if failures := check_lookup(arguments):
        return provider_pb2.InvokeResponse(
            failures=[provider_pb2.CheckFailure(property=found.path, reason=found.reason) for found in failures]
        )
    operation = deployment.operation("getOnlineMeeting", 0, tell)
    value = get_online_meeting(arguments, deployment.settings.user_id, deployment.graph, operation)
    marks = secrets(value if any(mark.secret for mark in given.marks.values()) else SECRET_IN_FUNCTION)
    response = provider_pb2.InvokeResponse()
    getattr(response, "return").CopyFrom(encode(value, marks))
    return response

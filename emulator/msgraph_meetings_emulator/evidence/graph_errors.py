"""Rows for Graph's errors about token, user, path and filter: `status code: message`, with `…` for variable parts."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, graph

_CATALOGUE = graph("6.2")
_LATER = graph("13")

GRAPH_ERRORS = (
    # The token, the user, the access policy
    Rule(
        "401 InvalidAuthenticationToken: Access token is empty.",
        "the request has no token",
        "choice",
        _CATALOGUE,
    ),
    Rule(
        "401 InvalidAuthenticationToken: Access token has expired or is not yet valid.",
        "the token is expired or not valid yet",
        "recording",
        _CATALOGUE,
    ),
    Rule(
        "401 InvalidAuthenticationToken: Access token validation failure.",
        "the token is for another resource, or its signature is wrong",
        "recording",
        _CATALOGUE,
    ),
    Rule(
        "401 InvalidAuthenticationToken: CompactToken parsing failed with error code: 80049217",
        "the token is not a JWT",
        "recording",
        _CATALOGUE,
    ),
    Rule(
        "401 InvalidAuthenticationToken",
        "the common part of the errors above, without the reason",
        "recording",
        _CATALOGUE,
    ),
    Rule(
        "401 InvalidAuthenticationToken: …",
        "one of the errors above",
        "recording",
        _CATALOGUE,
    ),
    Rule(
        "400 BadRequest: /me request is only valid with delegated authentication flow.",
        "an application token on `/me`",
        "recording",
        graph("1.7"),
    ),
    Rule(
        "400 General: Organizer ID in token(…) does not match organizer ID in request url(…). "
        "With delegated permission only /me endpoint is supported.",
        "a delegated token on the path of another user",
        "recording",
        graph("1.7"),
    ),
    Rule(
        "404 UnknownError",
        "the user in the path is unknown, or is a user principal name; the message is empty",
        "recording",
        graph("1.7"),
    ),
    Rule(
        "403 Forbidden: (permission_missing_message)",
        "the token lacks the permission",
        "recording",
        _CATALOGUE,
        "the message, which a switch sets; the recordings are from 2019 and 2020",
    ),
    Rule(
        "403 Forbidden: No application access policy found for this app on the user.",
        "no access policy allows the application to act for the organizer",
        "recording",
        graph("1.7"),
        "the end of the message, which was never recorded completely",
    ),
    Rule(
        "403 Forbidden",
        "the organizer is a guest; the message is empty",
        "recording",
        graph("1.7"),
    ),
    Rule(
        "403 AuthenticationError: Error authenticating with resource",
        "the organizer is a personal account",
        "recording",
        graph("1.7"),
        "the status",
    ),
    Rule(
        "404 (licence_missing_code)",
        "the organizer has no Teams licence; the message is empty",
        "report",
        graph("1.7"),
        "the code, which a switch sets, and the empty message",
    ),
    Rule(
        "400 BadRequest: Resource not found for the segment 'onlineMeetings'.",
        "the cloud has no online meetings (China)",
        "metadata",
        graph("8.2"),
        "the error: the metadata only shows that the path does not exist",
    ),
    Rule(
        "400 BadRequest: Resource not found for the segment '…'. …",
        "a path under `/v1.0` that is not served, or a method that is not served",
        "recording",
        _LATER,
        "that the token is checked first, and the rest of the message, which names what is served. That paths of the "
        "real Graph get this error if the emulator does not serve them",
    ),
    # Ids and filters
    Rule(
        "400 BadRequest: Meeting Id is corrupted.",
        "the meeting id is malformed",
        "recording",
        graph("2.3"),
    ),
    Rule(
        "400 BadRequest: Invalid meeting id ….",
        "the meeting id is malformed, with the switch `corrupted_id_is_named`",
        "recording",
        graph("2.3"),
    ),
    Rule(
        "404 NotFound: Organizer Id mismatch User Id: ….",
        "the meeting id contains another organizer than the path",
        "recording",
        graph("2.3"),
        "the status",
    ),
    Rule(
        "404 NotFound: 3004: Specified meeting is not found",
        "the meeting never existed, was deleted or has expired; or a filter finds nothing",
        "recording",
        graph("2.3"),
        "that a second DELETE, and each filter that finds nothing, gets this error",
    ),
    Rule(
        "400 InvalidArgument: One of the required parameters to lookup meeting by QueryOptions is null or empty",
        "a list without a filter; checked before the access policy",
        "recording",
        graph("2.2"),
    ),
    Rule(
        "400 BadRequest: 1026: An error has occurred.",
        "a filter value that is not a join URL",
        "recording",
        graph("2.2"),
    ),
    Rule(
        "403 Forbidden: 3003: User does not have access to lookup meeting",
        "a filter by someone who is not the organizer, or whose access policy covers other organizers only",
        "recording",
        graph("2.2"),
    ),
    Rule(
        "400 BadRequest: The query specified in the URI is not valid. Could not find a property named '…'.",
        "an unknown filter",
        "recording",
        graph("2.3"),
        "status and code",
    ),
    Rule(
        "400 BadRequest: Parsing OData Select and Expand failed: …",
        "`$select` of an unknown name, with the switch `select_unknown_refused`",
        "recording",
        _LATER,
        "that this rule applies to meetings",
    ),
)

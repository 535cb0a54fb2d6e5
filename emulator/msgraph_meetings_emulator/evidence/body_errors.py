"""Rows for Graph's errors about request bodies, and about too many meetings or requests."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, graph

_CATALOGUE = graph("6.2")
_UPDATE = graph("3.2")

BODY_ERRORS = (
    Rule(
        "400 BadRequest: Unable to read JSON request payload. Please ensure Content-Type header is set and payload is "
        "of valid JSON format.",
        "the body is not JSON, has another `Content-Type`, or is nested more than 32 levels deep",
        "recording",
        graph("1.7"),
        "status, code and depth; that another `Content-Type` gets this error",
    ),
    Rule(
        "400 BadRequest: Write requests (excluding DELETE) must contain the Content-Type header declaration.",
        "a write without `Content-Type`",
        "recording",
        graph("13"),
        "that the token is checked first",
    ),
    Rule(
        "400 General: Request payload cannot be null.",
        "the body is `null`",
        "recording",
        graph("1.7"),
    ),
    Rule(
        "400 BadRequest: An error has occurred.",
        "a value of the wrong type, an unknown enum member, a text that is not a time, or a body that is not an "
        "object. A forbidden null in a PATCH. A plain create or createOrGet that a switch makes stricter",
        "recording",
        _CATALOGUE,
        "that these mistakes get this general error",
    ),
    Rule(
        "400 (bad_external_id_code): An error has occurred.",
        "createOrGet without an external id, with an empty one, or with one that a switch forbids",
        "choice",
        graph("1.4"),
    ),
    Rule(
        "400 (date_violation_code): The end of the meeting is before its start.",
        "the end is before the start",
        "documentation",
        graph("1.2"),
        "status, code and message",
    ),
    Rule(
        "400 (date_violation_code): The meeting ends after the year 9999.",
        "a start in the last hour of the year 9999, without an end",
        "choice",
        graph("12"),
    ),
    Rule(
        "400 (date_violation_code): The end of the meeting needs a start.",
        "createOrGet or a plain create with an end and no start",
        "documentation",
        graph("1.2"),
        "status, code and message, and that a plain create behaves like createOrGet",
    ),
    Rule(
        "400 (date_violation_code): The start and the end of a meeting are updated together.",
        "PATCH with only one of the two times",
        "documentation",
        _UPDATE,
        "that it is refused, and status, code and message",
    ),
    Rule(
        "400 InvalidArgument: One or more properties do not support updating. Please refer to Microsoft Graph "
        "documentation for more information.",
        "PATCH of a property that cannot be updated, of the organizer or, with `odata_type_refused`, of `@odata.type`",
        "recording",
        _UPDATE,
        "that the organizer, and removing `attendee` from `anonymizeIdentityForRoles`, get this error",
    ),
    Rule(
        "400 BadRequest: Updating meeting type is not supported.",
        "PATCH that changes `isBroadcast`",
        "recording",
        _UPDATE,
        "status and code",
    ),
    Rule(
        "403 Forbidden: An error has occurred.",
        "PATCH of encryption, watermark or label without Teams Premium, with the switch `premium_settings_refused`",
        "choice",
        graph("12"),
    ),
    Rule(
        "400 InvalidArgument: The presenters of the meeting are missing.",
        "`roleIsPresenter` without attendees, with the switch `presenters_need_attendees`",
        "documentation",
        _UPDATE,
        "that it is refused, and status, code and message",
    ),
    Rule(
        "400 InvalidArgument: The property 'externalId' can be set by createOrGet only.",
        "a plain create with `externalId`",
        "recording",
        graph("1.4"),
        "status, code and message, because the real ones are not known",
    ),
    Rule(
        "400 BadRequest: The property '…' does not exist on type 'microsoft.graph.onlineMeeting'.",
        "a plain create with a property that the cloud lacks",
        "metadata",
        graph("8.2"),
        "the error",
    ),
    Rule(
        "405 MethodNotAllowed: An error has occurred.",
        "a plain create of a live event, because the emulator's users have no licence for it",
        "recording",
        _CATALOGUE,
    ),
    Rule(
        "412 PreconditionFailed: The meeting has been changed since.",
        "`If-Match` with another ETag, with the switch `etags`",
        "choice",
        _UPDATE,
    ),
    # Limits
    Rule(
        "429 TooManyRequests: Please retry again later.",
        "the organizer has as many meetings in this month as are allowed",
        "documentation",
        graph("7"),
        "how meetings are counted, and the `Retry-After`, which a switch sets",
    ),
    Rule(
        "429: …",
        "more requests than the rate limit allows; body and header are as documented",
        "documentation",
        graph("7"),
        "the limit: Microsoft publishes none for meetings, so none is set at the start",
    ),
)

"""The errors of Graph about what a request wants to write, and about too much of it."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, graph

_CATALOGUE = graph("6.2")
_UPDATE = graph("3.2")

BODY_ERRORS = (
    Rule(
        "400 BadRequest: Unable to read JSON request payload. Please ensure Content-Type header is set and payload is "
        "of valid JSON format.",
        "the body is not JSON, is said to be of another type, or is nested more than 32 deep",
        "recording",
        graph("1.7"),
        "status, code and the depth; that a declared type other than JSON is answered so",
    ),
    Rule(
        "400 BadRequest: Write requests (excluding DELETE) must contain the Content-Type header declaration.",
        "a write without Content-Type",
        "recording",
        graph("13"),
        "that it is asked after the token",
    ),
    Rule(
        "400 General: Request payload cannot be null.",
        "the body is JSON's null",
        "recording",
        graph("1.7"),
    ),
    Rule(
        "400 BadRequest: An error has occurred.",
        "a value of the wrong type, an unknown enum member, a text that is not a time, a body that is not an object, "
        "null where a PATCH must not have it; a plain create or createOrGet that a switch makes stricter",
        "recording",
        _CATALOGUE,
        "that these mistakes are answered by this catch-all",
    ),
    Rule(
        "400 (bad_external_id_code): An error has occurred.",
        "createOrGet without an external id, with an empty one, or with one that a switch forbids",
        "choice",
        graph("1.4"),
    ),
    Rule(
        "400 (date_violation_code): The end of the meeting is before its start.",
        "an end before the start",
        "documentation",
        graph("1.2"),
        "status, code and message",
    ),
    Rule(
        "400 (date_violation_code): The meeting ends after the year 9999.",
        "a start within an hour of the last moment that a time can name, without an end",
        "choice",
        graph("12"),
    ),
    Rule(
        "400 (date_violation_code): The end of the meeting needs a start.",
        "createOrGet or create with an end alone",
        "documentation",
        graph("1.2"),
        "status, code and message, and that a plain create does as createOrGet",
    ),
    Rule(
        "400 (date_violation_code): The start and the end of a meeting are updated together.",
        "PATCH of one of the two times",
        "documentation",
        _UPDATE,
        "that it is refused, and status, code and message",
    ),
    Rule(
        "400 InvalidArgument: One or more properties do not support updating. Please refer to Microsoft Graph "
        "documentation for more information.",
        "PATCH of a property that cannot be updated; of the organizer; of `@odata.type` in strict mode",
        "recording",
        _UPDATE,
        "that the organizer, and taking `attendee` out of `anonymizeIdentityForRoles`, are refused in these words",
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
        "encryption, watermark or label without Teams Premium, with the switch `premium_settings_refused`",
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
        "status, code and message, whose text is not known",
    ),
    Rule(
        "400 BadRequest: The property '…' does not exist on type 'microsoft.graph.onlineMeeting'.",
        "a plain create with a property that the cloud lacks",
        "metadata",
        graph("8.2"),
        "the answer",
    ),
    Rule(
        "405 MethodNotAllowed: An error has occurred.",
        "a plain create of a live event: the emulator's users have no licence for it",
        "recording",
        _CATALOGUE,
    ),
    Rule(
        "412 PreconditionFailed: The meeting has been changed since.",
        "`If-Match` with another ETag, with the switch `etags`",
        "choice",
        _UPDATE,
    ),
    # Too many
    Rule(
        "429 TooManyRequests: Please retry again later.",
        "as many meetings in a month as are allowed for the organizer",
        "documentation",
        graph("7"),
        "that meetings are counted so; `Retry-After`, which a switch sets",
    ),
    Rule(
        "429: …",
        "more requests in a time than the limit that was set; body and header are the documented ones",
        "documentation",
        graph("7"),
        "the limit: Microsoft gives none for meetings, so none is set at first",
    ),
)

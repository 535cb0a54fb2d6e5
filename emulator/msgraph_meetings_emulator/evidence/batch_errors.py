"""Rows for the errors of `$batch`: of a whole batch, and of its requests."""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.rows import Rule, graph

_BATCH = graph("7")
_LATER = graph("13")

BATCH_ERRORS = (
    Rule("400 BadRequest: Invalid batch payload format.", "a batch that cannot be read", "recording", _LATER),
    Rule(
        "400 BadRequest: Number of requests inside batch exceed the limit.",
        "more than twenty requests in a batch",
        "recording",
        _LATER,
    ),
    Rule(
        "400 BadRequest: Request Id … has to be unique in a batch.",
        "two requests with the same id, compared without case",
        "recording",
        _LATER,
        "which of the two spellings the message contains",
    ),
    Rule(
        "400 BadRequest: Every request of a batch has an id, a method and a url.",
        "id, method or url is missing or not text",
        "documentation",
        _BATCH,
        "code and message",
    ),
    Rule(
        "400 BadRequest: The request … of the batch cannot be read.",
        "an unknown method, headers that are not text, or a `dependsOn` that is not a list of text",
        "choice",
        _BATCH,
    ),
    Rule(
        "400 BadRequest: The url of request … is not relative.",
        "an absolute url in a batch",
        "documentation",
        _BATCH,
        "code and message",
    ),
    Rule("400 BadRequest: The request … is a batch itself.", "a batch in a batch", "choice", _BATCH),
    Rule(
        "400 BadRequest: Write request id : … does not contain Content-Type header or body.",
        "a request of a batch with a body and without `Content-Type`",
        "recording",
        _LATER,
        "the code",
    ),
    Rule(
        "400 BadRequest: The dependsOn of a request names no request that can be answered before it.",
        "a cycle in `dependsOn`, or an id that is not in the batch",
        "choice",
        _BATCH,
    ),
    Rule(
        "BadRequest: …",
        "one of the errors above for one request of a batch, with the switch `batch_item_is_refused_alone`",
        "choice",
        _BATCH,
    ),
    Rule(
        "FailedDependency: A request that this one depends on has failed.",
        "status 424 for a request of a batch that depends on a failed one",
        "documentation",
        _BATCH,
        "code and message",
    ),
    Rule(
        "general",
        "status 504 for a request of a batch whose connection a fault breaks",
        "choice",
        graph("6.2"),
    ),
)

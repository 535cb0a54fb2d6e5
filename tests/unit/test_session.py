"""The session: what is repeated and what is not, how long it waits, and what every request carries."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from msgraph_meetings.errors import (
    AuthenticationError,
    CancelledError,
    ConnectionFailedError,
    LostAnswerError,
    MeetingsError,
    NotSentError,
    ProxyRefusedError,
    RefusedError,
    ServiceError,
    ThrottledError,
    UnknownHostError,
    UntrustedError,
    UnusableAnswerError,
)
from msgraph_meetings.graph.session import Call, Reply
from msgraph_meetings.http.transport import Answer
from tests.unit.fakes import (
    CANARY,
    ENDPOINT,
    FakeClock,
    FakeTokens,
    Log,
    Step,
    Wire,
    answer,
    app_token,
    error,
    operation,
    session,
)

PASSING = frozenset({429, 500, 502, 503, 504})
GET = Call("GET", "/me/onlineMeetings/1", None, PASSING)
ONCE = Call("POST", "/me/onlineMeetings", {"subject": "x"})
MEETING = answer(200, {"id": "1"})
LOST = LostAnswerError("The answer was lost.")
NOT_SENT = NotSentError("No connection.")


def called(wire: Wire, call: Call = GET, clock: FakeClock | None = None, timeout: float = 300.0) -> Reply:
    """The reply to one call."""
    return session(wire).call(call, operation(timeout, clock))


# What every request carries


def test_a_request_carries_token_preference_and_an_id_of_its_own() -> None:
    wire = Wire(error(503), MEETING)
    called(wire)
    assert [sent.token for sent in wire.sent] == [CANARY, CANARY]
    assert {sent.headers["Prefer"] for sent in wire.sent} == {"include-unknown-enum-members"}
    ids = [uuid.UUID(sent.headers["client-request-id"]) for sent in wire.sent]
    assert ids[0] != ids[1]


def test_a_body_is_json_and_no_body_has_no_type() -> None:
    wire = Wire(MEETING)
    called(wire)
    called(wire, Call("POST", "/me/x", {"subject": 'Ünï "👩‍👧"\n\u202e\ud800'}, PASSING))
    without, with_body = wire.sent
    assert without.content is None
    assert "Content-Type" not in without.headers
    assert with_body.headers["Content-Type"] == "application/json"
    assert with_body.body == {"subject": 'Ünï "👩‍👧"\n\u202e\ud800'}


def test_a_request_goes_to_the_endpoint_and_may_take_what_is_left() -> None:
    wire = Wire(MEETING)
    called(wire, timeout=42.0)
    assert wire.sent[0].url == f"{ENDPOINT}/v1.0/me/onlineMeetings/1"
    assert wire.sent[0].seconds == 42.0


def test_a_reply_holds_status_content_and_headers() -> None:
    reply = called(Wire(answer(201, {"id": "1"}, date="now")))
    assert (reply.status, reply.content, reply.headers["date"], reply.unsure) == (201, {"id": "1"}, "now", False)


def test_no_content_is_a_success() -> None:
    assert called(Wire(Answer(204, {}, b""))).content == {}


# What is repeated


@pytest.mark.parametrize("status", sorted(PASSING))
def test_a_failure_that_may_pass_is_repeated(status: int) -> None:
    wire = Wire(error(status), error(status), MEETING)
    assert called(wire).content == {"id": "1"}
    assert len(wire.sent) == 3


@pytest.mark.parametrize("status", [400, 403, 404, 405, 407, 409, 412, 501, 507, 302])
def test_a_status_that_the_call_does_not_name_is_not_repeated(status: int) -> None:
    wire = Wire(error(status), MEETING)
    with pytest.raises(MeetingsError):
        called(wire)
    assert len(wire.sent) == 1


@pytest.mark.parametrize("step", [error(429), error(503), LOST, NOT_SENT, answer(200, None), Answer(200, {}, b'{"id"')])
def test_a_call_that_names_nothing_is_never_repeated(step: Any) -> None:
    wire = Wire(step, MEETING)
    with pytest.raises(MeetingsError):
        called(wire, ONCE)
    assert len(wire.sent) == 1


@pytest.mark.parametrize("step", [LOST, NOT_SENT, answer(200, None), Answer(201, {}, b'{"id": "1"'), answer(200, [1])])
def test_a_lost_cut_or_empty_answer_is_repeated(step: Any) -> None:
    wire = Wire(step, MEETING)
    assert called(wire).content == {"id": "1"}
    assert len(wire.sent) == 2


OUTAGES = [
    (error(503), ServiceError),
    (error(502), ServiceError),
    (error(500), ServiceError),
    (Answer(504, {"content-type": "text/html"}, b"<html>gateway</html>"), ServiceError),
    (LOST, LostAnswerError),
    (NOT_SENT, NotSentError),
]
FOREIGN = [answer(200, None), Answer(200, {}, b"[" * 100_000), Answer(201, {}, b'{"id": "1"')]
WRONG_SETTINGS = [UnknownHostError("Not known."), ProxyRefusedError("Not let out.")]


class Outage(Wire):
    """A service that fails for a minute, then answers."""

    def __init__(self, step: Step, clock: FakeClock, before: Step | None = None) -> None:
        super().__init__(*([before] if before else []), step)
        self._clock, self._over = clock, clock.time + 60

    def __call__(self, *args: Any, **options: Any) -> Answer:
        if self._clock.time >= self._over:
            self._steps = [MEETING]
        return super().__call__(*args, **options)


@pytest.mark.parametrize(("step", "_expected"), OUTAGES)
def test_session_survives_an_outage_of_a_minute(step: Step, _expected: object) -> None:
    clock = FakeClock()
    assert called(Outage(step, clock), clock=clock).content == {"id": "1"}
    assert clock.time - 1000 < 100


@pytest.mark.parametrize(("step", "expected"), OUTAGES)
def test_session_tries_until_the_deadline_while_the_service_fails(step: Step, expected: type[MeetingsError]) -> None:
    clock, wire = FakeClock(), Wire(step)
    with pytest.raises(expected):
        called(wire, clock=clock)
    assert 300 - 30 <= sum(clock.waits) <= 300
    assert max(clock.waits) <= 30
    assert len({wait for wait in clock.waits if wait > 29}) > 1, "the longest waits differ, or all threads come at once"


@pytest.mark.parametrize("step", FOREIGN)
def test_session_gives_up_after_five_answers_that_are_not_graphs(step: Step) -> None:
    wire = Wire(step)
    with pytest.raises(UnusableAnswerError):
        called(wire)
    assert len(wire.sent) == 5


@pytest.mark.parametrize("between", [error(503), error(429, retry_after="1"), LOST])
def test_session_counts_only_foreign_answers_in_a_row(between: Step) -> None:
    wire = Wire(*[FOREIGN[0]] * 4, between, *[FOREIGN[0]] * 4, MEETING)
    assert called(wire).content == {"id": "1"}


@pytest.mark.parametrize("step", WRONG_SETTINGS)
def test_session_fails_fast_while_the_settings_seem_wrong(step: Step) -> None:
    clock, wire = FakeClock(), Wire(step)
    with pytest.raises(NotSentError):
        called(wire, clock=clock)
    assert len(wire.sent) == 3
    assert sum(clock.waits) <= 5


def test_session_tries_an_unknown_host_no_more_when_the_name_server_is_slow() -> None:
    clock = FakeClock()
    wire = Wire(WRONG_SETTINGS[0])

    def slowly(*args: Any, **options: Any) -> Answer:
        clock.time += 20
        return wire(*args, **options)

    with pytest.raises(UnknownHostError):
        session(slowly).call(GET, operation(300, clock))
    assert len(wire.sent) == 1


@pytest.mark.parametrize("step", WRONG_SETTINGS)
def test_session_survives_a_missing_name_for_a_minute_when_the_host_answered_before(step: Step) -> None:
    clock = FakeClock()
    shared = session(Outage(step, clock, before=error(404)))
    with pytest.raises(RefusedError):
        shared.call(GET, operation(300, clock))
    assert shared.call(GET, operation(300, clock)).content == {"id": "1"}


def test_a_certificate_that_is_not_trusted_is_not_tried_again() -> None:
    wire = Wire(UntrustedError("Not trusted."))
    with pytest.raises(UntrustedError):
        called(wire)
    assert len(wire.sent) == 1


def test_an_address_that_cannot_be_used_is_not_tried_again() -> None:
    wire = Wire(ConnectionFailedError("No request can be sent."))
    with pytest.raises(ConnectionFailedError):
        called(wire)
    assert len(wire.sent) == 1


@pytest.mark.parametrize("kind", ["text/html", "text/html; charset=utf-8", "application/xml"])
def test_a_page_instead_of_json_is_refused_at_once(kind: str) -> None:
    wire = Wire(Answer(200, {"content-type": kind, "request-id": "rq-9"}, b"<html>sign in</html>"), MEETING)
    with pytest.raises(UnusableAnswerError, match=r"(?s)graph\.example answered 200.*proxy.*rq-9") as refused:
        called(wire)
    assert len(wire.sent) == 1
    assert "<html>" not in str(refused.value)


def test_a_page_with_a_passing_status_is_repeated() -> None:
    wire = Wire(Answer(503, {"content-type": "text/html"}, b"<html>gateway</html>"), MEETING)
    assert called(wire).content == {"id": "1"}


# Whether an earlier try may have been carried out


@pytest.mark.parametrize("step", [LOST, error(500), error(503), answer(200, None), Answer(201, {}, b"{")])
def test_a_reply_after_a_try_of_unknown_outcome_is_unsure(step: Any) -> None:
    assert called(Wire(step, MEETING)).unsure


@pytest.mark.parametrize("step", [NOT_SENT, error(429), error(429, retry_after="1")])
def test_a_reply_after_a_try_that_did_nothing_is_sure(step: Any) -> None:
    assert not called(Wire(step, MEETING)).unsure


def test_a_reply_tells_how_long_all_tries_took() -> None:
    assert called(Wire(error(429, retry_after="7"), MEETING)).seconds == 7.0


# How long it waits


def test_session_waits_as_long_as_the_service_asks() -> None:
    clock = FakeClock()
    called(Wire(error(429, retry_after="7"), error(503, retry_after="11"), MEETING), clock=clock)
    assert clock.waits == [7.0, 11.0]


@pytest.mark.parametrize("retry_after", ["", "soon", "-5", "0", "nan", "inf", "Mon, 04 Jan 2027 08:59:00 GMT"])
def test_without_a_usable_retry_after_the_waits_grow(retry_after: str) -> None:
    clock = FakeClock()
    refusal = error(429, retry_after=retry_after, date="Mon, 04 Jan 2027 09:00:00 GMT")
    called(Wire(*[refusal] * 4, MEETING), clock=clock)
    assert all(power <= wait <= power + 1 for power, wait in zip((1, 2, 4, 8), clock.waits, strict=True))


def test_throttling_is_waited_out_for_as_long_as_there_is_time() -> None:
    clock = FakeClock()
    called(Wire(*[error(429, retry_after="10")] * 29, MEETING), clock=clock)
    assert clock.waits == [10.0] * 29


def test_throttling_without_end_stops_before_the_deadline_and_says_so() -> None:
    clock, wire = FakeClock(), Wire(error(429, retry_after="100"))
    with pytest.raises(
        ThrottledError,
        match=r"(?s)^Throttled: .* asks to wait 100 s, but only 100 s of operationTimeout remain\.\s*Run .* in 100 s",
    ) as refused:
        called(wire, clock=clock, timeout=299.9)
    assert refused.value.request_id == "rq-1"
    assert len(wire.sent) == 3
    assert clock.waits == [100.0, 100.0]


def test_a_wait_beyond_the_deadline_is_not_begun() -> None:
    clock, wire = FakeClock(), Wire(error(429, retry_after="86400"))
    with pytest.raises(ThrottledError, match=r"(?s)asks to wait 24 hours, but only 300 s .*again in 24 hours"):
        called(wire, clock=clock)
    assert len(wire.sent) == 1
    assert clock.waits == []


def test_session_says_outage_when_a_503_asks_for_a_wait_beyond_the_deadline() -> None:
    wire = Wire(error(503, "ServiceUnavailable", "Maintenance.", retry_after="3600"), MEETING)
    shared, clock = session(wire), FakeClock()
    for _ in range(2):  # the second call is not sent, and is told the same
        with pytest.raises(ServiceError, match=r"(?s)overloaded.*asks to wait .*again in") as failed:
            shared.call(GET, operation(300, clock))
        assert failed.value.said == "Graph answered 503 ServiceUnavailable: Maintenance."
        assert failed.value.request_id == "rq-1"
        assert "hrottl" not in str(failed.value)
    assert len(wire.sent) == 1


def test_session_says_throttled_with_graphs_words_when_a_429_asks_for_too_long() -> None:
    wire = Wire(error(429, "TooManyRequests", "Please retry again later.", retry_after="5400"))
    with pytest.raises(ThrottledError, match=r"asks to wait 1\.5 hours, but only 300 s") as failed:
        called(wire)
    assert failed.value.said == "Graph answered 429 TooManyRequests: Please retry again later."


def test_a_back_off_beyond_the_deadline_is_not_begun() -> None:
    clock, wire = FakeClock(), Wire(error(503))
    with pytest.raises(ServiceError):
        called(wire, clock=clock, timeout=1.0)
    assert len(wire.sent) == 1


def test_other_calls_obey_a_wait_beyond_this_calls_deadline() -> None:
    clock, wire = FakeClock(), Wire(error(429, retry_after="60"), MEETING)
    shared = session(wire)
    with pytest.raises(ThrottledError):
        shared.call(GET, operation(5, clock))
    shared.call(GET, operation(300, clock))
    assert clock.waits == [60.0]


def test_a_cancelled_operation_ends_its_wait_at_once() -> None:
    clock, wire = FakeClock(), Wire(error(429, retry_after="60"), MEETING)
    under_way = operation(300, clock)
    clock.on_wait = under_way.cancelled.set
    with pytest.raises(CancelledError, match="meeting standup: stopped"):
        session(wire).call(GET, under_way)
    assert clock.waits == []
    assert len(wire.sent) == 1


def test_a_cancelled_operation_sends_nothing() -> None:
    wire, stopped = Wire(MEETING), operation()
    stopped.cancelled.set()
    with pytest.raises(CancelledError):
        session(wire).call(GET, stopped)
    assert wire.sent == []


def test_every_wait_is_logged_with_attempt_and_remaining_time() -> None:
    log = Log()
    session(Wire(error(429, retry_after="7"), MEETING)).call(GET, operation(300, log=log))
    (line,) = log.of("status")
    assert line.startswith("attempt 1 failed, trying again in 7 s (300 s left): Throttled: Microsoft Graph refused")


# Tokens


def test_a_refused_token_is_replaced_once() -> None:
    wire = Wire(error(401), MEETING)
    tokens = FakeTokens(app_token("old"), app_token("fresh"))
    assert session(wire, tokens).call(ONCE, operation()).content == {"id": "1"}
    assert [sent.token for sent in wire.sent] == ["old", "fresh"]


def test_a_fresh_token_that_is_refused_too_ends_it() -> None:
    wire = Wire(error(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid."))
    tokens = FakeTokens(app_token("old"), app_token("fresh"), app_token("fresher"))
    with pytest.raises(AuthenticationError, match="InvalidAuthenticationToken"):
        session(wire, tokens).call(GET, operation())
    assert [sent.token for sent in wire.sent] == ["old", "fresh"]


def test_a_token_that_cannot_be_renewed_is_not_sent_again() -> None:
    wire = Wire(error(401))
    with pytest.raises(AuthenticationError):
        called(wire)
    assert len(wire.sent) == 1


def test_a_sign_in_is_bounded_by_the_operation_that_needs_it() -> None:
    tokens, own = FakeTokens(app_token("old"), app_token("fresh")), operation(30)
    session(Wire(error(401), MEETING), tokens).call(GET, own)
    assert tokens.operations == [own, own]


def test_no_token_means_no_request() -> None:
    class NoTokens(FakeTokens):
        def token(self, operation: object, refused: object = None) -> Any:  # noqa: ARG002
            raise AuthenticationError("No token.")

    wire = Wire(MEETING)
    with pytest.raises(AuthenticationError):
        session(wire, NoTokens()).call(GET, operation())
    assert wire.sent == []


# What must not show

ECHO = f'{{"error": {{"code": "Bad {CANARY}", "message": "you sent {CANARY}"}}}}'.encode()


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 407, 409, 429, 500, 503])
@pytest.mark.parametrize("body", [ECHO, f"<html>{CANARY}</html>".encode(), b""])
def test_no_message_and_no_log_line_repeats_the_token(status: int, body: bytes) -> None:
    log = Log()
    with pytest.raises(MeetingsError) as refused:
        session(Wire(Answer(status, {"content-type": "text/html"}, body))).call(GET, operation(30, log=log))
    assert CANARY not in str(refused.value)
    assert CANARY not in repr(log.lines)


def test_unusable_success_repeats_no_text_of_the_answer() -> None:
    with pytest.raises(UnusableAnswerError) as refused:
        called(Wire(Answer(200, {"content-type": f"text/{'x' * 1000}"}, CANARY.encode())))
    assert CANARY not in str(refused.value)
    assert len(str(refused.value)) < 600


def test_the_refusal_of_a_call_is_the_class_that_fits() -> None:
    with pytest.raises(
        RefusedError, match=r"\nGraph answered 400 BadRequest: An error has occurred\.\nrequest-id: rq-1"
    ):
        called(Wire(error(400, "BadRequest", "An error has occurred.")))

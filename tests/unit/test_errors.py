"""Errors: one tree, drawn at its top, and sentences that hold together."""

from __future__ import annotations

import inspect
from http.client import IncompleteRead, RemoteDisconnected

import pytest
import requests
import urllib3.exceptions
from urllib3.exceptions import ProtocolError

from msgraph_meetings.errors import (
    ConnectionFailedError,
    IncompleteError,
    LostAnswerError,
    MeetingsError,
    NotSentError,
    RefusedError,
    cut,
    tree,
)
from msgraph_meetings.http.transport import Http, exchange, failure

CLASSES = [each for each in vars(tree).values() if inspect.isclass(each) and issubclass(each, MeetingsError)]
URL = "https://graph.example:8443/v1.0/me/onlineMeetings"
CANARY = "token-that-nobody-may-see"


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)
def test_the_tree_at_the_top_draws_every_class_and_every_class_has_a_sentence(error: type[MeetingsError]) -> None:
    assert f" {error.__name__} " in f"{tree.__doc__} ".replace("\n", " ")
    assert (error.__doc__ or "").strip()


def test_message_has_a_line_for_each_thing_it_says() -> None:
    assert str(RefusedError("What.", "Why.", "Fix.", "rq-1")) == "What.\nWhy.\nFix.\nrequest-id: rq-1"
    assert str(RefusedError("What.", fix="Fix.")) == "What.\nFix."
    assert str(RefusedError("What.")) == "What."


def test_message_quotes_the_other_side_before_the_request_id() -> None:
    error = RefusedError("What.", "Why.", "Fix.", "rq-1", "Graph answered 400 x: y.")
    assert str(error) == "What.\nWhy.\nFix.\nGraph answered 400 x: y.\nrequest-id: rq-1"
    assert str(IncompleteError("id-1", {}, error)).endswith("\nGraph answered 400 x: y.\nrequest-id: rq-1")


def test_an_incomplete_create_keeps_id_and_state_and_names_its_cause() -> None:
    error = IncompleteError("id-1", {"subject": "x"}, RefusedError("Refused.", "Because.", "Do this.", "rq-1"))
    assert (error.meeting_id, error.state) == ("id-1", {"subject": "x"})
    assert str(error).splitlines() == [
        "The meeting was created, but not all of its settings were applied. Refused.",
        "Because.",
        "Do this. `pulumi up` then finishes the same meeting.",
        "request-id: rq-1",
    ]


def test_foreign_text_is_cut_to_one_line() -> None:
    assert cut(" a\n\tb  c ") == "a b c"
    assert cut("x" * 600) == "x" * 500 + "…"


# Whatever requests can raise


def descendants(kind: type[Exception]) -> list[type[Exception]]:
    """The class and all below it."""
    return [kind, *(each for child in kind.__subclasses__() for each in descendants(child))]


def example(kind: type[Exception]) -> Exception:
    """An exception of that class, however its constructor looks."""
    error = kind.__new__(kind)
    error.args = (f"HTTPSConnectionPool: Bearer {CANARY} refused",)
    error.__dict__.update(partial=1, expected=2, length=b"x")  # what two of urllib3's show of themselves
    return error


REQUESTS = [each for each in descendants(requests.RequestException) if each.__module__.startswith("requests")]
URLLIB3 = [each for each in descendants(urllib3.exceptions.HTTPError) if each.__module__.startswith("urllib3")]


class Failing(Http):
    """A session in which every request fails."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def request(self, *_args: object, **_options: object) -> requests.Response:
        raise self.error


def test_the_walk_finds_the_exceptions() -> None:
    assert {requests.exceptions.ConnectTimeout, requests.exceptions.ChunkedEncodingError} <= set(REQUESTS)
    assert {urllib3.exceptions.LocationParseError, urllib3.exceptions.ReadTimeoutError} <= set(URLLIB3)


@pytest.mark.parametrize("kind", REQUESTS + URLLIB3, ids=lambda kind: f"{kind.__module__}.{kind.__name__}")
def test_every_exception_of_the_http_libraries_becomes_one_of_our_errors(kind: type[Exception]) -> None:
    with pytest.raises(ConnectionFailedError) as failed:
        exchange(Failing(example(kind)), "GET", URL, token=CANARY, headers={}, body=None, seconds=5)
    assert "graph.example:8443" in str(failed.value) or "certificates" in str(failed.value)
    assert failed.value.__cause__ is not None


@pytest.mark.parametrize(
    ("error", "expected", "text"),
    [
        (requests.exceptions.ConnectTimeout("x"), NotSentError, "within 10 s"),
        (requests.exceptions.ProxyError("x: refused"), NotSentError, "HTTPS_PROXY"),
        (
            requests.exceptions.ReadTimeout("pool: Read timed out."),
            LostAnswerError,
            "The system reports: Read timed out.",
        ),
        (requests.exceptions.ChunkedEncodingError("x"), LostAnswerError, "ended before the whole answer arrived"),
        (
            requests.exceptions.ConnectionError(
                ProtocolError("Connection aborted.", RemoteDisconnected("Remote end closed connection"))
            ),
            LostAnswerError,
            "whole answer arrived.\nThe system reports: Remote end closed connection.\nRun `pulumi up`",
        ),
        (
            requests.exceptions.ConnectionError(
                ProtocolError("Connection aborted.", ConnectionResetError(104, "Connection reset by peer"))
            ),
            LostAnswerError,
            "ended before the whole answer arrived.\nThe system reports: Connection reset by peer.\nRun `pulumi up`",
        ),
        (
            requests.exceptions.ChunkedEncodingError(ProtocolError("Broken", IncompleteRead(b"12345", 5))),
            LostAnswerError,
            "whole answer arrived.\nThe system reports: 5 bytes read, 5 more expected.\nRun `pulumi up`",
        ),
        (requests.exceptions.SSLError("record layer failure"), LostAnswerError, "TLS connection"),
        (requests.exceptions.InvalidURL(f"https://u:{CANARY}@x"), ConnectionFailedError, "HTTPS_PROXY"),
        (
            requests.exceptions.ConnectionError(),
            LostAnswerError,
            "ended before the whole answer arrived.\nRun `pulumi up`",
        ),
    ],
)
def test_a_network_failure_says_what_it_means(error: Exception, expected: type[MeetingsError], text: str) -> None:
    found = failure(error, URL)
    assert type(found) is expected
    assert text in str(found)
    assert CANARY not in str(found)

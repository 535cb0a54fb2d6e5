"""The catalogue: everything that is known to come back has its sentences, and no row is out of reach."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.config.table import SETTINGS
from msgraph_meetings.errors.catalogue import CATALOGUE
from msgraph_meetings.errors.catalogue.answers import Refusal
from msgraph_meetings.errors.catalogue.entra import ENTRA, SignIn, entra_row
from msgraph_meetings.errors.catalogue.graph import GRAPH, graph_row
from msgraph_meetings.errors.catalogue.methods import METHODS, method_row
from msgraph_meetings.errors.catalogue.network import NETWORK
from msgraph_meetings.http.refusals import refusal
from msgraph_meetings.http.transport import Answer, failure
from tests.unit import catalogue_facts as facts

if TYPE_CHECKING:
    from msgraph_meetings.errors import MeetingsError
    from msgraph_meetings.errors.catalogue.rows import Row
    from tests.unit.catalogue_facts import Answered

LOGIN = "https://login.microsoftonline.com"
SETTING_NAMES = {row.name for row in SETTINGS}
SIGN_IN = SignIn("contoso.example", "the-app", LOGIN, "clientSecret")


def read(fact: Answered, text: str | None = None) -> Refusal:
    """The fact as the catalogue is asked about it."""
    said = fact.text if text is None else text
    known = (fact.page, fact.organizer, fact.claims, LOGIN, fact.skew, fact.creates)
    return Refusal(fact.status, fact.code, said, *known)


@pytest.mark.parametrize("fact", facts.GRAPH, ids=lambda fact: f"{fact.status}-{fact.row}")
def test_each_known_answer_of_graph_gets_its_row(fact: Answered) -> None:
    row = graph_row(read(fact))
    assert (row.id, row.error) == (fact.row, fact.error)


@pytest.mark.parametrize("name", facts.ENTRA)
def test_each_known_refusal_of_entra_gets_its_row(name: str) -> None:
    numbers, error = facts.ENTRA[name]
    text, skew = facts.ENTRA_TEXTS.get(name, ""), facts.ENTRA_SKEWS.get(name, 0.0)
    for number in numbers:
        row = entra_row([number], text, skew)
        assert (row.id, row.error) == (name, error)


@pytest.mark.parametrize(("name", "error", "raised"), facts.NETWORK)
def test_each_known_failure_of_the_network_gets_its_row(
    name: str, error: type[MeetingsError], raised: Exception
) -> None:
    row = next(row for row in NETWORK if row.id == name)
    found = failure(raised, "https://graph.example/v1.0")
    assert type(found) is error
    assert found.fix.startswith(row.fix.removesuffix("{settings}."))


@pytest.mark.parametrize(("name", "said"), facts.AZURE_CLI.items(), ids=facts.AZURE_CLI)
def test_each_known_refusal_of_the_azure_cli_gets_its_row(name: str, said: str) -> None:
    assert method_row("azure cli", said).id == name


def test_every_row_is_reached_by_something_that_is_known() -> None:
    assert {fact.row for fact in facts.GRAPH} == {row.id for row in GRAPH}
    assert set(facts.ENTRA) == {row.id for row in ENTRA}
    assert {*facts.AZURE_CLI} | facts.METHODS_ELSEWHERE == {row.id for row in METHODS}
    assert {name for name, *_ in facts.NETWORK} | facts.NETWORK_ELSEWHERE == {row.id for row in NETWORK}


@pytest.mark.parametrize("row", [row for row in ENTRA if row.numbers], ids=lambda row: row.id)
def test_every_number_of_a_row_leads_to_it(row: Any) -> None:
    text, skew = facts.ENTRA_TEXTS.get(row.id, ""), facts.ENTRA_SKEWS.get(row.id, 0.0)
    assert {entra_row([number], text, skew).id for number in row.numbers} == {row.id}


def test_no_number_that_sign_ins_meet_falls_to_the_general_row() -> None:
    general = ENTRA[-1].id
    assert [number for number in facts.DEMANDED if entra_row([number], "", 0).id == general] == []


READ_FOR_ITS_TEXT = {"access-policy", "other-organizer", "organizer-unknown", "organizer-by-name"}


@pytest.mark.parametrize(
    "fact", [fact for fact in facts.GRAPH if fact.row not in READ_FOR_ITS_TEXT], ids=lambda fact: fact.row
)
def test_a_text_of_graph_chooses_sentences_and_never_what_is_done(fact: Answered) -> None:
    assert graph_row(read(fact, "other words")).error is fact.error


# The form of the rows


def test_every_row_has_a_name_of_its_own() -> None:
    assert len({row.id for row in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row.id)
def test_a_row_is_one_sentence_of_what_one_of_why_and_one_of_what_to_do(row: Row) -> None:
    fix = row.fix.split("\n", 1)[0]
    for sentence in (row.what, row.why, fix):
        assert re.search(r"[.!?] [A-Z]", sentence) is None, sentence
        assert sentence.endswith((".", ":") if sentence is fix else (".", "{cause}")), sentence
        assert sentence[0].isupper() or sentence[0] in "{`" or sentence.split()[0] in SETTING_NAMES, sentence


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row.id)
def test_each_answer_attributed_to_microsoft_has_a_source(row: Row) -> None:
    assert bool(row.source) or row.evidence in ("unknown", "local")
    assert not re.search("Microsoft (documents|says)", row.why)


@pytest.mark.parametrize("row", GRAPH, ids=lambda row: row.id)
def test_every_brace_of_a_row_of_graph_is_filled(row: Row) -> None:
    fact = next(fact for fact in facts.GRAPH if fact.row == row.id)
    assert not re.search("[{}]", str(row.tell(read(fact).words())))


@pytest.mark.parametrize("row", ENTRA, ids=lambda row: row.id)
def test_every_brace_of_a_row_of_entra_is_filled(row: Row) -> None:
    said = str(row.tell(SIGN_IN.words(7, 0)))
    assert not re.search("[{}]", said)
    assert "(AADSTS7)" in said


def test_an_answer_becomes_the_error_of_its_row_with_the_other_sides_words_below() -> None:
    answer = Answer(403, {"request-id": "rq-1"}, b'{"error": {"code": "Forbidden", "message": "3003: x"}}')
    found = refusal(answer, "/users/ada/onlineMeetings", {})
    assert str(found).endswith("\nGraph answered 403 Forbidden: 3003: x.\nrequest-id: rq-1")
    assert found.what == "Microsoft Graph does not let ada look up this meeting."

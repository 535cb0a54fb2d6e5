"""The way to Microsoft: names, routes, proxies, certificates, the clock."""

from __future__ import annotations

import socket
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import pytest

from msgraph_meetings.auth import METHODS
from msgraph_meetings.doctor.network import SIGN_IN_ELSEWHERE, compared
from tests.doctor.test_reports import PROBE, reached_until

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings_emulator import Emulator
    from tests.doctor.machine import Machine


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port at which nobody listens, and nobody can while the test runs."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_a_service_that_does_not_answer_is_named(machine: Machine, closed_port: int) -> None:
    report = machine.having(MSGRAPH_ENDPOINT=f"https://127.0.0.1:{closed_port}").doctor()
    assert report.statuses["signInEndpoint"] == "passed"
    assert report.failures == ["graphEndpoint"]
    assert f"Cannot connect to 127.0.0.1:{closed_port}" in report.output


def test_without_a_network_both_services_are_named_and_nothing_more_is_tried(
    machine: Machine, closed_port: int
) -> None:
    nowhere = f"https://127.0.0.1:{closed_port}"
    report = machine.having(MSGRAPH_ENDPOINT=nowhere, AZURE_AUTHORITY_HOST=nowhere).doctor()
    assert report.failures == ["signInEndpoint", "graphEndpoint"]
    assert report.statuses["token"] == "skipped"


def test_doctor_reports_a_name_without_an_address(machine: Machine) -> None:
    longest = "a" * 64  # no name service takes it, and none is asked
    report = machine.having(MSGRAPH_ENDPOINT=f"https://{longest}.example").doctor()
    assert report.failures == ["graphEndpoint"]
    assert f"Cannot resolve {longest}.example." in report.output


def test_doctor_reports_an_untrusted_certificate(machine: Machine) -> None:
    names = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE")
    report = machine.without(*names).doctor()
    assert report.failures == ["signInEndpoint", "graphEndpoint"]
    assert "trusted certificates = the public certificate authorities (certifi)" in report.output
    assert "REQUESTS_CA_BUNDLE" in report.output


def test_doctor_reports_a_missing_file_of_certificates(machine: Machine) -> None:
    report = machine.having(REQUESTS_CA_BUNDLE="/nowhere/ca.pem").doctor()
    assert reached_until(report, "method")
    assert "'/nowhere/ca.pem', but that file does not exist" in report.output


def test_a_proxy_is_named_without_its_password(machine: Machine, closed_port: int) -> None:
    proxy = f"127.0.0.1:{closed_port}"
    direct = machine.without("NO_PROXY", "no_proxy")
    report = direct.having(HTTPS_PROXY=f"http://canary-user:canary-password@{proxy}").doctor()
    assert report.failures == ["signInEndpoint", "graphEndpoint"]
    assert f"through the proxy {proxy}" in report.output
    assert "canary" not in report.output


def test_a_proxy_that_is_not_used_for_the_host_is_not_named(machine: Machine, closed_port: int) -> None:
    report = machine.having(HTTPS_PROXY=f"http://127.0.0.1:{closed_port}", NO_PROXY="127.0.0.0/8").doctor()
    assert report.code == 0
    assert "proxy" not in report.output


def test_doctor_reports_a_proxy_that_asks_for_credentials(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(path=PROBE, status=407)
    report = machine.doctor()
    assert report.failures == ["graphEndpoint"]
    assert "407" in report.output


def test_doctor_reports_a_web_page_instead_of_an_answer(machine: Machine, msgraph_emulator: Emulator) -> None:
    msgraph_emulator.arm(path=PROBE, status=200, body="<html>", headers={"Content-Type": "text/html"})
    report = machine.doctor()
    assert report.failures == ["graphEndpoint"]
    assert "text/html" in report.output


@pytest.mark.parametrize(
    ("here", "status", "told"),
    [
        ("12:00:00", "passed", "agrees"),
        ("12:01:00", "passed", "60 s ahead of Microsoft's, which is small enough"),
        ("11:58:59", "passed", "62 s behind Microsoft's, which is small enough"),
        ("13:00:00", "failed", "ahead of Microsoft's"),
        ("11:00:00", "failed", "behind Microsoft's"),
    ],
)
def test_doctor_reports_a_wrong_clock(here: str, status: str, told: str) -> None:
    date = "Mon, 04 Jan 2027 {} GMT".format
    finding = compared(date("12:00:00"), parsedate_to_datetime(date(here)).timestamp())
    assert finding.status == status
    assert told in finding.summary


@pytest.mark.parametrize("date", [None, "", "yesterday"])
def test_without_a_date_nothing_is_claimed_of_the_clock(date: str | None) -> None:
    assert compared(date, 0).status == "skipped"


def test_every_method_that_signs_in_elsewhere_is_one_that_there_is() -> None:
    assert {method.name for method in METHODS} > SIGN_IN_ELSEWHERE

"""The self-service form under several people, and with input that nobody types into a form."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
import requests

from tests.examples.cases import CASES, copied, environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from msgraph_meetings_emulator import Emulator

NAME = "13-self-service"
FORM = {"team": "sales", "name": "demo", "subject": "Demo", "start": "2027-01-04T09:00:00Z", "minutes": "30"}
_SECONDS = 120

pytestmark = pytest.mark.proof


@pytest.fixture
def service(tmp_path: Path, msgraph_emulator: Emulator) -> Iterator[str]:
    """The running service, by its address."""
    folder = copied(NAME, tmp_path)
    variables = environment(CASES[NAME], tmp_path, msgraph_emulator)
    command = [sys.executable, "self_service.py", "0"]
    with subprocess.Popen(command, cwd=folder, env=variables, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = re.search(r"http://\S+(?=/$)", process.stdout.readline().strip())
        assert address
        try:
            yield address[0]
        finally:
            process.terminate()


def post(service: str, fields: dict[str, str] | bytes, **headers: str) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.post(f"{service}/meetings", data=fields, headers=headers, timeout=_SECONDS)


def test_people_of_two_teams_who_send_forms_at_once_get_a_meeting_each(
    service: str, msgraph_emulator: Emulator
) -> None:
    forms = [FORM | {"team": team, "name": name} for team in ("sales", "support") for name in ("one", "two")]
    with ThreadPoolExecutor(len(forms)) as people:
        answers = list(people.map(lambda form: post(service, form), forms))
    assert [answer.status_code for answer in answers] == [200] * len(forms)
    held = {meeting["externalId"]: meeting["joinWebUrl"] for meeting in msgraph_emulator.meetings()}
    assert len(held) == len(forms)
    for form, answer in zip(forms, answers, strict=True):
        assert held[f"self-service-{form['team']}-{form['name']}"].replace("&", "&amp;") in answer.text


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"team": "../../etc"}, 422),
        ({"name": "a b"}, 422),
        ({"subject": ""}, 422),
        ({"subject": "a\nb"}, 422),
        ({"subject": "x" * 5000}, 413),
        ({"start": "2027-01-04T09:00:00"}, 422),
        ({"start": "0001-01-01T00:00:00+23:59"}, 422),
        ({"minutes": "-5"}, 422),
        ({"minutes": "٣٠"}, 422),
        ({"more": "fields", "than": "five"}, 422),
    ],
)
def test_form_with_input_that_cannot_be_used_is_refused_and_deploys_nothing(
    change: dict[str, str], status: int, service: str, msgraph_emulator: Emulator
) -> None:
    assert post(service, FORM | change).status_code == status
    assert msgraph_emulator.meetings() == []


def test_form_that_another_site_sends_is_refused(service: str, msgraph_emulator: Emulator) -> None:
    assert post(service, FORM, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert msgraph_emulator.meetings() == []


def test_subject_with_markup_is_shown_as_text(service: str) -> None:
    answer = post(service, FORM | {"subject": "<script>alert(1)</script>"})
    assert "&lt;script&gt;" in answer.text
    assert "<script>" not in answer.text

"""The Azure CLI: what it is asked, how long its token is kept, and what it says when it has none."""

from __future__ import annotations

import json
import os
import sys
import time
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest

from msgraph_meetings.auth import Token, token_source
from msgraph_meetings.auth.azure_cli import AzureCli
from msgraph_meetings.errors import AuthenticationError, ConfigurationError
from tests.client.conftest import meeting
from tests.client.emulated import TENANT, USER, forged
from tests.unit.fakes import operation

if TYPE_CHECKING:
    from pathlib import Path

    from tests.client.emulated import Tenant

_COMMAND = """#!{python}
import json, pathlib, sys
here = pathlib.Path(__file__).parent
with (here / "calls").open("a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
{body}
"""
_ANSWER = 'print((here / "answer").read_text())'


class FakeAz:
    """A command az on PATH that answers with what a file holds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "bin"
        self._folder.mkdir()
        self.does(_ANSWER)

    def does(self, body: str) -> None:
        """Puts another command in its place."""
        command = self._folder / "az"
        command.write_text(_COMMAND.format(python=sys.executable, body=body), encoding="utf-8")
        command.chmod(0o700)

    def answers(self, **answer: Any) -> None:
        """Set the output of later runs."""
        (self._folder / "answer").write_text(json.dumps(answer), encoding="utf-8")

    @property
    def calls(self) -> list[list[str]]:
        """Return the arguments of each run so far."""
        file = self._folder / "calls"
        return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


@pytest.fixture
def az(tenant: Tenant, tmp_path: Path) -> FakeAz:
    """An Azure CLI where somebody is signed in."""
    command = FakeAz(tmp_path)
    command.answers(accessToken=tenant.access_token(), tokenType="Bearer")
    return command


def test_azure_cli_is_asked_for_a_graph_token_of_the_tenant(tenant: Tenant, settings_of: Any, az: FakeAz) -> None:
    assert meeting(settings_of(ARM_USE_CLI="true")).status == 200
    asked = ["account", "get-access-token", "--output", "json", "--resource", tenant.root]
    assert az.calls == [[*asked, "--tenant", TENANT]]
    assert meeting(settings_of({"tenantId": ""})).status == 200
    assert az.calls[1:] == [asked]


def test_a_signed_in_person_s_token_is_used_for_their_own_meetings(
    tenant: Tenant, settings_of: Any, az: FakeAz
) -> None:
    az.answers(accessToken=tenant.access_token(user=USER))
    assert meeting(settings_of()).status == 200
    assert tenant.asked[-1].path == "/v1.0/me/onlineMeetings/createOrGet"


@pytest.mark.parametrize(
    ("claims", "answer", "kept"),
    [
        ({"exp": int(time.time()) + 3600}, {}, True),
        ({"exp": int(time.time()) + 200}, {"expires_on": int(time.time()) + 3600}, False),
        ({"exp": None}, {"expires_on": int(time.time()) + 3600}, True),
        ({"exp": None}, {"expires_on": "soon"}, False),
        ({"exp": None}, {}, False),
    ],
)
def test_a_token_is_kept_until_it_is_nearly_over(
    tenant: Tenant, settings_of: Any, az: FakeAz, *, claims: dict[str, Any], answer: dict[str, Any], kept: bool
) -> None:
    token = forged(tenant.root, **claims)
    az.answers(accessToken=token if claims["exp"] else "opaque", **answer)
    source = token_source(settings_of(ARM_USE_CLI="true"))
    source.token(operation())
    source.token(operation())
    assert len(az.calls) == (1 if kept else 2)


def test_a_token_that_graph_refused_is_asked_for_anew(tenant: Tenant, settings_of: Any, az: FakeAz) -> None:
    source = token_source(settings_of(ARM_USE_CLI="true"))
    old = source.token(operation())
    az.answers(accessToken=tenant.access_token())
    assert source.token(operation()) == old
    assert source.token(operation(), old) != old
    assert source.token(operation(), old) == source.token(operation())
    assert len(az.calls) == 2


BAD = {
    "nobody signed in": ("sys.exit('ERROR: Please run az login to set up an account.')", "Please run az login"),
    "silent": ("sys.exit(3)", r"ended with exit code 3"),
    "no JSON": ("print('canary')", "its output has no token"),
    "a list": ("print('[\"canary\"]')", "its output has no token"),
    "no token": ("print('{\"canary\": 1}')", "its output has no token"),
    "token of another type": ('print(\'{"accessToken": ["canary"]}\')', "its output has no token"),
    "bytes that are no text": ("sys.stdout.buffer.write(b'\\xff\\xfe')", "its output has no token"),
}


@pytest.mark.parametrize(("body", "says"), BAD.values(), ids=BAD)
def test_azure_cli_output_without_a_token_is_reported_without_tokens(
    tenant: Tenant, settings_of: Any, az: FakeAz, body: str, says: str
) -> None:
    az.does(body)
    with pytest.raises(AuthenticationError, match=says) as refused:
        meeting(settings_of(ARM_USE_CLI="true"))
    assert "canary" not in str(refused.value)
    assert "canary" not in repr(refused.value.__cause__)


SAID = {
    "nobody": ("Please run 'az login' to setup account.", r"it is not signed in"),
    "over": (
        "Can't find token from MSAL cache.\nTo re-authenticate, please run:\naz login",
        "it is not signed in",
    ),
    "no subscription": ("No subscription found. Run 'az account set' to select a subscription.", "no subscription"),
    "identity": (
        "Tenant shouldn't be specified for managed identity account",
        r"(?s)does not accept a tenant here.*ARM_TENANT_ID",
    ),
    "Cloud Shell": ("Tenant shouldn't be specified for Cloud Shell account", "does not accept a tenant here"),
    "a second factor": (
        "AADSTS50076: Due to a configuration change ... please run:\naz login",
        r"(?s)second factor.*AADSTS50076",
    ),
    "a device": ("AADSTS530003: Your device is required to be managed", r"managed devices only \(AADSTS530003\)"),
    "consent": (
        "AADSTS65001: The user or administrator has not consented",
        r"adminconsent\?client_id=04b07795-8ddb-461a-bbee-02f9e1bf7b46",
    ),
    "a secret": ("AADSTS7000222: expired", r"secret of the app that the Azure CLI uses has expired"),
    "something else": ("The command failed with an unexpected error.", r"It ended with exit code 1;"),
}


@pytest.mark.parametrize(("text", "says"), SAID.values(), ids=SAID)
def test_its_refusal_is_explained_by_the_catalogue_with_its_own_words_below(
    tenant: Tenant, settings_of: Any, az: FakeAz, text: str, says: str
) -> None:
    az.does(f"sys.exit({'ERROR: ' + text!r})")
    with pytest.raises(AuthenticationError, match=says) as refused:
        meeting(settings_of(ARM_USE_CLI="true"))
    assert refused.value.said == f"The Azure CLI said: ERROR: {' '.join(text.split())}"
    assert "AADSTS" not in text or "Cannot get a token" not in refused.value.what


def test_azure_cli_that_hangs_ends_at_the_time_limit(tenant: Tenant, settings_of: Any, az: FakeAz) -> None:
    az.does('print(\'{"accessToken": "canary"}\', flush=True)\nimport time\ntime.sleep(600)')
    with pytest.raises(AuthenticationError, match="did not answer within 1 s") as refused:
        AzureCli(settings_of(), seconds=1.0).acquire(60.0, Event())
    assert refused.value.__cause__ is None
    assert refused.value.__context__ is None


def test_azure_cli_that_cannot_start_is_reported(tenant: Tenant, settings_of: Any, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "az").write_text("#!/nowhere/python\n", encoding="utf-8")
    (tmp_path / "bin" / "az").chmod(0o700)
    with pytest.raises(AuthenticationError, match=r"az does not start\.\nThe system reports: No such file"):
        meeting(settings_of(ARM_USE_CLI="true"))


def test_machine_without_the_azure_cli_is_told_to_install_it(tenant: Tenant, settings_of: Any) -> None:
    with pytest.raises(ConfigurationError, match="Azure CLI is not installed"):
        meeting(settings_of(ARM_USE_CLI="true"))


def test_azure_cli_in_the_folder_of_the_program_is_ignored(
    tenant: Tenant, settings_of: Any, az: FakeAz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / "bin")
    monkeypatch.setenv("PATH", f".{os.pathsep}")
    with pytest.raises(ConfigurationError, match="No credentials found"):
        meeting(settings_of())
    assert az.calls == []


def test_an_opaque_token_of_it_takes_its_type_from_the_setting(settings_of: Any, az: FakeAz) -> None:
    az.answers(accessToken="opaque")
    token = token_source(settings_of(MSGRAPH_ACCESS_TOKEN_TYPE="delegated")).token(operation())
    assert token == Token("opaque", {}, "delegated")

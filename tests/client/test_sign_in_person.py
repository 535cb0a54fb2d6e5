"""A person signs in on the command line, once: with a browser, or with a code for another device."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from msgraph_meetings.auth import Token
from msgraph_meetings.auth import commands as signing_in
from msgraph_meetings.meetings.connect import connect_graph
from tests.client.emulated import CLIENT, TENANT
from tests.unit.fakes import operation

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from click.testing import Result

    from tests.client.emulated import Tenant

    Run = Callable[..., Result]


@pytest.fixture
def run(tenant: Tenant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command of the command line on a machine of its own, as far as it can tell."""
    monkeypatch.setenv("HOME", os.fspath(tmp_path))
    monkeypatch.setenv("APPDATA", os.fspath(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", os.fspath(tmp_path))
    environment = {
        "ARM_CLIENT_ID": CLIENT,
        "ARM_TENANT_ID": TENANT,
        "MSGRAPH_ENDPOINT": tenant.root,
        "AZURE_AUTHORITY_HOST": tenant.root,
    }

    def invoke(command: Any, *arguments: str, **more: str) -> Result:
        return CliRunner().invoke(command, list(arguments), env=environment | more)

    return invoke


def kept(folder: Path) -> Path:
    return folder / "msgraph-meetings" / "signed-in.json"


def refresh_tokens(folder: Path) -> list[str]:
    """Return the refresh tokens that MSAL stores."""
    entries = json.loads(kept(folder).read_text("utf-8"))["RefreshToken"].values()
    return [entry["secret"] for entry in entries]


def test_a_code_signs_in_and_the_token_is_for_the_person_s_own_meetings(
    tenant: Tenant, run: Run, settings_of: Any
) -> None:
    signed_in = run(signing_in.login, "--device-code")
    assert (signed_in.exit_code, signed_in.stdout) == (0, "")
    assert re.fullmatch(
        rf"To sign in, use a web browser to open the page {tenant.root}/devicelogin and enter the code \w{{9}} to"
        r" authenticate\.\nSigned in as ada@emulator\.example\.\n",
        signed_in.stderr,
    )

    printed = run(signing_in.token)
    assert (printed.exit_code, printed.stderr) == (0, "")
    settings = settings_of(MSGRAPH_ACCESS_TOKEN=printed.stdout.strip())
    assert connect_graph(settings).get(None, tenant.meeting_id, operation()).status == 200
    assert tenant.asked[-1].path.startswith("/v1.0/me/onlineMeetings/")


_BROWSER = """#!{python}
import html, re, ssl, sys, urllib.parse, urllib.request
context = ssl.create_default_context(cafile={ca!r})
page = urllib.request.urlopen(sys.argv[1], context=context).read().decode()
address = html.unescape(re.search('action="(.*?)"', page)[1])
fields = [(name, html.unescape(value)) for name, value in re.findall('name="(.*?)" value="(.*?)"', page)]
urllib.request.urlopen(address, data=urllib.parse.urlencode(fields).encode()).read()
"""


def test_a_browser_signs_in(tenant: Tenant, run: Run, tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    browser.write_text(_BROWSER.format(python=sys.executable, ca=os.environ["REQUESTS_CA_BUNDLE"]), encoding="utf-8")
    browser.chmod(0o700)
    program = "from msgraph_meetings.cli import main; main()"
    own = {"ARM_CLIENT_ID": CLIENT, "MSGRAPH_ENDPOINT": tenant.root, "AZURE_AUTHORITY_HOST": tenant.root}
    environment = os.environ | own | {"ARM_TENANT_ID": TENANT, "BROWSER": f"{browser} %s &"}
    done = subprocess.run(
        [sys.executable, "-c", program, "login"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Signed in as ada@emulator.example.\n")
    assert tenant.takes(run(signing_in.token).stdout.strip(), "me")


def test_a_sign_in_is_kept_where_its_owner_alone_can_read_it(tenant: Tenant, run: Run, tmp_path: Path) -> None:
    run(signing_in.login, "--device-code")
    assert stat.S_IMODE(kept(tmp_path).stat().st_mode) == 0o600
    assert len(refresh_tokens(tmp_path)) == 1


def test_the_token_is_kept_and_renewed_near_its_end(tenant: Tenant, run: Run) -> None:
    run(signing_in.login, "--device-code")
    assert run(signing_in.token).stdout == run(signing_in.token).stdout
    assert tenant.token_requests == 1
    tenant.emulator.set_token_lifetime(60)
    run(signing_in.login, "--device-code")
    assert run(signing_in.token).stdout != run(signing_in.token).stdout
    assert tenant.asked[-1].body["grant_type"] == "refresh_token"


def test_sign_in_that_entra_ended_is_reported_with_what_to_run(tenant: Tenant, run: Run, tmp_path: Path) -> None:
    tenant.emulator.set_token_lifetime(60)
    run(signing_in.login, "--device-code")
    tenant.fail(400, {"error": "invalid_grant", "error_description": "AADSTS70043: the sign-in frequency is over."})
    failed = run(signing_in.token)
    assert (failed.exit_code, failed.stdout) == (1, "")
    assert "AADSTS70043" in failed.stderr
    assert "Run `msgraph-meetings login` again" in failed.stderr
    assert refresh_tokens(tmp_path)[0] not in failed.stderr


def test_next_sign_in_replaces_the_previous_one_and_logout_deletes_it(tenant: Tenant, run: Run, tmp_path: Path) -> None:
    run(signing_in.login, "--device-code")
    somebody_else = tenant.emulator.user_ids[1]
    tenant.emulator.set_browser_user(somebody_else)
    run(signing_in.login, "--device-code")
    assert Token.of(run(signing_in.token).stdout.strip()).claims["oid"] == somebody_else
    (refresh_token,) = refresh_tokens(tmp_path)
    assert run(signing_in.logout).exit_code == 0
    assert refresh_token not in kept(tmp_path).read_text("utf-8")
    assert "You are not signed in." in run(signing_in.token).stderr


@pytest.mark.parametrize("command", [signing_in.token, signing_in.logout])
def test_token_without_a_sign_in_sends_no_request_and_leaves_no_file(
    tenant: Tenant, run: Run, tmp_path: Path, command: Any
) -> None:
    assert run(command).exit_code == (1 if command is signing_in.token else 0)
    assert tenant.asked == []
    assert not kept(tmp_path).exists()


DAMAGED = {
    "empty": b"",
    "cut off": b'{"AccessToken": {"a',
    "another encoding": b"\xff\xfe\x00",
    "a list": b"[]",
    "a list inside": b'{"Account": []}',
    "texts inside": b'{"Account": {"a": "b"}}',
    "nested too deeply": b"[" * 100_000,
}


@pytest.mark.parametrize("content", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize(("command", "code"), [(signing_in.token, 1), (signing_in.logout, 0)], ids=["token", "logout"])
def test_damaged_sign_in_is_reported_and_moved_aside(
    tenant: Tenant, run: Run, tmp_path: Path, *, command: Any, code: int, content: bytes
) -> None:
    kept(tmp_path).parent.mkdir()
    kept(tmp_path).write_bytes(content)
    done = run(command)
    copy = kept(tmp_path).with_name("signed-in.json.damaged")
    assert (done.exit_code, done.stdout, copy.read_bytes()) == (code, "", content)
    assert f"The stored sign-in {kept(tmp_path)} is damaged" in done.stderr
    assert f"It was moved to {copy}." in done.stderr
    assert "so you are not signed in" in done.stderr
    assert tenant.asked == []
    assert "damaged" not in run(command).stderr


def test_login_takes_the_place_of_a_damaged_sign_in(tenant: Tenant, run: Run, tmp_path: Path) -> None:
    kept(tmp_path).parent.mkdir()
    kept(tmp_path).write_text("{", encoding="utf-8")
    signed_in = run(signing_in.login, "--device-code")
    assert (signed_in.exit_code, "is damaged" in signed_in.stderr) == (0, True)
    assert tenant.takes(run(signing_in.token).stdout.strip(), "me")


@pytest.mark.parametrize("command", [signing_in.token, signing_in.logout], ids=["token", "logout"])
def test_unreadable_sign_in_is_reported_in_one_message(tenant: Tenant, run: Run, tmp_path: Path, command: Any) -> None:
    kept(tmp_path).mkdir(parents=True)  # no file: not even root may read it
    failed = run(command)
    assert failed.exit_code == 1
    assert f"Cannot use the stored sign-in {kept(tmp_path)}." in failed.stderr
    assert tenant.asked == []


def test_logout_sends_no_request_and_deletes_the_sign_in_of_every_app(tenant: Tenant, run: Run, tmp_path: Path) -> None:
    run(signing_in.login, "--device-code")
    before, (refresh_token,) = len(tenant.asked), refresh_tokens(tmp_path)
    nowhere = {"AZURE_AUTHORITY_HOST": "https://127.0.0.1:9", "ARM_CLIENT_ID": "", "ARM_ENVIRONMENT": "china"}
    done = run(signing_in.logout, **nowhere)
    assert (done.exit_code, done.stderr) == (0, "You are signed out.\n")
    assert len(tenant.asked) == before
    assert refresh_token not in kept(tmp_path).read_text("utf-8")


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"ARM_CLIENT_ID": ""}, "ARM_CLIENT_ID is not set"),
        ({"ARM_CLIENT_ID": "other"}, "through the app other.\nIt answered unauthorized_client: AADSTS700016"),
        ({"ARM_TENANT_ID": "other.example"}, "does not know the tenant other.example"),
        ({"ARM_ENVIRONMENT": "china"}, "21Vianet"),
        ({"AZURE_AUTHORITY_HOST": "https://127.0.0.1:9"}, "Cannot connect to"),
    ],
)
def test_impossible_sign_in_is_reported_in_one_message(
    tenant: Tenant, run: Run, given: dict[str, str], says: str
) -> None:
    failed = run(signing_in.login, "--device-code", **given)
    assert failed.exit_code == 1
    assert says in failed.stderr
    assert "Traceback" not in failed.output


def test_an_app_that_may_show_no_code_is_told_so(tenant: Tenant, run: Run) -> None:
    tenant.emulator.put_app(CLIENT, public_client=False)
    failed = run(signing_in.login, "--device-code")
    assert "AADSTS7000218" in failed.stderr
    assert "public client flows" in failed.stderr


def test_without_a_tenant_any_of_work_or_school_will_do(tenant: Tenant, run: Run) -> None:
    assert run(signing_in.login, "--device-code", ARM_TENANT_ID="").exit_code == 0
    assert tenant.asked[0].path == "/organizations/v2.0/.well-known/openid-configuration"


def test_a_machine_without_a_browser_is_given_the_address(
    tenant: Tenant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings_of: Any
) -> None:
    from msgraph_meetings.auth import person  # noqa: PLC0415

    told: list[str] = []
    monkeypatch.setattr(person, "_SECONDS", 1)
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    with pytest.raises(Exception, match="did not finish within 1 s"):
        person.Person(settings_of(), kept(tmp_path)).sign_in_with_browser(told.append)
    assert told[0].startswith(
        f"Open this address in a browser on this machine: {tenant.root}/{TENANT}/oauth2/v2.0/auth"
    )

"""Ready tokens: what their claims say against them is said before Graph is asked; a file is read again."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from msgraph_meetings.auth import expected_token_type, token_source
from msgraph_meetings.errors import AuthenticationError, ConfigurationError, MeetingsError
from tests.client.conftest import meeting
from tests.client.emulated import TENANT, forged
from tests.unit.fakes import operation

if TYPE_CHECKING:
    from pathlib import Path

    from requests import PreparedRequest

    from tests.client.emulated import Tenant

OTHER_TENANT = "99999999-9999-4999-8999-999999999999"

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "expired": ({"exp": 1_700_000_000}, r"expired at 2023-11-14T22:13:20Z\.\nIt is 20"),
    "expired just now": ({"exp": int(time.time())}, "expired at 20"),
    "long expired": ({"exp": -1e18}, r"expired at -1000000000000000000 s after 1970"),
    "another service": ({"aud": "https://management.azure.com/"}, "for another service: its audience is https://man"),
    "another cloud": ({"aud": "https://graph.microsoft.us/"}, "for Microsoft Graph in the cloud usgovernment"),
    "another tenant": ({"tid": OTHER_TENANT}, f"belongs to the tenant {OTHER_TENANT}, but tenantId is {TENANT}"),
}


@pytest.mark.parametrize(("claims", "says"), BAD.values(), ids=BAD)
def test_a_token_that_graph_would_refuse_is_refused_before_anything_is_sent(
    tenant: Tenant, settings_of: Any, claims: dict[str, Any], says: str
) -> None:
    token = forged(tenant.root, **claims)
    with pytest.raises(AuthenticationError, match=says) as refused:
        meeting(settings_of(MSGRAPH_ACCESS_TOKEN=token))
    assert token not in str(refused.value)
    assert tenant.asked == []


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://graph.microsoft.com"},
        {"aud": "https://graph.microsoft.com/"},
        {"aud": "00000003-0000-0000-c000-000000000000"},
        {"tid": TENANT.upper()},
        {"tid": "no id"},
        {"exp": "tomorrow"},
        {"exp": 1e300},
    ],
    ids=str,
)
def test_a_token_that_may_be_good_is_left_to_graph_to_judge(
    tenant: Tenant, settings_of: Any, sent: list[PreparedRequest], claims: dict[str, Any]
) -> None:
    token = forged(tenant.root, **claims)
    with pytest.raises(AuthenticationError, match="401"):  # nobody signed it: that is for Graph to see
        meeting(settings_of(MSGRAPH_ACCESS_TOKEN=token))
    assert sent[-1].headers["Authorization"] == f"Bearer {token}"


@pytest.mark.parametrize("domain", ["contoso.com", ""])
def test_a_tenant_named_by_a_domain_cannot_be_compared(
    tenant: Tenant, settings_of: Any, sent: list[PreparedRequest], domain: str
) -> None:
    token = forged(tenant.root, tid=OTHER_TENANT)
    with pytest.raises(AuthenticationError, match="401"):
        meeting(settings_of({"tenantId": domain}, MSGRAPH_ACCESS_TOKEN=token))
    assert sent[-1].headers["Authorization"] == f"Bearer {token}"


def test_an_opaque_token_needs_its_type_and_is_not_sent_without(
    tenant: Tenant, settings_of: Any, sent: list[PreparedRequest]
) -> None:
    with pytest.raises(MeetingsError, match="MSGRAPH_ACCESS_TOKEN_TYPE"):
        meeting(settings_of(MSGRAPH_ACCESS_TOKEN="opaque"))
    assert tenant.asked == []
    settings = settings_of(MSGRAPH_ACCESS_TOKEN="opaque", MSGRAPH_ACCESS_TOKEN_TYPE="application")
    with pytest.raises(AuthenticationError, match="401"):
        meeting(settings)
    assert sent[-1].headers["Authorization"] == "Bearer opaque"


def test_token_file_is_read_again_also_while_it_is_written(tenant: Tenant, settings_of: Any, tmp_path: Path) -> None:
    file = tmp_path / "token"
    source = token_source(_file_settings(settings_of, file))
    first, second = tenant.access_token(), tenant.access_token()
    file.write_text(first, encoding="utf-8")
    assert source.token(operation()).value == first
    for torn in ("", "\n", "half a token"):
        file.write_text(torn, encoding="utf-8")
        assert source.token(operation()).value == first
    file.unlink()
    assert source.token(operation()).value == first
    file.write_text(f"\ufeff{second}\r\n", encoding="utf-8")
    assert source.token(operation(), source.token(operation())).value == second


def _file_settings(settings_of: Any, file: Path) -> Any:
    return settings_of(MSGRAPH_ACCESS_TOKEN_FILE_PATH=os.fspath(file))


def test_a_file_whose_token_ran_out_says_so_and_takes_the_next(
    tenant: Tenant, settings_of: Any, tmp_path: Path
) -> None:
    file = tmp_path / "token"
    source = token_source(_file_settings(settings_of, file))
    file.write_text(forged(tenant.root, exp=1), encoding="utf-8")
    with pytest.raises(AuthenticationError, match="the file of accessTokenFilePath"):
        source.token(operation())
    file.write_text(tenant.access_token(), encoding="utf-8")
    assert tenant.takes(source.token(operation()).value)


def test_a_file_that_holds_no_token_is_refused_without_being_shown(settings_of: Any, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("Bearer canary", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="accessTokenFilePath is not a token") as refused:
        token_source(_file_settings(settings_of, tmp_path / "token")).token(operation())
    assert "canary" not in str(refused.value)


def test_a_home_directory_in_a_path_is_found(
    tenant: Tenant, settings_of: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", os.fspath(tmp_path))
    monkeypatch.setenv("USERPROFILE", os.fspath(tmp_path))
    (tmp_path / "token").write_text(tenant.access_token(), encoding="utf-8")
    assert meeting(settings_of(MSGRAPH_ACCESS_TOKEN_FILE_PATH="~/token")).status == 200


def test_whose_token_it_is_shows_before_it_is_used(settings_of: Any) -> None:
    person = jwt.encode({"scp": "OnlineMeetings.ReadWrite"}, "k" * 32)
    assert expected_token_type(settings_of(MSGRAPH_ACCESS_TOKEN=person)) == "delegated"
    assert expected_token_type(settings_of(MSGRAPH_ACCESS_TOKEN="opaque")) is None
    assert expected_token_type(settings_of(MSGRAPH_ACCESS_TOKEN_FILE_PATH="/none")) is None
    declared = settings_of(MSGRAPH_ACCESS_TOKEN_FILE_PATH="/none", MSGRAPH_ACCESS_TOKEN_TYPE="delegated")
    assert expected_token_type(declared) == "delegated"

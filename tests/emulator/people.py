"""The steps of a browser and of a program during a user's sign-in."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

    import requests

    Ask = Callable[..., requests.Response]

SCOPE = "OnlineMeetings.ReadWrite"
ADDRESS = "http://localhost:8400/callback"


def sent_back(answer: requests.Response) -> dict[str, str]:
    """The parameters that the browser returns to the program."""
    assert answer.status_code == 302, answer.text
    target = urlsplit(answer.headers["location"])
    assert f"{target.scheme}://{target.netloc}{target.path}" == ADDRESS
    return dict(parse_qsl(target.query or target.fragment))


def fields(page: str) -> dict[str, str]:
    """The fields that a page's form sends to the program."""
    return {name: unescape(value) for name, value in re.findall(r'name="(\w+)" value="([^"]*)"', page)}


def redeem(ask: Ask, code: str, **form: str | None) -> requests.Response:
    return ask(**{"grant_type": "authorization_code", "code": code, "redirect_uri": ADDRESS} | form)


def poll(ask: Ask, flow: dict[str, Any]) -> requests.Response:
    grant = "urn:ietf:params:oauth:grant-type:device_code"
    return ask(grant_type=grant, device_code=flow["device_code"])


def signed_in(ask: Ask, visit: Ask) -> dict[str, Any]:
    tokens: dict[str, Any] = redeem(ask, sent_back(visit())["code"]).json()
    return tokens

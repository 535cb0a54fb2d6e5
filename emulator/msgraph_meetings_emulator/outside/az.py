"""A fake Azure CLI: `az account get-access-token`, with tokens of the emulator.

A script that `az_script` writes runs this file alone, so it imports nothing of this package. The output has the form of
the real command (https://learn.microsoft.com/cli/azure/account#az-account-get-access-token).
"""

from __future__ import annotations

import argparse
import http.client
import json
import ssl
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_SUBSCRIPTION = "0b1f6471-1bf0-4dda-aec3-cb9272f09590"
_ARM = "https://management.core.windows.net/"
_SIGNED_OUT = "Please run 'az login' to setup account."


class _RefusedError(Exception):
    """An error message of az."""


def main(settings: dict[str, Any], words: list[str]) -> int:
    """Run one command as az would, and return its exit code."""
    asked = _parser().parse_args(words)
    try:
        answer = _answer(settings, asked)
    except _RefusedError as problem:
        sys.stderr.write(f"ERROR: {problem}\n")
        return 1
    sys.stdout.write(json.dumps(answer, indent=2) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="az")
    account = parser.add_subparsers(required=True).add_parser("account")
    token = account.add_subparsers(required=True).add_parser("get-access-token")
    token.add_argument("--output", "-o", choices=["json"], default="json")
    token.add_argument("--tenant", "-t")
    what = token.add_mutually_exclusive_group()
    what.add_argument("--resource", default=_ARM)
    what.add_argument("--scope", nargs="*", default=[])
    return parser


def _answer(settings: dict[str, Any], asked: argparse.Namespace) -> dict[str, Any]:
    if settings["token"] is None:
        raise _RefusedError(_SIGNED_OUT)
    resource = asked.scope[0].removesuffix("/.default") if asked.scope else asked.resource
    tenant = asked.tenant or settings["tenant"]
    token = _asked_for(settings, settings["token"] | {"resource": resource, "tenant": tenant})
    answer = {
        "accessToken": token["access_token"],
        "expiresOn": _local(token["expires_on"]),
        "expires_on": token["expires_on"],
        "tenant": tenant,
        "tokenType": "Bearer",
    }
    return answer if asked.tenant else answer | {"subscription": _SUBSCRIPTION}


def _asked_for(settings: dict[str, Any], wish: dict[str, Any]) -> dict[str, Any]:
    try:
        content = _sent(settings, json.dumps(wish))
    except OSError as problem:
        raise _RefusedError(f"The emulator does not answer: {problem}") from problem
    if "access_token" not in content:
        raise _RefusedError(content.get("error_description") or content["error"])
    return content


def _sent(settings: dict[str, Any], body: str) -> dict[str, Any]:
    where = urlsplit(settings["endpoint"])
    trust = ssl.create_default_context(cafile=settings["ca"])
    connection = http.client.HTTPSConnection(where.hostname or "", where.port, timeout=30, context=trust)
    try:
        connection.request("POST", "/_emulator/tokens", body)
        content: dict[str, Any] = json.loads(connection.getresponse().read())
    finally:
        connection.close()
    return content


def _local(second: int) -> str:
    return f"{datetime.fromtimestamp(second, timezone.utc).astimezone():%Y-%m-%d %H:%M:%S.%f}"


if __name__ == "__main__":
    sys.exit(main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), sys.argv[2:]))

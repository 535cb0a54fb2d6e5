"""The output that the page about the doctor shows."""

from __future__ import annotations

import os
import re

from click.testing import CliRunner

from msgraph_meetings.doctor.command import doctor
from msgraph_meetings_emulator import Emulator

_OURS = ("ARM_", "AZURE_", "MSGRAPH_")
_VARYING = (
    (r"https://127\.0\.0\.1:\d+", "https://127.0.0.1:8443"),
    (r"\S+/ca-bundle\.pem", "/etc/ssl/company.pem"),
    (r"answered in \d+ ms", "answered in 40 ms"),
    (r"Clock: .+", "Clock: It agrees with Microsoft's."),
    (r"until .+ min left", "until 2027-01-04 10:59:00 CET (59 min left"),
    (r"request-id: \S+", "request-id: 6f1c2f9e-5f0b-4c1e-9d7e-0c4f4a3f7b51"),
    (r"meetings \S+ doctor", "meetings 0.1.0 doctor"),
)


def doctor_help() -> str:
    """Return the output of `msgraph-meetings doctor --help`."""
    shown = CliRunner().invoke(doctor, ["--help"], prog_name="msgraph-meetings doctor", terminal_width=100)
    return f"```console\n$ msgraph-meetings doctor --help\n{shown.output}```\n"


def doctor_output() -> str:
    """Return the doctor's output without an access policy; parts that differ between runs are replaced."""
    with Emulator() as emulator:
        emulator.set_access_policy([])
        kept = {name: None for name in os.environ if name.startswith(_OURS)}
        shown = CliRunner().invoke(
            doctor, env={**kept, **emulator.environment(), "PATH": "", "COLUMNS": "100", "FORCE_COLOR": None}
        )
    output = shown.output
    for pattern, text in _VARYING:
        output = re.sub(pattern, text, output)
    return f"```console\n$ msgraph-meetings doctor\n{output}```\n"

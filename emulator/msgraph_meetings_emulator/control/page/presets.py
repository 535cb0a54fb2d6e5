"""The faults that the page offers by name; a user can enter any other fault as JSON."""

from __future__ import annotations

from typing import Any

from msgraph_meetings_emulator.faults.fault import Fault

PRESETS = {
    "429 with Retry-After: 1, twice": Fault.throttled(times=2),
    "429 without Retry-After": Fault.throttled(retry_after=None),
    "503, service unavailable": Fault(status=503),
    "500, internal error": Fault(status=500),
    "401, token refused": Fault(status=401),
    "Work done, answer lost": Fault.lost_answer(),
    "Request lost, nothing done": Fault.lost_request(),
    "Delay of 5 seconds": Fault(delay=5),
    "Slow body, one byte per second": Fault.slow_drip(),
    "Body cut after 10 bytes": Fault(cut=10),
    "Connection reset during the answer": Fault.broken_off(),
    "TLS handshake fails": Fault.lost_handshake(),
    "HTML error page of a gateway": Fault.html(),
    "Redirect to another host": Fault.redirect("https://elsewhere.example/"),
    "JSON with content type text/plain": Fault.content_type("text/plain"),
    "Token endpoint down": Fault.token_endpoint_down(),
}


def presets() -> list[dict[str, Any]]:
    """Return the name of each preset, with the fields that differ from the defaults of `Fault`."""
    usual = Fault().to_json()
    return [
        {"name": name, "fault": {key: value for key, value in fault.to_json().items() if value != usual[key]}}
        for name, fault in PRESETS.items()
    ]

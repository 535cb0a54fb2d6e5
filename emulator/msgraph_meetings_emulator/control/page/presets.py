"""The faults that the page offers by name; whoever wants another one changes the data."""

from __future__ import annotations

from typing import Any

from msgraph_meetings_emulator.faults.fault import Fault

PRESETS = {
    "429, come back in 1 second, twice": Fault.throttled(times=2),
    "429 without Retry-After": Fault.throttled(retry_after=None),
    "503, the service is unavailable": Fault(status=503),
    "500, an error inside": Fault(status=500),
    "401, the token is not taken": Fault(status=401),
    "The answer is lost, the work is done": Fault.lost_answer(),
    "The request is lost, nothing is done": Fault.lost_request(),
    "5 seconds late": Fault(delay=5),
    "Slow drip, a byte a second": Fault.slow_drip(),
    "Body cut after 10 bytes": Fault(cut=10),
    "Connection reset in mid answer": Fault.broken_off(),
    "TLS handshake broken": Fault.lost_handshake(),
    "HTML page of a gateway": Fault.html(),
    "Redirect to another host": Fault.redirect("https://elsewhere.example/"),
    "JSON said to be plain text": Fault.content_type("text/plain"),
    "Token endpoint down": Fault.token_endpoint_down(),
}


def presets() -> list[dict[str, Any]]:
    """Return each preset by its name, with what it has otherwise than a fault that does nothing."""
    usual = Fault().to_json()
    return [
        {"name": name, "fault": {key: value for key, value in fault.to_json().items() if value != usual[key]}}
        for name, fault in PRESETS.items()
    ]

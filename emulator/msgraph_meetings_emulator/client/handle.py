"""The typed face of a running emulator: everything a test sets, reads or breaks.

It speaks to the emulator's own paths over HTTPS, so it works alike for one in this process, in another, or started by
hand.
"""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from msgraph_meetings_emulator.client.description import Description
from msgraph_meetings_emulator.client.sign_in_handle import SignInHandle
from msgraph_meetings_emulator.faults.fault import Fault
from msgraph_meetings_emulator.front.journal import Entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


class Handle(SignInHandle):
    """A running emulator."""

    @classmethod
    def from_ready_file(cls, path: Path) -> Handle:
        """Return the emulator that wrote a ready file."""
        handle = cls()
        handle._description = Description.from_json(path.read_text(encoding="utf-8"))
        return handle

    @property
    def ca_bundle(self) -> Path:
        """That authority beside the ones that this machine trusted before."""
        return self._description.ca_bundle

    @property
    def user_ids(self) -> tuple[str, ...]:
        """The users."""
        return self._description.user_ids

    @property
    def user_id(self) -> str:
        """The first of them."""
        return self.user_ids[0]

    def environment(self, base: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the variables that point a program at the emulator; lists in `base` (os.environ) are kept."""
        return self._description.environment(os.environ if base is None else base)

    def reset(self) -> None:
        """Forget everything but the keys and the cloud it was started as."""
        self._ask("POST", "reset")

    # What happened

    def journal(self, method: str | None = None, path: str = "*", since: int = 0) -> list[Entry]:
        """Return the requests to the service in the order of their answers; `path` is how theirs ends, `*` anything."""
        query = {"path": path, "since": str(since)} | ({} if method is None else {"method": method})
        return [Entry(**entry) for entry in self._ask("GET", f"journal?{urlencode(query)}")]

    def clear_journal(self) -> None:
        """Forget the requests so far."""
        self._ask("DELETE", "journal")

    def meetings(self) -> list[dict[str, Any]]:
        """Return every meeting of every user, oldest first, as Graph shows them with every enum member."""
        found: list[dict[str, Any]] = self._ask("GET", "meetings")
        return found

    # What somebody else does

    def edit(self, meeting_id: str, **properties: Any) -> dict[str, Any]:
        """Change a meeting past every rule of the API, as a person in Teams might; complex values are merged."""
        edited: dict[str, Any] = self._ask("PATCH", f"meetings/{quote(meeting_id, safe='')}", properties)
        return edited

    def delete(self, meeting_id: str) -> None:
        """Delete a meeting behind the API's back."""
        self._ask("DELETE", f"meetings/{quote(meeting_id, safe='')}")

    def open_join_link(self, url: str) -> bool:
        """Open a join link as somebody who joins; tells whether there is a meeting then (`join_link_reopens`)."""
        return bool(self._ask("POST", "join-links", {"url": url})["opened"])

    # What goes wrong

    def arm(self, *faults: Fault, **fault: Any) -> list[int]:
        """Arm faults, given whole or by their fields: `arm(status=503, times=2)`. Returns their numbers."""
        every = [*faults, *([Fault(**fault)] if fault else [])]
        numbers: list[int] = self._ask("POST", "faults", [one.to_json() for one in every])
        return numbers

    def disarm(self, number: int | None = None) -> None:
        """Take one armed fault away, or all."""
        self._ask("DELETE", "faults" if number is None else f"faults/{number}")

    def armed(self) -> list[dict[str, Any]]:
        """Return the faults that can still go off, with how often each was met."""
        found: list[dict[str, Any]] = self._ask("GET", "faults")
        return found

    # What time it is

    def now(self) -> str:
        """Return the emulator's time as Graph writes it."""
        return str(self._ask("GET", "clock")["now"])

    def set_clock(self, instant: str, *, stopped: bool = False) -> None:
        """Set the clock, to run on from there or, `stopped`, to stand still."""
        self._ask("POST", "clock", {"set": instant, "stopped": stopped})

    def advance(self, by: timedelta | float) -> None:
        """Move the clock by seconds or a timedelta."""
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        self._ask("POST", "clock", {"advance": seconds})

    # What the tenant decides

    def policy_override(self, **forced: Any) -> None:
        """Force values on every meeting, whatever is asked; this replaces what was forced before."""
        self._ask("PATCH", "settings", {"policy": forced})

    def choose(self, **choices: Any) -> None:
        """Set switches for what Microsoft leaves open: see `msgraph_meetings_emulator.state.choices`."""
        self._ask("PATCH", "settings", {"choices": choices})

    def throttle(self, rate: int, **limit: Any) -> None:
        """Let each application send Graph at most `rate` requests in `seconds` (1): see `Limit`.

        Further: `retry_after` (None: as long as it takes), `says_how_long`, `refused_count`, `by_emulator_clock`.
        """
        self._ask("PUT", "throttle", {"rate": rate, **limit})

    def lift_throttle(self) -> None:
        """Take that limit away."""
        self._ask("DELETE", "throttle")

    def set_token_lifetime(self, seconds: int) -> None:
        """Set how long the tokens live that are issued from now on."""
        self._ask("PATCH", "settings", {"token_lifetime": seconds})

    def set_cloud(self, cloud: str) -> None:
        """Play another cloud: `public`, `usgovernment`, `dod` or `china`."""
        self._ask("PATCH", "settings", {"cloud": cloud})

    def set_meetings_a_month(self, number: int) -> None:
        """Set how many meetings may be made for one user in a month; Microsoft's number is 2,000."""
        self._ask("PATCH", "settings", {"meetings_a_month": number})

    def put_user(self, user_id: str, **properties: Any) -> None:
        """Add a user or change one: `upn`, `display_name`, `access_policy` (client ids; None for the tenant's).

        `kind` (`member`, `guest`, `personal`) and `licensed` tell whether the user can have meetings at all;
        `dial_in` tells whether the user's new meetings have `audioConferencing`.
        """
        self._ask("PUT", f"directory/users/{quote(user_id, safe='')}", properties)

    def remove_user(self, user_id: str) -> None:
        """Take a user out of the directory."""
        self._ask("DELETE", f"directory/users/{quote(user_id, safe='')}")

    def set_access_policy(self, client_ids: list[str]) -> None:
        """Set the tenant's own access policy: which applications act for users without a policy of their own."""
        self._ask("PATCH", "directory", {"access_policy": client_ids})

    def deny_access_policy(self, user_id: str) -> None:
        """Give a user an access policy that lets no application act."""
        self.put_user(user_id, access_policy=[])

    def allow_access_policy(self, user_id: str, client_id: str | None = None) -> None:
        """Give a user an access policy that lets one application act, ours unless another is named."""
        self.put_user(user_id, access_policy=[client_id or self.client_id])

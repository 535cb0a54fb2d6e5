"""The Python API of a running emulator: methods to set, read and break everything in it.

It uses the control paths over HTTPS, so it works the same for an emulator in this process, in another process, or
started by hand.
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
    """A handle on a running emulator."""

    @classmethod
    def from_ready_file(cls, path: Path) -> Handle:
        """Return a handle on the emulator that wrote a ready file."""
        handle = cls()
        handle._description = Description.from_json(path.read_text(encoding="utf-8"))
        return handle

    @property
    def ca_bundle(self) -> Path:
        """The path of a PEM file with the emulator's CA and the CAs that this machine trusts."""
        return self._description.ca_bundle

    @property
    def user_ids(self) -> tuple[str, ...]:
        """The object ids of the users."""
        return self._description.user_ids

    @property
    def user_id(self) -> str:
        """The object id of the first user."""
        return self.user_ids[0]

    def environment(self, base: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the variables that point a program at the emulator; `NO_PROXY` keeps its entries from `base`."""
        return self._description.environment(os.environ if base is None else base)

    def reset(self) -> None:
        """Delete everything except the keys and the cloud that the emulator was started with."""
        self._ask("POST", "reset")

    # Requests and meetings

    def journal(self, method: str | None = None, path: str = "*", since: int = 0) -> list[Entry]:
        """Return the journaled requests, in order of their answers; `path` is the end of their path, `*` a wildcard."""
        query = {"path": path, "since": str(since)} | ({} if method is None else {"method": method})
        return [Entry(**entry) for entry in self._ask("GET", f"journal?{urlencode(query)}")]

    def clear_journal(self) -> None:
        """Delete the journal's entries."""
        self._ask("DELETE", "journal")

    def meetings(self) -> list[dict[str, Any]]:
        """Return every meeting of every user, oldest first, as Graph shows them with every enum member."""
        found: list[dict[str, Any]] = self._ask("GET", "meetings")
        return found

    # Changes made by other people

    def edit(self, meeting_id: str, **properties: Any) -> dict[str, Any]:
        """Change a meeting as a person in Teams would, without the API's rules; complex values are merged."""
        edited: dict[str, Any] = self._ask("PATCH", f"meetings/{quote(meeting_id, safe='')}", properties)
        return edited

    def delete(self, meeting_id: str) -> None:
        """Delete a meeting without a request to the API."""
        self._ask("DELETE", f"meetings/{quote(meeting_id, safe='')}")

    def open_join_link(self, url: str) -> bool:
        """Open a join link as a participant; return True if its meeting exists then (`join_link_reopens`)."""
        return bool(self._ask("POST", "join-links", {"url": url})["opened"])

    # Faults

    def arm(self, *faults: Fault, **fault: Any) -> list[int]:
        """Arm faults, given as `Fault` or by fields: `arm(status=503, times=2)`. Return their numbers."""
        every = [*faults, *([Fault(**fault)] if fault else [])]
        numbers: list[int] = self._ask("POST", "faults", [one.to_json() for one in every])
        return numbers

    def disarm(self, number: int | None = None) -> None:
        """Disarm one fault by its number, or all faults."""
        self._ask("DELETE", "faults" if number is None else f"faults/{number}")

    def armed(self) -> list[dict[str, Any]]:
        """Return the faults that are still armed, with the number of requests each has matched."""
        found: list[dict[str, Any]] = self._ask("GET", "faults")
        return found

    # The clock

    def now(self) -> str:
        """Return the emulator's time in Graph's format."""
        return str(self._ask("GET", "clock")["now"])

    def set_clock(self, instant: str, *, stopped: bool = False) -> None:
        """Set the clock; it runs on from there, or stands still if `stopped`."""
        self._ask("POST", "clock", {"set": instant, "stopped": stopped})

    def advance(self, by: timedelta | float) -> None:
        """Move the clock by seconds or a timedelta."""
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        self._ask("POST", "clock", {"advance": seconds})

    # The tenant

    def policy_override(self, **forced: Any) -> None:
        """Force these values on every meeting; values forced earlier are replaced."""
        self._ask("PATCH", "settings", {"policy": forced})

    def choose(self, **choices: Any) -> None:
        """Set switches for behaviour that Microsoft does not document: `msgraph_meetings_emulator.state.choices`."""
        self._ask("PATCH", "settings", {"choices": choices})

    def throttle(self, rate: int, **limit: Any) -> None:
        """Let each application send Graph at most `rate` requests in `seconds` (1): see `Limit`.

        Other options: `retry_after` (None: the time until a request is accepted), `says_how_long`, `refused_count`,
        `by_emulator_clock`.
        """
        self._ask("PUT", "throttle", {"rate": rate, **limit})

    def lift_throttle(self) -> None:
        """Remove the rate limit."""
        self._ask("DELETE", "throttle")

    def set_token_lifetime(self, seconds: int) -> None:
        """Set the lifetime of tokens that are issued from now on."""
        self._ask("PATCH", "settings", {"token_lifetime": seconds})

    def set_cloud(self, cloud: str) -> None:
        """Emulate another cloud: `public`, `usgovernment`, `dod` or `china`."""
        self._ask("PATCH", "settings", {"cloud": cloud})

    def set_meetings_a_month(self, number: int) -> None:
        """Set the number of meetings that can be created for one user in a month; Microsoft's limit is 2,000."""
        self._ask("PATCH", "settings", {"meetings_a_month": number})

    def put_user(self, user_id: str, **properties: Any) -> None:
        """Add or change a user: `upn`, `display_name`, `access_policy` (client ids; None for the tenant's policy).

        Only a user with the `kind` `member` (others: `guest`, `personal`) who is `licensed` can have meetings.
        New meetings of a user with `dial_in` have `audioConferencing`.
        """
        self._ask("PUT", f"directory/users/{quote(user_id, safe='')}", properties)

    def remove_user(self, user_id: str) -> None:
        """Remove a user from the directory."""
        self._ask("DELETE", f"directory/users/{quote(user_id, safe='')}")

    def set_access_policy(self, client_ids: list[str]) -> None:
        """Set the tenant's access policy: the applications that may act for users without a policy of their own."""
        self._ask("PATCH", "directory", {"access_policy": client_ids})

    def deny_access_policy(self, user_id: str, *, after_minutes: int | None = None) -> None:
        """Give a user an access policy that allows no application; it applies after `after_minutes`."""
        self._set_policy(user_id, [], after_minutes)

    def allow_access_policy(
        self, user_id: str, client_id: str | None = None, *, after_minutes: int | None = None
    ) -> None:
        """Give a user an access policy that allows one application; the default is the handle's `client_id`.

        It applies after `after_minutes`; None means the minutes of the switch `policy_delay_minutes`.
        """
        self._set_policy(user_id, [client_id or self.client_id], after_minutes)

    def undo_access_policy(self, user_id: str, *, after_minutes: int | None = None) -> None:
        """Take a user's own access policy away, so that the tenant's applies again after `after_minutes`."""
        self._set_policy(user_id, None, after_minutes)

    def _set_policy(self, user_id: str, policy: list[str] | None, after_minutes: int | None) -> None:
        delay = {} if after_minutes is None else {"policy_delay_minutes": after_minutes}
        self.put_user(user_id, access_policy=policy, **delay)

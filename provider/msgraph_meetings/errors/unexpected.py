"""Turn an unexpected exception into an error for the user."""

from __future__ import annotations

import os

from msgraph_meetings.errors import UnexpectedError


def unexpected(error: Exception) -> UnexpectedError:
    """Return the error that replaces any exception that is not a ``MeetingsError``.

    It names the type and the place, but no values, which may be secret.
    """
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{os.path.basename(place.tb_frame.f_code.co_filename)}:{place.tb_lineno}" if place else "?"  # noqa: PTH119
    return UnexpectedError(
        f"msgraph-meetings failed unexpectedly ({type(error).__name__} at {where}).",
        "This is a bug in the provider.",
        "Please report it with this message. The state was not changed, and running `pulumi up` again is safe.",
    )

"""A bug of ours, in one sentence for the person at the terminal."""

from __future__ import annotations

import os

from msgraph_meetings.errors import UnexpectedError


def unexpected(error: Exception) -> UnexpectedError:
    """The error that both ways in show in place of any exception that is not ours.

    It names the kind and the place; the values at hand, which may be secret, are left out.
    """
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    where = f"{os.path.basename(place.tb_frame.f_code.co_filename)}:{place.tb_lineno}" if place else "?"  # noqa: PTH119
    return UnexpectedError(
        f"msgraph-meetings met a case it does not know ({type(error).__name__} at {where}).",
        "This is a bug of the provider.",
        "Please report it with this line; the state was left as it was, and running `pulumi up` again is safe.",
    )

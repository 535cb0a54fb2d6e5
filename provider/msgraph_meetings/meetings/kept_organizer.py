"""The warning for a meeting that keeps its organizer although the settings name another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgraph_meetings.config.reading import Settings
    from msgraph_meetings.model.unknowns import Properties

_ORGANIZER_KEPT = (
    "the meeting keeps its organizer, although the setting userId (MSGRAPH_USER_ID) names another one: the setting is"
    " for new meetings only. To replace it by a meeting of the other organizer, with another link, set user_id on the"
    " resource (in other languages than Python: userId)"
)


def other_organizer(kept: object, news: Properties, settings: Settings) -> Iterator[str]:
    """Yield a warning when an organizer is kept although the settings name another one.

    A diff calls this for a meeting without an organizer in its arguments: there only the state names it.

    Args:
        kept: the organizer.
        news: the arguments, which may name an organizer.
        settings: the settings, which may name another organizer.
    """
    setting = settings.user_id
    if "userId" in news or not setting or not isinstance(kept, str) or not kept:
        return
    comparable = ("@" in setting) == ("@" in kept)  # an object id and a user principal name may mean the same person
    if comparable and setting.lower() != kept.strip().lower():
        yield _ORGANIZER_KEPT

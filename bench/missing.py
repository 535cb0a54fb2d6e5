"""The reason why a candidate cannot be measured on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.console import Problem, say

if TYPE_CHECKING:
    from collections.abc import Callable


def reason(look_up: Callable[[], object], short: str = "") -> str:
    """Return why something cannot be had, in a few words; an empty string if it can.

    Args:
        look_up: finds or builds it, and raises Problem if that fails.
        short: the reason for the results, if the problem's own text names folders of the machine; that is only printed.
    """
    try:
        look_up()
    except Problem as problem:
        if short:
            say(str(problem))
        return short or str(problem)
    return ""

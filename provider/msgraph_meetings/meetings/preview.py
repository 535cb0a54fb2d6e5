"""Compute a deployment's outputs as far as they are known before a request is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.meetings.keep_alive import is_due
from msgraph_meetings.model import instants
from msgraph_meetings.model.fields import FIELDS, arguments_in, without_nulls
from msgraph_meetings.model.outputs import CHANGING, LOCKED, STABLE
from msgraph_meetings.model.state import OVERRIDES, changed_fields, kept_state
from msgraph_meetings.model.unknowns import UNKNOWN, known

if TYPE_CHECKING:
    from msgraph_meetings.model.unknowns import Properties


def preview_create(inputs: Properties) -> Properties:
    """Return the outputs of a meeting that will be created: the arguments; the service's own values are unknown."""
    return dict.fromkeys((*STABLE, *CHANGING), UNKNOWN) | arguments_in(without_nulls(inputs))


def preview_update(state: Properties, inputs: Properties) -> Properties:
    """Return the outputs after an update: the service's own values stay, except those that an update may change."""
    inputs = without_nulls(inputs)
    sent = {name: value for name, value in inputs.items() if name in FIELDS and _is_sent(name, value, state)}
    after = kept_state(state, inputs) | sent
    if not sent and state.get(LOCKED) is not True and not is_due(state, inputs, instants.now()):
        return after
    shown = {name: value for name, value in after.items() if name != LOCKED}
    return shown | {name: UNKNOWN for name in CHANGING if name in state or name == OVERRIDES}


def _is_sent(name: str, value: object, state: Properties) -> bool:
    return not known(value) or bool(changed_fields(state, {name: value}))

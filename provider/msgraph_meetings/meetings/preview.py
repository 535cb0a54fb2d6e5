"""What a deployment will hold, as far as it is known before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgraph_meetings.model.arguments import FIELDS, arguments_in, without_nulls
from msgraph_meetings.model.outputs import STABLE
from msgraph_meetings.model.state import OVERRIDES, changed_fields, kept_state
from msgraph_meetings.model.unknowns import UNKNOWN, known

if TYPE_CHECKING:
    from msgraph_meetings.model.unknowns import Properties


def preview_create(inputs: Properties) -> Properties:
    """The outputs of a meeting that will be made: what was asked for; what the service will make is unknown."""
    return dict.fromkeys((*STABLE, OVERRIDES), UNKNOWN) | arguments_in(without_nulls(inputs))


def preview_update(state: Properties, inputs: Properties) -> Properties:
    """The outputs after an update: what the service made stays; what policy makes of new values is unknown."""
    inputs = without_nulls(inputs)
    sent = {name: value for name, value in inputs.items() if name in FIELDS and _is_sent(name, value, state)}
    after = kept_state(state, inputs) | sent
    return after | {OVERRIDES: UNKNOWN} if sent else after


def _is_sent(name: str, value: object, state: Properties) -> bool:
    return not known(value) or bool(changed_fields(state, {name: value}))

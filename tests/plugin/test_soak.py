"""An hour of the service's clock, in which tokens expire: nothing is left behind in the plugin's process."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

import psutil

from tests.plugin.crowd import LIFETIME, STEPS, Meetings, an_hour, sign_ins

if TYPE_CHECKING:
    from msgraph_meetings_emulator import Emulator
    from tests.plugin.door import Door

THREADS = 8
NAMES = [f"meeting-{number}" for number in range(40)]
WARM = 3
"""Steps after which everything has been made that is kept."""
FEW = 500
"""Objects; less than one for each operation after the warm-up."""


def kept() -> tuple[int, int, int]:
    """The objects, threads and connections of this process: the plugin, the emulator and the test."""
    gc.collect()
    return len(gc.get_objects()), threading.active_count(), len(psutil.Process().net_connections())


def test_plugin_leaks_no_object_thread_or_connection_in_an_hour_of_operations(
    meetings: Door, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.set_token_lifetime(LIFETIME)
    soaked = Meetings(meetings, NAMES, THREADS)
    warm = last = (0, 0, 0)
    for step in an_hour(msgraph_emulator, soaked.work, NAMES, THREADS):
        warm, last = (kept() if step == WARM else warm), (kept() if step == STEPS else last)
    assert last[0] <= warm[0] + FEW
    assert last[1] <= warm[1] + 2
    assert last[2] <= warm[2] + 2


def test_each_expiry_costs_one_sign_in_however_many_operations_meet_it(
    meetings: Door, msgraph_emulator: Emulator
) -> None:
    msgraph_emulator.set_token_lifetime(LIFETIME)
    soaked = Meetings(meetings, NAMES[:16], THREADS)
    for step in an_hour(msgraph_emulator, soaked.work, NAMES[:16], THREADS):
        assert sign_ins(msgraph_emulator) == 1 + (step - 1) // 2

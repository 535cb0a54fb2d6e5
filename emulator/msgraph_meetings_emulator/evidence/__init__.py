"""The sources of the emulator's rules: a table with a row for each error, switch, decision and name.

If you add a rule, add its row: `tests/emulator/test_evidence.py` names missing rows. The page docs/emulator/rules.md is
generated from the table. The running emulator does not use the table.
"""

from __future__ import annotations

from msgraph_meetings_emulator.evidence.answers import NAMES
from msgraph_meetings_emulator.evidence.batch_errors import BATCH_ERRORS
from msgraph_meetings_emulator.evidence.behaviour import GRAPH_BEHAVIOUR
from msgraph_meetings_emulator.evidence.body_errors import BODY_ERRORS
from msgraph_meetings_emulator.evidence.graph_errors import GRAPH_ERRORS
from msgraph_meetings_emulator.evidence.host_errors import HOST_ERRORS
from msgraph_meetings_emulator.evidence.person_sign_in import PERSON_BEHAVIOUR, PERSON_ERRORS
from msgraph_meetings_emulator.evidence.rows import MEANINGS, Evidence, Rule
from msgraph_meetings_emulator.evidence.sign_in_behaviour import SIGN_IN_BEHAVIOUR
from msgraph_meetings_emulator.evidence.sign_in_errors import SIGN_IN_ERRORS
from msgraph_meetings_emulator.evidence.switches import SWITCHES
from msgraph_meetings_emulator.evidence.users import USER_ERRORS, USERS_AND_SPELLINGS

__all__ = ["MEANINGS", "RULES", "Evidence", "Rule"]

RULES: dict[str, tuple[Rule, ...]] = {
    "Errors of Graph": (*GRAPH_ERRORS, *BODY_ERRORS, *USER_ERRORS, *BATCH_ERRORS),
    "What Graph does": (*GRAPH_BEHAVIOUR, *USERS_AND_SPELLINGS),
    "Errors of the sign-in": (*SIGN_IN_ERRORS, *PERSON_ERRORS),
    "What the sign-in does": (*SIGN_IN_BEHAVIOUR, *PERSON_BEHAVIOUR),
    "Errors of hosts, pipelines and of the emulator itself": HOST_ERRORS,
    "Names in answers": NAMES,
    "Switches": SWITCHES,
}
"""All rules, by subject."""

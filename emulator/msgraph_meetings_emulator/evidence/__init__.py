"""Where each rule of the emulator comes from: one table, a row for each error, switch, decision and name.

Who adds a rule adds its row; `tests/emulator/test_evidence.py` names the rows that are missing, and the page
docs/emulator-rules.md is written from the table. Nothing here is used while requests are answered.
"""

from __future__ import annotations

from .answers import NAMES
from .batch_errors import BATCH_ERRORS
from .behaviour import GRAPH_BEHAVIOUR
from .body_errors import BODY_ERRORS
from .graph_errors import GRAPH_ERRORS
from .host_errors import HOST_ERRORS
from .person_sign_in import PERSON_BEHAVIOUR, PERSON_ERRORS
from .rows import MEANINGS, Evidence, Rule
from .sign_in_behaviour import SIGN_IN_BEHAVIOUR
from .sign_in_errors import SIGN_IN_ERRORS
from .switches import SWITCHES
from .users import USER_ERRORS, USERS_AND_SPELLINGS

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
"""Every rule, by what it is about."""

"""The error catalogue: one table of the answers that can come back, and their meaning for the user.

A row has the answer, our error class, what happened, why, what to do, and the evidence for it. The
rows of one origin are in one file: ``graph`` (answers of Microsoft Graph), ``entra`` (refusals of a sign-in, by
AADSTS number), ``methods`` (failures of a sign-in method without Entra) and ``network`` (errors of this machine's HTTP
and TLS). The first row that fits is used: a particular row comes before the general one. ``http.refusals``,
``http.transport`` and ``auth`` read an answer and look it up here; docs/errors.md is generated from the rows.
"""

from __future__ import annotations

from msgraph_meetings.errors.catalogue.entra import ENTRA
from msgraph_meetings.errors.catalogue.graph import GRAPH
from msgraph_meetings.errors.catalogue.methods import METHODS
from msgraph_meetings.errors.catalogue.network import NETWORK

CATALOGUE = (*GRAPH, *ENTRA, *METHODS, *NETWORK)

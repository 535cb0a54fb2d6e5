"""The error catalogue: one table of what can come back, and what it means to the person at the terminal.

A row says what came back, which of our errors that is, what happened, why, and what to do, and on what evidence. The
rows of one origin stand in one file: ``graph`` (answers of Microsoft Graph), ``entra`` (refusals of a sign-in, by
AADSTS number), ``methods`` (what a way of signing in meets without Entra) and ``network`` (what this machine's own HTTP
and TLS report). They are looked up from the top: a particular row stands above the general one. ``http.refusals``,
``http.transport`` and ``auth`` read what came back and ask here; docs/errors.md is written from it.
"""

from __future__ import annotations

from msgraph_meetings.errors.catalogue.entra import ENTRA
from msgraph_meetings.errors.catalogue.graph import GRAPH
from msgraph_meetings.errors.catalogue.methods import METHODS
from msgraph_meetings.errors.catalogue.network import NETWORK

CATALOGUE = (*GRAPH, *ENTRA, *METHODS, *NETWORK)

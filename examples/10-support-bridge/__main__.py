"""Incidents, each with a support bridge, and the bridge's link in the incident."""

import pulumi
from incidents import Incident, IncidentLink
from support_bridge import SupportBridge

RESPONDERS = pulumi.Config().require_object("responders")  # object ids
OPEN = {"checkout": "Checkout fails in Europe", "search": "Search is slow"}

bridges = {}
for name, title in OPEN.items():
    incident = Incident(name, title)
    bridge = SupportBridge(name, incident.key, title, RESPONDERS)
    IncidentLink(name, incident.key, bridge.join_url)
    bridges[name] = bridge.join_url

pulumi.export("bridges", bridges)

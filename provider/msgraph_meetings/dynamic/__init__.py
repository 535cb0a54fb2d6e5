"""The dynamic resource: its program half (`resource`) and its provider half (`provider`).

People's state contains the names ``msgraph_meetings.dynamic`` and ``OnlineMeetingProvider``: neither may ever change.
"""

from msgraph_meetings.dynamic.provider import OnlineMeetingProvider as OnlineMeetingProvider

"""A component: the meeting in which an incident is worked on."""

from collections.abc import Sequence

import pulumi
from pulumi import Input, Output, ResourceOptions

from msgraph_meetings import AttendeeArgs, MeetingParticipantsArgs, OnlineMeeting


class SupportBridge(pulumi.ComponentResource):
    """One meeting for one incident: responders present, the organization listens, and everything is recorded."""

    join_url: Output[str]

    def __init__(
        self,
        name: str,
        incident: Input[str],
        title: Input[str],
        responders: Sequence[Input[str]],
        opts: ResourceOptions | None = None,
    ) -> None:
        """Open a bridge for the incident with this key; `responders` are object ids."""
        super().__init__("support:index:SupportBridge", name, {}, opts)
        meeting = OnlineMeeting(
            name,
            ResourceOptions(parent=self),
            external_id=Output.concat("incident-", incident),  # one incident, one meeting
            subject=Output.concat(incident, ": ", title),
            allowed_presenters="roleIsPresenter",
            participants=MeetingParticipantsArgs([AttendeeArgs(id=person, role="presenter") for person in responders]),
            lobby_bypass_settings={"scope": "organization"},
            record_automatically=True,
        )
        self.join_url = meeting.join_web_url
        self.register_outputs({"join_url": self.join_url})

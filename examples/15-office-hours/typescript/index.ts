// Weekly office hours with a co-organizer.

import * as pulumi from "@pulumi/pulumi";
import * as msgraph from "@owner--not-set/msgraph-meetings";

const coHost = new pulumi.Config().require("coHost"); // object id
const days = ["2027-02-03", "2027-02-10", "2027-02-17"];

export const links: Record<string, pulumi.Output<string>> = {};
export const passcodes: Record<string, pulumi.Output<string | undefined>> = {};

days.forEach((day, index) => {
    const name = `week-${index + 1}`;
    const meeting = new msgraph.OnlineMeeting(name, {
        externalId: `office-hours-${name}`,
        subject: `Office hours, week ${index + 1}`,
        startDateTime: `${day}T14:00:00Z`,
        endDateTime: `${day}T14:30:00Z`,
        allowMeetingChat: msgraph.MeetingChatMode.Limited,
        allowedPresenters: msgraph.OnlineMeetingPresenters.RoleIsPresenter,
        lobbyBypassSettings: { scope: msgraph.LobbyBypassScope.Organization, isDialInBypassEnabled: false },
        participants: { attendees: [{ id: coHost, role: msgraph.OnlineMeetingRole.Coorganizer }] },
    });
    links[name] = meeting.joinWebUrl;
    passcodes[name] = meeting.passcode;
});

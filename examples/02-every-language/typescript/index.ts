// Two Teams meetings, and their join URLs.

import * as msgraph from "@owner--not-set/msgraph-meetings";

const standupMeeting = new msgraph.OnlineMeeting("standup", {
    externalId: "team-standup",
    subject: "Stand-up",
    startDateTime: "2027-01-04T09:00:00Z",
    endDateTime: "2027-01-04T09:15:00Z",
    lobbyBypassSettings: { scope: msgraph.LobbyBypassScope.Everyone },
});

const reviewMeeting = new msgraph.OnlineMeeting("review", {
    externalId: "team-review",
    subject: "Review",
    startDateTime: "2027-01-15T13:00:00Z",
    endDateTime: "2027-01-15T14:00:00Z",
    allowedPresenters: msgraph.OnlineMeetingPresenters.RoleIsPresenter,
    participants: {
        attendees: [
            { upn: "ada@contoso.example", role: msgraph.OnlineMeetingRole.Presenter },
            { upn: "grace@contoso.example" },
        ],
    },
});

export const standup = standupMeeting.joinWebUrl;
export const review = reviewMeeting.joinWebUrl;

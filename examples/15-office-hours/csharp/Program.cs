// Weekly office hours with a co-organizer.

using System.Collections.Generic;
using OwnerNotSet.MsgraphMeetings;
using OwnerNotSet.MsgraphMeetings.Inputs;
using Pulumi;

return await Deployment.RunAsync(() =>
{
    var coHost = new Pulumi.Config().Require("coHost"); // object id
    var days = new[] { "2027-02-03", "2027-02-10", "2027-02-17" };
    var links = new Dictionary<string, Output<string>>();
    var passcodes = new Dictionary<string, Output<string?>>();

    for (var week = 1; week <= days.Length; week++)
    {
        var name = $"week-{week}";
        var day = days[week - 1];
        var meeting = new OnlineMeeting(name, new OnlineMeetingArgs
        {
            ExternalId = $"office-hours-{name}",
            Subject = $"Office hours, week {week}",
            StartDateTime = $"{day}T14:00:00Z",
            EndDateTime = $"{day}T14:30:00Z",
            AllowMeetingChat = MeetingChatMode.Limited,
            AllowedPresenters = OnlineMeetingPresenters.RoleIsPresenter,
            LobbyBypassSettings = new LobbyBypassSettingsArgs
            {
                Scope = LobbyBypassScope.Organization,
                IsDialInBypassEnabled = false,
            },
            Participants = new MeetingParticipantsArgs
            {
                Attendees = { new AttendeeArgs { Id = coHost, Role = OnlineMeetingRole.Coorganizer } },
            },
        });
        links[name] = meeting.JoinWebUrl;
        passcodes[name] = meeting.Passcode;
    }

    return new Dictionary<string, object?> { ["links"] = links, ["passcodes"] = passcodes };
});

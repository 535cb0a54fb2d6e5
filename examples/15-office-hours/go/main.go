// Weekly office hours with a co-organizer.
package main

import (
	"errors"
	"fmt"

	msgraph "github.com/owner--not-set/pulumi-msgraph-meetings/sdk/go/msgraphmeetings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

var days = []string{"2027-02-03", "2027-02-10", "2027-02-17"}

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		coHost, given := ctx.GetConfig(ctx.Project() + ":coHost") // object id
		if !given {
			return errors.New("the co-organizer is missing: pulumi config set coHost ID")
		}
		links, passcodes := pulumi.StringMap{}, pulumi.Map{}
		for index, day := range days {
			name := fmt.Sprintf("week-%d", index+1)
			meeting, err := msgraph.NewOnlineMeeting(ctx, name, &msgraph.OnlineMeetingArgs{
				ExternalId:        pulumi.String("office-hours-" + name),
				Subject:           pulumi.String(fmt.Sprintf("Office hours, week %d", index+1)),
				StartDateTime:     pulumi.String(day + "T14:00:00Z"),
				EndDateTime:       pulumi.String(day + "T14:30:00Z"),
				AllowMeetingChat:  msgraph.MeetingChatModeLimited,
				AllowedPresenters: msgraph.OnlineMeetingPresentersRoleIsPresenter,
				LobbyBypassSettings: &msgraph.LobbyBypassSettingsArgs{
					Scope:                 msgraph.LobbyBypassScopeOrganization,
					IsDialInBypassEnabled: pulumi.Bool(false),
				},
				Participants: &msgraph.MeetingParticipantsArgs{
					Attendees: msgraph.AttendeeArray{
						&msgraph.AttendeeArgs{Id: pulumi.String(coHost), Role: msgraph.OnlineMeetingRoleCoorganizer},
					},
				},
			})
			if err != nil {
				return err
			}
			links[name] = meeting.JoinWebUrl
			passcodes[name] = meeting.Passcode
		}
		ctx.Export("links", links)
		ctx.Export("passcodes", passcodes)
		return nil
	})
}

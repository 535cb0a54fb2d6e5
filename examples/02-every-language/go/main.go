// Two Teams meetings, and their join URLs.
package main

import (
	msgraph "github.com/owner--not-set/pulumi-msgraph-meetings/sdk/go/msgraphmeetings"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		standup, err := msgraph.NewOnlineMeeting(ctx, "standup", &msgraph.OnlineMeetingArgs{
			ExternalId:    pulumi.String("team-standup"),
			Subject:       pulumi.String("Stand-up"),
			StartDateTime: pulumi.String("2027-01-04T09:00:00Z"),
			EndDateTime:   pulumi.String("2027-01-04T09:15:00Z"),
			LobbyBypassSettings: &msgraph.LobbyBypassSettingsArgs{
				Scope: msgraph.LobbyBypassScopeEveryone,
			},
		})
		if err != nil {
			return err
		}
		review, err := msgraph.NewOnlineMeeting(ctx, "review", &msgraph.OnlineMeetingArgs{
			ExternalId:        pulumi.String("team-review"),
			Subject:           pulumi.String("Review"),
			StartDateTime:     pulumi.String("2027-01-15T13:00:00Z"),
			EndDateTime:       pulumi.String("2027-01-15T14:00:00Z"),
			AllowedPresenters: msgraph.OnlineMeetingPresentersRoleIsPresenter,
			Participants: &msgraph.MeetingParticipantsArgs{
				Attendees: msgraph.AttendeeArray{
					&msgraph.AttendeeArgs{
						Upn:  pulumi.String("ada@contoso.example"),
						Role: msgraph.OnlineMeetingRolePresenter,
					},
					&msgraph.AttendeeArgs{Upn: pulumi.String("grace@contoso.example")},
				},
			},
		})
		if err != nil {
			return err
		}
		ctx.Export("standup", standup.JoinWebUrl)
		ctx.Export("review", review.JoinWebUrl)
		return nil
	})
}

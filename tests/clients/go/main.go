// Microsoft's Graph SDK for Go, as its README uses it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/url"
	"os"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	graph "github.com/microsoftgraph/msgraph-sdk-go"
	"github.com/microsoftgraph/msgraph-sdk-go/models"
	"github.com/microsoftgraph/msgraph-sdk-go/models/odataerrors"
	"github.com/microsoftgraph/msgraph-sdk-go/users"
)

type attendee struct {
	Identity struct {
		User struct {
			ID string `json:"id"`
		} `json:"user"`
	} `json:"identity"`
	UPN string `json:"upn"`
}

var wanted struct {
	StartDateTime time.Time `json:"startDateTime"`
	EndDateTime   time.Time `json:"endDateTime"`
	Subject       string    `json:"subject"`
	ExternalID    string    `json:"externalId"`
	Participants  struct {
		Attendees []attendee `json:"attendees"`
	} `json:"participants"`
}

func main() {
	must(json.Unmarshal([]byte(os.Getenv("MEETING")), &wanted))
	ctx := context.Background()
	meetings := service().Users().ByUserId(os.Getenv("MSGRAPH_USER_ID")).OnlineMeetings()

	created := tell("create")(meetings.CreateOrGet().Post(ctx, body(), nil))
	tell("create again")(meetings.CreateOrGet().Post(ctx, body(), nil))
	one := meetings.ByOnlineMeetingId(*created.GetId())
	tell("update")(one.Patch(ctx, changes(), nil))
	tell("get")(one.Get(ctx, nil))
	filter := "JoinWebUrl eq '" + *created.GetJoinWebUrl() + "'"
	query := &users.ItemOnlineMeetingsRequestBuilderGetQueryParameters{Filter: &filter}
	found, err := meetings.Get(ctx, &users.ItemOnlineMeetingsRequestBuilderGetRequestConfiguration{QueryParameters: query})
	must(err)
	for _, meeting := range found.GetValue() {
		tell("find")(meeting, nil)
	}
	must(one.Delete(ctx, nil))
	print(map[string]any{"step": "delete"})
	_, err = one.Get(ctx, nil)
	tellProblem(err)
}

func service() *graph.GraphServiceClient {
	endpoint := os.Getenv("MSGRAPH_ENDPOINT")
	options := &azidentity.ClientSecretCredentialOptions{}
	if endpoint != "" {
		options.Cloud = cloud.Configuration{ActiveDirectoryAuthorityHost: os.Getenv("AZURE_AUTHORITY_HOST")}
		options.DisableInstanceDiscovery = true
	}
	credential, err := azidentity.NewClientSecretCredential(
		os.Getenv("AZURE_TENANT_ID"), os.Getenv("AZURE_CLIENT_ID"), os.Getenv("AZURE_CLIENT_SECRET"), options)
	must(err)
	if endpoint == "" {
		client, err := graph.NewGraphServiceClientWithCredentials(credential, nil)
		must(err)
		return client
	}
	address, err := url.Parse(endpoint)
	must(err)
	scopes, hosts := []string{endpoint + "/.default"}, []string{address.Hostname()}
	client, err := graph.NewGraphServiceClientWithCredentialsAndHosts(credential, scopes, hosts)
	must(err)
	client.GetAdapter().SetBaseUrl(endpoint + "/v1.0")
	return client
}

func body() users.ItemOnlineMeetingsCreateOrGetPostRequestBodyable {
	body := users.NewItemOnlineMeetingsCreateOrGetPostRequestBody()
	body.SetStartDateTime(&wanted.StartDateTime)
	body.SetEndDateTime(&wanted.EndDateTime)
	body.SetSubject(&wanted.Subject)
	body.SetExternalId(&wanted.ExternalID)
	body.SetParticipants(attendees(nil))
	return body
}

func attendees(role *models.OnlineMeetingRole) models.MeetingParticipantsable {
	people := []models.MeetingParticipantInfoable{}
	for _, given := range wanted.Participants.Attendees {
		user := models.NewIdentity()
		user.SetId(&given.Identity.User.ID)
		identity := models.NewIdentitySet()
		identity.SetUser(user)
		person := models.NewMeetingParticipantInfo()
		person.SetIdentity(identity)
		person.SetUpn(&given.UPN)
		person.SetRole(role)
		people = append(people, person)
	}
	participants := models.NewMeetingParticipants()
	participants.SetAttendees(people)
	return participants
}

func changes() models.OnlineMeetingable {
	subject, scope := "Changed by the SDK", models.EVERYONE_LOBBYBYPASSSCOPE
	presenters, role := models.ROLEISPRESENTER_ONLINEMEETINGPRESENTERS, models.COORGANIZER_ONLINEMEETINGROLE
	lobby := models.NewLobbyBypassSettings()
	lobby.SetScope(&scope)
	changes := models.NewOnlineMeeting()
	changes.SetSubject(&subject)
	changes.SetAllowedPresenters(&presenters)
	changes.SetLobbyBypassSettings(lobby)
	changes.SetParticipants(attendees(&role))
	return changes
}

func tell(step string) func(models.OnlineMeetingable, error) models.OnlineMeetingable {
	return func(meeting models.OnlineMeetingable, err error) models.OnlineMeetingable {
		must(err)
		people := []map[string]any{}
		for _, person := range meeting.GetParticipants().GetAttendees() {
			people = append(people, map[string]any{
				"id":   person.GetIdentity().GetUser().GetId(),
				"upn":  person.GetUpn(),
				"role": person.GetRole().String(),
			})
		}
		print(map[string]any{
			"step":              step,
			"id":                meeting.GetId(),
			"externalId":        meeting.GetExternalId(),
			"subject":           meeting.GetSubject(),
			"start":             meeting.GetStartDateTime(),
			"end":               meeting.GetEndDateTime(),
			"attendees":         people,
			"allowedPresenters": meeting.GetAllowedPresenters().String(),
			"lobby":             meeting.GetLobbyBypassSettings().GetScope().String(),
			"joinWebUrl":        meeting.GetJoinWebUrl(),
		})
		return meeting
	}
}

func tellProblem(err error) {
	var problem *odataerrors.ODataError
	if !errors.As(err, &problem) {
		log.Fatalf("no ODataError: %v", err)
	}
	main := problem.GetErrorEscaped()
	print(map[string]any{
		"step":      "get after delete",
		"error":     "ODataError",
		"status":    problem.ResponseStatusCode,
		"code":      main.GetCode(),
		"message":   main.GetMessage(),
		"requestId": main.GetInnerError().GetRequestId(),
	})
}

func print(line map[string]any) {
	must(json.NewEncoder(os.Stdout).Encode(line))
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

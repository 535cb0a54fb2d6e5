// Command terraform-provider-standin is the smallest Terraform provider that sends the requests of Terraform's generic
// Graph provider, microsoft/msgraph, for one meeting. It stands in for that provider in `make bench`, where no registry
// has it: its time is a lower bound, because it does nothing else.
//
//	create   POST users/{user}/onlineMeetings, then GET of the meeting
//	refresh  GET; an answer of 404 removes it from the state
//	update   PATCH, then GET
//	delete   DELETE
//
// MSGRAPH_ENDPOINT, AZURE_AUTHORITY_HOST, AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET name the service, as
// the emulator gives them. Go trusts the CA in SSL_CERT_FILE.
package main

import (
	"context"
	"log"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const (
	address   = "registry.terraform.io/msgraph-meetings/standin"
	idleConns = 100 // more than operations under way: each connection is used again, and TLS starts once for each
)

func main() {
	serve := providerserver.ServeOpts{Address: address}
	err := providerserver.Serve(context.Background(), func() provider.Provider { return &standIn{} }, serve)
	if err != nil {
		log.Fatal(err)
	}
}

// standIn is the provider: it has no settings and one resource.
type standIn struct{}

func (p *standIn) Metadata(_ context.Context, _ provider.MetadataRequest, answer *provider.MetadataResponse) {
	answer.TypeName = "standin"
}

func (p *standIn) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (p *standIn) Configure(_ context.Context, _ provider.ConfigureRequest, answer *provider.ConfigureResponse) {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConns, transport.MaxIdleConnsPerHost = idleConns, idleConns
	answer.ResourceData = &graph{http: &http.Client{Transport: transport}}
}

func (p *standIn) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (p *standIn) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &meetings{} }}
}

// meetings is the resource standin_meeting.
type meetings struct{ graph *graph }

// meeting is its state: the arguments, and what the service adds.
type meeting struct {
	User    types.String `tfsdk:"user"`
	Subject types.String `tfsdk:"subject"`
	Start   types.String `tfsdk:"start_date_time"`
	End     types.String `tfsdk:"end_date_time"`
	ID      types.String `tfsdk:"id"`
	Join    types.String `tfsdk:"join_web_url"`
}

func (r *meetings) Metadata(_ context.Context, _ resource.MetadataRequest, answer *resource.MetadataResponse) {
	answer.TypeName = "standin_meeting"
}

func (r *meetings) Schema(_ context.Context, _ resource.SchemaRequest, answer *resource.SchemaResponse) {
	argument := schema.StringAttribute{Required: true}
	// Without this an update would plan a new id, and all that depends on it would change too.
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	output := schema.StringAttribute{Computed: true, PlanModifiers: kept}
	moved := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	answer.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"user":            schema.StringAttribute{Required: true, PlanModifiers: moved},
		"subject":         argument,
		"start_date_time": argument,
		"end_date_time":   argument,
		"id":              output,
		"join_web_url":    output,
	}}
}

func (r *meetings) Configure(_ context.Context, request resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	// Terraform also asks for the schema alone, of a provider that it did not configure.
	r.graph, _ = request.ProviderData.(*graph)
}

// values is a plan or a state.
type values interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

// meetingIn returns the meeting of a plan or a state, and whether it could be read.
func meetingIn(ctx context.Context, from values, problems *diag.Diagnostics) (meeting, bool) {
	var found meeting
	problems.Append(from.Get(ctx, &found)...)
	return found, !problems.HasError()
}

func (r *meetings) Create(ctx context.Context, request resource.CreateRequest, answer *resource.CreateResponse) {
	wanted, known := meetingIn(ctx, request.Plan, &answer.Diagnostics)
	if !known {
		return
	}
	made, err := r.graph.send(ctx, http.MethodPost, wanted.collection(), wanted.body())
	if err != nil {
		answer.Diagnostics.AddError("The meeting was not created", err.Error())
		return
	}
	wanted.take(made)
	// Kept before the GET: if that fails, Terraform still knows the meeting.
	answer.Diagnostics.Append(answer.State.Set(ctx, wanted)...)
	if _, err := r.graph.send(ctx, http.MethodGet, wanted.url(), nil); err != nil {
		answer.Diagnostics.AddError("The created meeting was not read", err.Error())
	}
}

func (r *meetings) Read(ctx context.Context, request resource.ReadRequest, answer *resource.ReadResponse) {
	held, known := meetingIn(ctx, request.State, &answer.Diagnostics)
	if !known {
		return
	}
	found, err := r.graph.send(ctx, http.MethodGet, held.url(), nil)
	if missing(err) {
		answer.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		answer.Diagnostics.AddError("The meeting was not read", err.Error())
		return
	}
	held.take(found)
	held.Subject = types.StringValue(found.Subject)
	answer.Diagnostics.Append(answer.State.Set(ctx, held)...)
}

func (r *meetings) Update(ctx context.Context, request resource.UpdateRequest, answer *resource.UpdateResponse) {
	wanted, known := meetingIn(ctx, request.Plan, &answer.Diagnostics)
	if !known {
		return
	}
	_, err := r.graph.send(ctx, http.MethodPatch, wanted.url(), wanted.body())
	if err == nil {
		_, err = r.graph.send(ctx, http.MethodGet, wanted.url(), nil)
	}
	if err != nil {
		answer.Diagnostics.AddError("The meeting was not changed", err.Error())
		return
	}
	answer.Diagnostics.Append(answer.State.Set(ctx, wanted)...)
}

func (r *meetings) Delete(ctx context.Context, request resource.DeleteRequest, answer *resource.DeleteResponse) {
	held, known := meetingIn(ctx, request.State, &answer.Diagnostics)
	if !known {
		return
	}
	if _, err := r.graph.send(ctx, http.MethodDelete, held.url(), nil); err != nil && !missing(err) {
		answer.Diagnostics.AddError("The meeting was not deleted", err.Error())
	}
}

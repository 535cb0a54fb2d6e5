// Command terraform-provider-standin is a small Terraform provider that sends the requests of Terraform's generic Graph
// provider, microsoft/msgraph 0.2.0, and keeps as large a state. It stands in for that provider in `make bench`, where
// no registry has it: its time is a lower bound, because it does nothing else.
//
//	create   POST of the body to the URL, then GET of the resource
//	refresh  GET; an answer of 404 removes it from the state
//	update   PATCH of what changed, then GET
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
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
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
	return []func() resource.Resource{func() resource.Resource { return &graphResource{} }}
}

package main

import (
	"context"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// graphResource is the resource standin_resource.
type graphResource struct{ graph *graph }

func (r *graphResource) Metadata(_ context.Context, _ resource.MetadataRequest, answer *resource.MetadataResponse) {
	answer.TypeName = "standin_resource"
}

func (r *graphResource) Schema(_ context.Context, _ resource.SchemaRequest, answer *resource.SchemaResponse) {
	answer.Schema = resourceSchema()
}

func (r *graphResource) Configure(_ context.Context, asked resource.ConfigureRequest, _ *resource.ConfigureResponse) {
	// Terraform also asks for the schema alone, of a provider that it did not configure.
	r.graph, _ = asked.ProviderData.(*graph)
}

// values is a plan or a state.
type values interface {
	Get(ctx context.Context, target any) diag.Diagnostics
}

// itemIn returns the resource of a plan or a state, and whether it could be read.
func itemIn(ctx context.Context, from values, problems *diag.Diagnostics) (item, bool) {
	var found item
	problems.Append(from.Get(ctx, &found)...)
	return found, !problems.HasError()
}

// readBack reads the resource that was just written, and keeps what the program wants of it.
func (r *graphResource) readBack(ctx context.Context, written *item) error {
	held, err := r.graph.send(ctx, http.MethodGet, written.path(), nil)
	if err == nil {
		written.export(held)
	}
	return err
}

func (r *graphResource) Create(ctx context.Context, request resource.CreateRequest, answer *resource.CreateResponse) {
	wanted, known := itemIn(ctx, request.Plan, &answer.Diagnostics)
	if !known {
		return
	}
	made, err := r.graph.send(ctx, http.MethodPost, wanted.collection(), wanted.fields())
	if err != nil {
		answer.Diagnostics.AddError("The resource was not created", err.Error())
		return
	}
	wanted.identify(made)
	if err := r.readBack(ctx, &wanted); err != nil {
		answer.Diagnostics.AddError("The created resource was not read", err.Error())
		return
	}
	answer.Diagnostics.Append(answer.State.Set(ctx, wanted)...)
}

func (r *graphResource) Read(ctx context.Context, request resource.ReadRequest, answer *resource.ReadResponse) {
	kept, known := itemIn(ctx, request.State, &answer.Diagnostics)
	if !known {
		return
	}
	held, err := r.graph.send(ctx, http.MethodGet, kept.path(), nil)
	if missing(err) {
		answer.State.RemoveResource(ctx)
		return
	}
	if err != nil {
		answer.Diagnostics.AddError("The resource was not read", err.Error())
		return
	}
	kept.refresh(held)
	kept.export(held)
	answer.Diagnostics.Append(answer.State.Set(ctx, kept)...)
}

func (r *graphResource) Update(ctx context.Context, request resource.UpdateRequest, answer *resource.UpdateResponse) {
	wanted, known := itemIn(ctx, request.Plan, &answer.Diagnostics)
	before, readable := itemIn(ctx, request.State, &answer.Diagnostics)
	if !known || !readable {
		return
	}
	_, err := r.graph.send(ctx, http.MethodPatch, wanted.path(), changed(before.fields(), wanted.fields()))
	if err == nil {
		err = r.readBack(ctx, &wanted)
	}
	if err != nil {
		answer.Diagnostics.AddError("The resource was not changed", err.Error())
		return
	}
	answer.Diagnostics.Append(answer.State.Set(ctx, wanted)...)
}

func (r *graphResource) Delete(ctx context.Context, request resource.DeleteRequest, answer *resource.DeleteResponse) {
	kept, known := itemIn(ctx, request.State, &answer.Diagnostics)
	if !known {
		return
	}
	if _, err := r.graph.send(ctx, http.MethodDelete, kept.path(), nil); err != nil && !missing(err) {
		answer.Diagnostics.AddError("The resource was not deleted", err.Error())
	}
}

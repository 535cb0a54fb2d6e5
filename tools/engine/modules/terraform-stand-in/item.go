package main

import (
	"net/url"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// item is the state of one resource. Its attributes are those of msgraph_resource in version 0.2.0, as its page in
// Terraform's registry and its changelog name them: so Terraform plans, encodes and writes as many of them.
type item struct {
	ID            types.String  `tfsdk:"id"`
	URL           types.String  `tfsdk:"url"`
	ResourceURL   types.String  `tfsdk:"resource_url"`
	APIVersion    types.String  `tfsdk:"api_version"`
	Body          types.Dynamic `tfsdk:"body"`
	IgnoreMissing types.Bool    `tfsdk:"ignore_missing_property"`
	CreateQuery   types.Map     `tfsdk:"create_query_parameters"`
	UpdateQuery   types.Map     `tfsdk:"update_query_parameters"`
	ReadQuery     types.Map     `tfsdk:"read_query_parameters"`
	DeleteQuery   types.Map     `tfsdk:"delete_query_parameters"`
	Exports       types.Map     `tfsdk:"response_export_values"`
	Retry         types.Object  `tfsdk:"retry"`
	Output        types.Dynamic `tfsdk:"output"`
	Timeouts      types.Object  `tfsdk:"timeouts"`
}

func resourceSchema() schema.Schema {
	// Without this an update would plan a new id, and all that depends on it would change too.
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	made := schema.StringAttribute{Computed: true, PlanModifiers: kept}
	query := schema.MapAttribute{Optional: true, ElementType: types.ListType{ElemType: types.StringType}}
	optional := schema.StringAttribute{Optional: true}
	return schema.Schema{
		Attributes: map[string]schema.Attribute{
			"id":           made,
			"resource_url": made,
			"url":          schema.StringAttribute{Required: true},
			"api_version": schema.StringAttribute{
				Optional: true, Computed: true, Default: stringdefault.StaticString("v1.0"),
			},
			"body": schema.DynamicAttribute{Optional: true},
			"ignore_missing_property": schema.BoolAttribute{
				Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			},
			"create_query_parameters": query,
			"update_query_parameters": query,
			"read_query_parameters":   query,
			"delete_query_parameters": query,
			"response_export_values":  schema.MapAttribute{Optional: true, ElementType: types.StringType},
			"retry": schema.SingleNestedAttribute{Optional: true, Attributes: map[string]schema.Attribute{
				"error_message_regex": schema.ListAttribute{Required: true, ElementType: types.StringType},
			}},
			"output": schema.DynamicAttribute{Computed: true},
		},
		Blocks: map[string]schema.Block{
			"timeouts": schema.SingleNestedBlock{Attributes: map[string]schema.Attribute{
				"create": optional, "read": optional, "update": optional, "delete": optional,
			}},
		},
	}
}

// collection returns the path of the collection, with the version of the API.
func (i *item) collection() string { return i.APIVersion.ValueString() + "/" + i.URL.ValueString() }

// path returns the path of the resource, with the version of the API.
func (i *item) path() string { return i.APIVersion.ValueString() + "/" + i.ResourceURL.ValueString() }

// identify keeps the id that the service made.
func (i *item) identify(made reply) {
	id := made.text("id")
	i.ID = types.StringValue(id)
	i.ResourceURL = types.StringValue(i.URL.ValueString() + "/" + url.PathEscape(id))
}

// fields returns the properties in the body that are texts: the bench sets no others.
func (i *item) fields() map[string]string {
	found := map[string]string{}
	body, _ := i.Body.UnderlyingValue().(types.Object)
	for name, value := range body.Attributes() {
		if text, ok := value.(types.String); ok {
			found[name] = text.ValueString()
		}
	}
	return found
}

// refresh takes the values that the service has for the properties of the body.
func (i *item) refresh(held reply) {
	fields := i.fields()
	for name := range fields {
		fields[name] = held.text(name)
	}
	i.Body = dynamicOf(fields)
}

// export keeps the properties of the answer that the program wants, each under the program's name for it.
func (i *item) export(held reply) {
	wanted := map[string]string{}
	for name, value := range i.Exports.Elements() {
		if property, ok := value.(types.String); ok {
			wanted[name] = held.text(property.ValueString())
		}
	}
	i.Output = dynamicOf(wanted)
}

// changed returns the properties with another value than before.
func changed(before, wanted map[string]string) map[string]string {
	differing := map[string]string{}
	for name, value := range wanted {
		if before[name] != value {
			differing[name] = value
		}
	}
	return differing
}

// dynamicOf returns an object of texts, as Terraform keeps it: each value with its type.
func dynamicOf(fields map[string]string) types.Dynamic {
	kinds, texts := map[string]attr.Type{}, map[string]attr.Value{}
	for name, value := range fields {
		kinds[name], texts[name] = types.StringType, types.StringValue(value)
	}
	return types.DynamicValue(types.ObjectValueMust(kinds, texts))
}

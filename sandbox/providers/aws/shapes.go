package main

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"google.golang.org/protobuf/types/known/structpb"
)

// blocks are the provider's settings that are one object in the SDK and a list for the bridge.
var blocks = map[resource.PropertyKey]resource.PropertyKey{
	"assumeRole":                "assumeRoles",
	"assumeRoleWithWebIdentity": "assumeRoleWithWebIdentities",
	"defaultTags":               "defaultTags",
	"ignoreTags":                "ignoreTags",
}

// defaults are settings that Pulumi's provider has on unless told otherwise.
var defaults = []string{"skipMetadataApiCheck", "skipRegionValidation"}

// checkedConfig completes the provider's settings. Objects come as JSON text; where a part of one is not yet
// known, none of it is.
func checkedConfig(given *structpb.Struct) *structpb.Struct {
	settings := map[string]*structpb.Value{}
	for _, key := range defaults {
		settings[key] = structpb.NewStringValue("true")
	}
	for key, value := range given.GetFields() {
		if strings.Contains(value.GetStringValue(), plugin.UnknownStringValue) {
			value = structpb.NewStringValue(plugin.UnknownStringValue)
		}
		settings[key] = value
	}
	return &structpb.Struct{Fields: settings}
}

// bridgeConfig gives the provider's settings the bridge's form.
func bridgeConfig(settings *structpb.Struct) (*structpb.Struct, error) {
	options := plugin.MarshalOptions{Label: "settings", KeepUnknowns: true, SkipNulls: true}
	given, err := plugin.UnmarshalProperties(settings, options) // Drops the secret marks, which the bridge refuses.
	if err != nil {
		return nil, err
	}
	for key, list := range blocks {
		value, ok := given[key]
		if !ok {
			continue
		}
		delete(given, key)
		given[list] = asList(value)
	}
	return plugin.MarshalProperties(given, options)
}

func asList(value resource.PropertyValue) resource.PropertyValue {
	switch {
	case value.IsString() && strings.HasPrefix(value.StringValue(), "{"):
		return resource.NewProperty("[" + value.StringValue() + "]")
	case value.IsObject():
		return resource.NewProperty([]resource.PropertyValue{value})
	default:
		return value
	}
}

// flattened are the results of functions that are one object in the SDK and a list for the bridge.
var flattened = map[string]map[string]string{
	"aws:eks/getCluster:getCluster": {"vpcConfigs": "vpcConfig"},
}

func flatten(function string, result *structpb.Struct) {
	for list, object := range flattened[function] {
		if values := result.GetFields()[list].GetListValue().GetValues(); len(values) > 0 {
			result.Fields[object] = values[0]
		}
		delete(result.GetFields(), list)
	}
}

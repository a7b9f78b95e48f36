package main

import (
	"cmp"
	"fmt"
	"path"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"
)

// release is the one type that is no Kubernetes object: its name and namespace are not in its metadata.
const release tokens.Type = "kubernetes:helm.sh/v3:Release"

const metadata resource.PropertyKey = "metadata"

// identity gives the map that holds the name and the namespace, or nil where that is not yet known.
func identity(typ tokens.Type, properties resource.PropertyMap) resource.PropertyMap {
	if typ == release {
		return properties
	}
	if value := reveal(properties[metadata]); value.IsObject() {
		return value.ObjectValue()
	}
	return nil
}

func identityPaths(typ tokens.Type) []string {
	if typ == release {
		return []string{"name", "namespace"}
	}
	return []string{"metadata.name", "metadata.namespace"}
}

// nameOnce gives an object without a name the one it has, or else that of its resource with a random ending.
func nameOnce(request plugin.CheckRequest, inputs resource.PropertyMap) error {
	if _, given := inputs[metadata]; !given && request.Type != release {
		inputs[metadata] = resource.NewProperty(resource.PropertyMap{})
	}
	named := identity(request.Type, inputs)
	if named == nil || named.HasValue("name") || named.HasValue("generateName") {
		return nil
	}
	if old, ok := identity(request.Type, request.Olds)["name"]; ok {
		named["name"] = old
		return nil
	}
	name, err := resource.NewUniqueName(request.RandomSeed, request.URN.Name()+"-", 8, 0, nil)
	named["name"] = resource.NewProperty(name)
	return err
}

func identify(typ tokens.Type, inputs resource.PropertyMap) resource.ID {
	named := identity(typ, inputs)
	return resource.ID(path.Join(text(named["namespace"]), cmp.Or(text(named["name"]), text(named["generateName"]))))
}

func describe(typ tokens.Type, id resource.ID, inputs resource.PropertyMap) string {
	if typ == release {
		return fmt.Sprintf("release %s of chart %s %s", id, text(inputs["chart"]), text(inputs["version"]))
	}
	return fmt.Sprintf("%s %s", typ.Name(), id)
}

// previewed are the outputs before there is anything: a release has a status only once it is there.
func previewed(typ tokens.Type, inputs resource.PropertyMap) resource.PropertyMap {
	outputs := recorded(typ, inputs, 0)
	if typ == release {
		outputs["status"] = resource.MakeComputed(resource.NewProperty(""))
	}
	return outputs
}

// recorded are the outputs: the inputs and, of a release, what Helm would say of it.
func recorded(typ tokens.Type, inputs resource.PropertyMap, revision float64) resource.PropertyMap {
	outputs := inputs.Copy()
	if typ != release {
		return outputs
	}
	status := resource.PropertyMap{
		"status":   resource.NewProperty("deployed"),
		"revision": resource.NewProperty(revision),
	}
	for _, key := range []resource.PropertyKey{"name", "namespace", "chart", "version"} {
		if value, ok := inputs[key]; ok {
			status[key] = value
		}
	}
	outputs["status"] = resource.NewProperty(status)
	if !outputs.HasValue("resourceNames") {
		outputs["resourceNames"] = resource.NewProperty(resource.PropertyMap{})
	}
	return outputs
}

func revision(outputs resource.PropertyMap) float64 {
	if status := reveal(outputs["status"]); status.IsObject() {
		if revision := status.ObjectValue()["revision"]; revision.IsNumber() {
			return revision.NumberValue()
		}
	}
	return 0
}

func text(value resource.PropertyValue) string {
	if value = reveal(value); value.IsString() {
		return value.StringValue()
	}
	return ""
}

func reveal(value resource.PropertyValue) resource.PropertyValue {
	if value.IsSecret() {
		return value.SecretValue().Element
	}
	return value
}

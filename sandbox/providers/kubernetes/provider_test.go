package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"

	"ecrcache.dev/sandbox/providers/internal/engine"
)

const namespaceType tokens.Type = "kubernetes:core/v1:Namespace"

func newTestProvider(t *testing.T) *provider {
	return newProvider(&engine.Engine{}, folder(t.TempDir()))
}

func urn(typ tokens.Type, name string) resource.URN {
	return resource.NewURN("dev", "app", "", typ, name)
}

func properties(values map[string]any) resource.PropertyMap {
	return resource.NewPropertyMapFromMap(values)
}

func check(t *testing.T, p *provider, typ tokens.Type, olds, news map[string]any) plugin.CheckResponse {
	t.Helper()
	response, err := p.Check(t.Context(), plugin.CheckRequest{
		URN: urn(typ, "nats"), Type: typ, Olds: properties(olds), News: properties(news), RandomSeed: []byte("seed"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return response
}

func TestCheckNamesARelease(t *testing.T) {
	p := newTestProvider(t)
	inputs := check(t, p, release, nil, map[string]any{"chart": "nats", "compat": "true"}).Properties
	name := text(inputs["name"])
	if !regexp.MustCompile(`^nats-[0-9a-f]{8}$`).MatchString(name) {
		t.Errorf("named %q", name)
	}
	want := map[string]any{"chart": "nats", "name": name, "namespace": "default"}
	if !reflect.DeepEqual(inputs.Mappable(), want) {
		t.Errorf("got %v, want %v", inputs.Mappable(), want)
	}
	again := check(t, p, release, map[string]any{"name": "nats-old"}, map[string]any{"chart": "nats"}).Properties
	if text(again["name"]) != "nats-old" {
		t.Errorf("renamed to %q", text(again["name"]))
	}
}

func TestCheckNamesAnObjectInItsMetadata(t *testing.T) {
	p := newTestProvider(t)
	named := check(t, p, namespaceType, nil, map[string]any{}).Properties
	if name := text(identity(namespaceType, named)["name"]); !strings.HasPrefix(name, "nats-") {
		t.Errorf("named %q", name)
	}
	given := map[string]any{"metadata": map[string]any{"name": "messaging"}}
	if got := check(t, p, namespaceType, nil, given).Properties.Mappable(); !reflect.DeepEqual(got, given) {
		t.Errorf("got %v", got)
	}
}

func TestCheckLeavesAnUnknownNameAlone(t *testing.T) {
	unknown := resource.MakeComputed(resource.NewProperty(""))
	response, err := newTestProvider(t).Check(t.Context(), plugin.CheckRequest{
		URN: urn(release, "nats"), Type: release,
		News: resource.PropertyMap{"chart": resource.NewProperty("nats"), "name": unknown},
	})
	if err != nil || !response.Properties["name"].IsComputed() {
		t.Errorf("got %v, %v", response.Properties["name"], err)
	}
}

func TestCheckRefusesAReleaseWithoutChart(t *testing.T) {
	failures := check(t, newTestProvider(t), release, nil, map[string]any{}).Failures
	if want := []plugin.CheckFailure{{Property: "chart", Reason: "a release needs a chart"}}; !reflect.DeepEqual(failures, want) {
		t.Errorf("got %v", failures)
	}
}

func TestDiff(t *testing.T) {
	old := map[string]any{"name": "a", "namespace": "b", "values": map[string]any{"x": 1.0, "y": 1.0}}
	for name, test := range map[string]struct {
		typ      tokens.Type
		old, new map[string]any
		want     map[string]plugin.PropertyDiff
		replaces []resource.PropertyKey
	}{
		"nothing": {typ: release, old: old, new: old},
		"a nested value": {
			typ: release, old: old,
			new: map[string]any{"name": "a", "namespace": "b", "values": map[string]any{"x": 2.0, "z": 1.0}},
			want: map[string]plugin.PropertyDiff{
				"values.x": {Kind: plugin.DiffUpdate, InputDiff: true},
				"values.y": {Kind: plugin.DiffDelete, InputDiff: true},
				"values.z": {Kind: plugin.DiffAdd, InputDiff: true},
			},
		},
		"the namespace of a release": {
			typ: release, old: map[string]any{"namespace": "b"}, new: map[string]any{"namespace": "c"},
			want:     map[string]plugin.PropertyDiff{"namespace": {Kind: plugin.DiffUpdateReplace, InputDiff: true}},
			replaces: []resource.PropertyKey{"namespace"},
		},
		"the name of an object": {
			typ:      namespaceType,
			old:      map[string]any{"metadata": map[string]any{"name": "a"}},
			new:      map[string]any{"metadata": map[string]any{"name": "b"}},
			want:     map[string]plugin.PropertyDiff{"metadata.name": {Kind: plugin.DiffUpdateReplace, InputDiff: true}},
			replaces: []resource.PropertyKey{"metadata.name"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := newTestProvider(t).Diff(t.Context(), plugin.DiffRequest{
				Type: test.typ, OldInputs: properties(test.old), NewInputs: properties(test.new),
			})
			if err != nil || !reflect.DeepEqual(result.DetailedDiff, test.want) ||
				!reflect.DeepEqual(result.ReplaceKeys, test.replaces) {
				t.Errorf("got %v, %v", result, err)
			}
		})
	}
}

var releaseInputs = map[string]any{
	"chart": "nats", "version": "1.1.9", "name": "nats", "namespace": "messaging", "values": map[string]any{"a": "b"},
}

func TestReleaseFromCreateToDelete(t *testing.T) {
	p := newTestProvider(t)
	inputs := properties(releaseInputs)
	created, err := p.Create(t.Context(), plugin.CreateRequest{
		URN: urn(release, "nats"), Type: release, Properties: inputs,
	})
	if err != nil {
		t.Fatal(err)
	}
	if created.ID != "messaging/nats" {
		t.Errorf("identified as %q", created.ID)
	}
	want := inputs.Mappable()
	want["resourceNames"] = map[string]any{}
	want["status"] = map[string]any{
		"status": "deployed", "revision": 1.0,
		"name": "nats", "namespace": "messaging", "chart": "nats", "version": "1.1.9",
	}
	if got := created.Properties.Mappable(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}

	updated, err := p.Update(t.Context(), plugin.UpdateRequest{
		URN: urn(release, "nats"), Type: release, ID: created.ID, OldOutputs: created.Properties, NewInputs: inputs,
	})
	if err != nil || revision(updated.Properties) != 2 {
		t.Errorf("got %v, %v", updated.Properties, err)
	}

	file := filepath.Join(string(p.records), "nats.Release.json")
	if got := readRecord(t, file); got.ID != created.ID || got.Type != string(release) ||
		got.URN != urn(release, "nats") || !reflect.DeepEqual(got.Inputs, inputs.Mappable()) {
		t.Errorf("recorded %v", got)
	}
	for _, id := range []resource.ID{"messaging/predecessor", created.ID, created.ID} {
		if _, err := p.Delete(t.Context(), plugin.DeleteRequest{URN: urn(release, "nats"), ID: id}); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(file); os.IsNotExist(err) != (id == created.ID) {
			t.Errorf("after the deletion of %s: %v", id, err)
		}
	}
}

func TestPreviewRecordsNothingAndKnowsNoStatus(t *testing.T) {
	p := newTestProvider(t)
	created, err := p.Create(t.Context(), plugin.CreateRequest{
		URN: urn(release, "nats"), Type: release, Properties: properties(releaseInputs), Preview: true,
	})
	if err != nil || created.ID != "" || !created.Properties["status"].IsComputed() {
		t.Errorf("got %v, %v", created, err)
	}
	if files, _ := os.ReadDir(string(p.records)); len(files) != 0 {
		t.Errorf("recorded %v", files)
	}
}

func TestSecretsStaySecretAndAreNotRecorded(t *testing.T) {
	p := newTestProvider(t)
	inputs := properties(releaseInputs)
	inputs["values"] = resource.NewProperty(resource.PropertyMap{
		"password": resource.MakeSecret(resource.NewProperty("hush")),
	})
	created, err := p.Create(t.Context(), plugin.CreateRequest{
		URN: urn(release, "nats"), Type: release, Properties: inputs,
	})
	if err != nil || !created.Properties["values"].ObjectValue()["password"].IsSecret() {
		t.Errorf("got %v, %v", created.Properties, err)
	}
	got := readRecord(t, filepath.Join(string(p.records), "nats.Release.json")).Inputs["values"]
	if want := map[string]any{"password": "[secret]"}; !reflect.DeepEqual(got, want) {
		t.Errorf("recorded %v", got)
	}
}

func TestTheRestIsRefused(t *testing.T) {
	_, err := newTestProvider(t).Invoke(t.Context(), plugin.InvokeRequest{Tok: "kubernetes:helm:template"})
	want := "kubernetes:helm:template needs the real Kubernetes provider: this one records objects and releases only"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func readRecord(t *testing.T, file string) record {
	t.Helper()
	document, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var kept record
	if err := json.Unmarshal(document, &kept); err != nil {
		t.Fatal(err)
	}
	return kept
}

package main

import (
	"testing"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
)

func TestProviderObjectsBecomeLists(t *testing.T) {
	for name, test := range map[string]struct{ given, want map[string]any }{
		"JSON text": {
			map[string]any{"region": "eu-west-1", "assumeRole": `{"roleArn":"arn"}`},
			map[string]any{"region": "eu-west-1", "assumeRoles": `[{"roleArn":"arn"}]`},
		},
		"an object": {
			map[string]any{"defaultTags": map[string]any{"tags": map[string]any{"team": "a"}}},
			map[string]any{"defaultTags": []any{map[string]any{"tags": map[string]any{"team": "a"}}}},
		},
		"a list already": {
			map[string]any{"ignoreTags": `[{"keys":["a"]}]`},
			map[string]any{"ignoreTags": `[{"keys":["a"]}]`},
		},
		"a secret": {
			map[string]any{"assumeRole": map[string]any{
				resource.SigKey: resource.SecretSig, "value": `{"externalId":"x"}`,
			}},
			map[string]any{"assumeRoles": `[{"externalId":"x"}]`},
		},
		"not known yet": {
			map[string]any{"assumeRole": plugin.UnknownStringValue},
			map[string]any{"assumeRoles": plugin.UnknownStringValue},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := bridgeConfig(object(t, test.given))
			if err != nil {
				t.Fatal(err)
			}
			if want := object(t, test.want); !proto.Equal(got, want) {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}

func TestCheckedConfig(t *testing.T) {
	got := checkedConfig(object(t, map[string]any{
		"region":               "eu-west-1",
		"skipRegionValidation": "false",
		"assumeRole":           `{"roleArn":"` + plugin.UnknownStringValue + `","sessionName":"a"}`,
	}))
	want := object(t, map[string]any{
		"region":               "eu-west-1",
		"skipRegionValidation": "false",
		"skipMetadataApiCheck": "true",
		"assumeRole":           plugin.UnknownStringValue,
	})
	if !proto.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestResultsOfOneAreFlattened(t *testing.T) {
	result := object(t, map[string]any{"name": "a", "vpcConfigs": []any{map[string]any{"vpcId": "v"}}})
	flatten("aws:eks/getCluster:getCluster", result)
	if want := object(t, map[string]any{"name": "a", "vpcConfig": map[string]any{"vpcId": "v"}}); !proto.Equal(result, want) {
		t.Errorf("got %v, want %v", result, want)
	}
}

func object(t *testing.T, values map[string]any) *structpb.Struct {
	t.Helper()
	object, err := structpb.NewStruct(values)
	if err != nil {
		t.Fatal(err)
	}
	return object
}

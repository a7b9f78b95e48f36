package main

import (
	"context"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// fakeBridge answers checks with what it was given, and fails to create.
type fakeBridge struct {
	pulumirpc.ResourceProviderClient
	checked *pulumirpc.CheckRequest
}

func (b *fakeBridge) Check(
	_ context.Context, request *pulumirpc.CheckRequest, _ ...grpc.CallOption,
) (*pulumirpc.CheckResponse, error) {
	b.checked = request
	return &pulumirpc.CheckResponse{Inputs: request.GetNews()}, nil
}

func (b *fakeBridge) CheckConfig(
	ctx context.Context, request *pulumirpc.CheckRequest, _ ...grpc.CallOption,
) (*pulumirpc.CheckResponse, error) {
	return b.Check(ctx, request)
}

func (b *fakeBridge) Create(
	_ context.Context, request *pulumirpc.CreateRequest, _ ...grpc.CallOption,
) (*pulumirpc.CreateResponse, error) {
	failed, err := status.New(codes.Unknown, "cannot create "+request.GetType()).
		WithDetails(&pulumirpc.ErrorResourceInitFailed{Id: "half-made"})
	if err != nil {
		return nil, err
	}
	return nil, failed.Err()
}

func newTestProvider() (*provider, *fakeBridge) {
	bridge := &fakeBridge{}
	return &provider{
		names:  &names{},
		bridge: func() (pulumirpc.ResourceProviderClient, error) { return bridge, nil },
	}, bridge
}

func TestWhatHasANamePrefixIsNotNamed(t *testing.T) {
	for name, test := range map[string]struct {
		inputs map[string]any
		want   *pulumirpc.CheckRequest_AutonamingOptions
	}{
		"with a prefix": {
			map[string]any{"namePrefix": "ecr-pullthroughcache/"},
			&pulumirpc.CheckRequest_AutonamingOptions{Mode: pulumirpc.CheckRequest_AutonamingOptions_DISABLE},
		},
		"without": {map[string]any{}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			provider, bridge := newTestProvider()
			_, err := provider.Check(t.Context(), &pulumirpc.CheckRequest{News: object(t, test.inputs)})
			if err != nil || !proto.Equal(bridge.checked.GetAutonaming(), test.want) {
				t.Errorf("got %v, %v, want %v", bridge.checked.GetAutonaming(), err, test.want)
			}
		})
	}
}

func TestSettingsStayInTheFormOfTheSDK(t *testing.T) {
	provider, bridge := newTestProvider()
	response, err := provider.CheckConfig(t.Context(), &pulumirpc.CheckRequest{
		News: object(t, map[string]any{"assumeRole": `{"roleArn":"arn"}`}),
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := bridge.checked.GetNews().AsMap()["assumeRoles"]; got != `[{"roleArn":"arn"}]` {
		t.Errorf("the bridge was given %v", got)
	}
	if got := response.GetInputs().AsMap()["assumeRole"]; got != `{"roleArn":"arn"}` {
		t.Errorf("the engine was given %v", got)
	}
}

func TestErrorsAreRenamedAndKeepTheirDetails(t *testing.T) {
	provider, _ := newTestProvider()
	_, err := provider.Create(t.Context(), &pulumirpc.CreateRequest{Type: "aws:kms/key:Key"})
	failed := status.Convert(err)
	if failed.Message() != "cannot create aws:kms/key:Key" {
		t.Errorf("got %q", failed.Message())
	}
	if len(failed.Details()) != 1 || failed.Details()[0].(*pulumirpc.ErrorResourceInitFailed).GetId() != "half-made" {
		t.Errorf("got %v", failed.Details())
	}
}

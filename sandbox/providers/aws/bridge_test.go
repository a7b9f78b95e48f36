package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"ecrcache.dev/sandbox/providers/internal/engine"
)

func TestTheTerraformProviderIsNamedAsTheBridgeWantsIt(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"terraform-provider-aws_v5.100.0_x5", "terraform-provider-aws", "other"} {
		if err := os.WriteFile(filepath.Join(folder, name), nil, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	want := filepath.Join(folder, "terraform-provider-aws")
	for _, path := range []string{"", filepath.Join(folder, "terraform-provider-aws_v5.100.0_x5")} {
		t.Setenv(terraformProviderVariable, path)
		if got, err := findTerraformProvider(folder); err != nil || got != want {
			t.Errorf("for %q: got %q, %v", path, got, err)
		}
	}
	for _, path := range []string{filepath.Join(folder, "other"), filepath.Join(folder, "missing")} {
		t.Setenv(terraformProviderVariable, path)
		if got, err := findTerraformProvider(folder); err == nil {
			t.Errorf("for %q: got %q", path, got)
		}
	}
}

type fakeEngine struct {
	pulumirpc.UnimplementedEngineServer
	messages chan *pulumirpc.LogRequest
}

func (e fakeEngine) Log(_ context.Context, message *pulumirpc.LogRequest) (*emptypb.Empty, error) {
	e.messages <- message
	return &emptypb.Empty{}, nil
}

func TestMessagesReachTheEngineUnderTheNamesItKnows(t *testing.T) {
	fake := fakeEngine{messages: make(chan *pulumirpc.LogRequest, 1)}
	server, err := engine.Listen(t.Context(), func(server *grpc.Server) error {
		pulumirpc.RegisterEngineServer(server, fake)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	relay := relay{engine: &engine.Engine{}, names: &names{}}
	if err := relay.engine.Attach(fmt.Sprintf("127.0.0.1:%d", server.Port)); err != nil {
		t.Fatal(err)
	}

	urn := "urn:pulumi:dev::app::aws:kms/key:Key::cache"
	message := &pulumirpc.LogRequest{Urn: relay.names.bridgeURN(urn), Message: "deprecated"}
	if _, err := relay.Log(t.Context(), message); err != nil {
		t.Fatal(err)
	}
	if got := <-fake.messages; got.GetUrn() != urn || got.GetMessage() != "deprecated" {
		t.Errorf("got %v", got)
	}
}

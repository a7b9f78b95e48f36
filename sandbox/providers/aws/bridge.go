package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/emptypb"

	"ecrcache.dev/sandbox/providers/internal/engine"
)

const (
	bridgeExecutable            = "dynamic" // named by its main package
	terraformProvider           = "terraform-provider-aws"
	terraformProviderVariable   = "ECR_CACHE_TERRAFORM_PROVIDER_AWS"
	terraformProviderSuggestion = "set " + terraformProviderVariable + " to the path of " + terraformProvider
)

// startBridge runs the Terraform bridge as a child process and tells it which provider to run in turn.
func startBridge(ctx context.Context, relay relay) (pulumirpc.ResourceProviderClient, error) {
	executable, err := os.Executable()
	if err != nil {
		return nil, err
	}
	folder := filepath.Dir(executable)
	terraform, err := findTerraformProvider(folder)
	if err != nil {
		return nil, err
	}
	messages, err := engine.Listen(ctx, func(server *grpc.Server) error {
		pulumirpc.RegisterEngineServer(server, relay)
		return nil
	})
	if err != nil {
		return nil, err
	}
	port, err := runBridge(ctx, filepath.Join(folder, bridgeExecutable), fmt.Sprintf("127.0.0.1:%d", messages.Port))
	if err != nil {
		return nil, err
	}
	connection, err := engine.Dial("127.0.0.1:" + port)
	if err != nil {
		return nil, err
	}
	client := pulumirpc.NewResourceProviderClient(connection)
	_, err = client.Parameterize(ctx, &pulumirpc.ParameterizeRequest{
		Parameters: &pulumirpc.ParameterizeRequest_Args{
			Args: &pulumirpc.ParameterizeRequest_ParametersArgs{Args: []string{terraform}},
		},
	})
	if err != nil {
		return nil, fmt.Errorf("cannot run %s: %w", terraform, err)
	}
	return client, nil
}

// findTerraformProvider gives the provider's path as the bridge wants it: absolute, and ending in the
// provider's name, though the file may have its version behind that.
func findTerraformProvider(folder string) (string, error) {
	path, err := filepath.Abs(cmp.Or(os.Getenv(terraformProviderVariable), filepath.Join(folder, terraformProvider)))
	if err != nil {
		return "", err
	}
	if _, err := os.Stat(path); err != nil {
		return "", fmt.Errorf("%w; %s", err, terraformProviderSuggestion)
	}
	if !strings.HasPrefix(filepath.Base(path), terraformProvider) {
		return "", fmt.Errorf("%s is not %s; %s", path, terraformProvider, terraformProviderSuggestion)
	}
	return filepath.Join(filepath.Dir(path), terraformProvider), nil
}

// runBridge starts the bridge and gives the port that it listens on, which is the first line it prints.
func runBridge(ctx context.Context, executable, engineAddress string) (string, error) {
	command := exec.CommandContext(ctx, executable, engineAddress)
	command.Stderr = os.Stderr
	stdout, err := command.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := command.Start(); err != nil {
		return "", err
	}
	output := bufio.NewReader(stdout)
	port, err := output.ReadString('\n')
	if err != nil {
		return "", errors.Join(fmt.Errorf("%s ended before it listened", executable), command.Wait())
	}
	go func() {
		_, _ = io.Copy(os.Stderr, output)
		_ = command.Wait()
	}()
	return strings.TrimSpace(port), nil
}

// relay passes the bridge's messages on to the engine, under the names that the engine knows.
type relay struct {
	pulumirpc.UnimplementedEngineServer
	engine *engine.Engine
	names  *names
}

func (r relay) Log(ctx context.Context, message *pulumirpc.LogRequest) (*emptypb.Empty, error) {
	message.Urn = r.names.fromBridge(message.GetUrn())
	message.Message = r.names.fromBridge(message.GetMessage())
	return &emptypb.Empty{}, r.engine.Log(ctx, message)
}

package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/protobuf/types/known/emptypb"
)

// tool names what wrote an SDK.
const tool = "pulumi"

// reported is the exit code of a program that has said already what is wrong.
const reported = 32

// language is what differs between the hosts.
type language interface {
	// generate writes the files of an SDK.
	generate(pkg *schema.Package, request *pulumirpc.GeneratePackageRequest, loader schema.ReferenceLoader) (
		map[string][]byte, error)
	// link makes SDKs in folders of the project dependencies of a program, and says how to import them.
	link(ctx context.Context, program *pulumirpc.ProgramInfo, folders []string) (string, error)
	// install brings the dependencies of a program.
	install(ctx context.Context, program *pulumirpc.ProgramInfo, out, err io.Writer) error
	// command runs a program.
	command(ctx context.Context, request *pulumirpc.RunRequest, engine string) (*exec.Cmd, error)
}

// host serves the engine that started it.
type host struct {
	pulumirpc.UnimplementedLanguageRuntimeServer

	language language
	engine   string
}

func (h *host) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{}, nil
}

// GetRequiredPackages names none: SDKs name theirs as they register resources.
func (h *host) GetRequiredPackages(context.Context, *pulumirpc.GetRequiredPackagesRequest) (
	*pulumirpc.GetRequiredPackagesResponse, error,
) {
	return &pulumirpc.GetRequiredPackagesResponse{}, nil
}

func (h *host) GeneratePackage(_ context.Context, request *pulumirpc.GeneratePackageRequest) (
	*pulumirpc.GeneratePackageResponse, error,
) {
	loader, err := schema.NewLoaderClient(request.LoaderTarget)
	if err != nil {
		return nil, err
	}
	cached := schema.NewCachedLoader(loader)
	var spec schema.PackageSpec
	if err := json.Unmarshal([]byte(request.Schema), &spec); err != nil {
		return nil, err
	}
	pkg, diagnostics, err := schema.BindSpec(spec, cached, schema.ValidationOptions{AllowDanglingReferences: true})
	if err != nil {
		return nil, err
	}
	told := &pulumirpc.GeneratePackageResponse{}
	for _, diagnostic := range diagnostics {
		told.Diagnostics = append(told.Diagnostics, plugin.HclDiagnosticToRPCDiagnostic(diagnostic))
	}
	if diagnostics.HasErrors() {
		return told, nil
	}
	files, err := h.language.generate(pkg, request, cached)
	if err != nil {
		return nil, err
	}
	for name, content := range files {
		file := filepath.Join(request.Directory, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(file, content, 0o600); err != nil {
			return nil, err
		}
	}
	return told, nil
}

func (h *host) Link(ctx context.Context, request *pulumirpc.LinkRequest) (*pulumirpc.LinkResponse, error) {
	folders := make([]string, 0, len(request.Packages))
	for _, dependency := range request.Packages {
		folders = append(folders, filepath.ToSlash(dependency.Path))
	}
	instructions, err := h.language.link(ctx, request.Info, folders)
	return &pulumirpc.LinkResponse{ImportInstructions: instructions}, err
}

func (h *host) InstallDependencies(
	request *pulumirpc.InstallDependenciesRequest, stream pulumirpc.LanguageRuntime_InstallDependenciesServer,
) error {
	out := writer(func(text []byte) error {
		return stream.Send(&pulumirpc.InstallDependenciesResponse{Stdout: text})
	})
	err := writer(func(text []byte) error {
		return stream.Send(&pulumirpc.InstallDependenciesResponse{Stderr: text})
	})
	return h.language.install(stream.Context(), request.Info, out, err)
}

func (h *host) Run(ctx context.Context, request *pulumirpc.RunRequest) (*pulumirpc.RunResponse, error) {
	command, err := h.language.command(ctx, request, h.engine)
	if err != nil {
		return nil, err
	}
	config, err := json.Marshal(request.Config)
	if err != nil {
		return nil, err
	}
	secretKeys, err := json.Marshal(request.ConfigSecretKeys)
	if err != nil {
		return nil, err
	}
	if command.Env == nil {
		command.Env = os.Environ()
	}
	command.Env = append(command.Env,
		"PULUMI_CONFIG="+string(config), "PULUMI_CONFIG_SECRET_KEYS="+string(secretKeys))
	// The engine shows what the host prints.
	command.Stdout, command.Stderr = os.Stdout, os.Stderr
	var ended *exec.ExitError
	switch err := command.Run(); {
	case err == nil:
		return &pulumirpc.RunResponse{}, nil
	case errors.As(err, &ended) && ended.ExitCode() == reported:
		return &pulumirpc.RunResponse{Bail: true}, nil
	case errors.As(err, &ended):
		return &pulumirpc.RunResponse{Error: fmt.Sprintf("the program ended with %s", ended)}, nil
	default:
		return nil, err
	}
}

type writer func(text []byte) error

func (w writer) Write(text []byte) (int, error) {
	return len(text), w(text)
}

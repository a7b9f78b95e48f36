package main

import (
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	codegen "github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"github.com/pulumi/pulumi/sdk/v3/python/toolchain"
)

type python struct{}

func (python) generate(
	pkg *schema.Package, request *pulumirpc.GeneratePackageRequest, loader schema.ReferenceLoader,
) (map[string][]byte, error) {
	return codegen.GeneratePackage(tool, pkg, request.ExtraFiles, loader)
}

func (python) link(ctx context.Context, program *pulumirpc.ProgramInfo, folders []string) (string, error) {
	tools, err := tools(program)
	if err != nil {
		return "", err
	}
	packages := map[string]string{}
	for _, folder := range folders {
		packages["pulumi_"+strings.ReplaceAll(filepath.Base(folder), "-", "_")] = folder
	}
	return "Import the SDK from the package whose name begins with pulumi_.\n", tools.LinkPackages(ctx, packages)
}

func (python) install(ctx context.Context, program *pulumirpc.ProgramInfo, out, err io.Writer) error {
	tools, failed := tools(program)
	if failed != nil {
		return failed
	}
	return tools.InstallDependencies(ctx, program.ProgramDirectory, false, true, out, err)
}

func (python) command(ctx context.Context, request *pulumirpc.RunRequest, engine string) (*exec.Cmd, error) {
	tools, err := tools(request.Info)
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	runner := filepath.Join(filepath.Dir(self), "pulumi-language-python-exec")
	command, err := tools.Command(ctx, append([]string{"-u", runner}, executor(request, engine, "_")...)...)
	if err == nil {
		command.Dir = request.Info.ProgramDirectory
	}
	return command, err
}

func tools(program *pulumirpc.ProgramInfo) (toolchain.Toolchain, error) {
	options := toolchain.PythonOptions{
		Root: program.RootDirectory, ProgramDir: program.ProgramDirectory, Toolchain: toolchain.Pip,
	}
	if folder, named := program.Options.AsMap()["virtualenv"].(string); named {
		options.Virtualenv = folder
	}
	return toolchain.ResolveToolchain(options)
}

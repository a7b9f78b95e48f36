package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	codegen "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"golang.org/x/mod/modfile"
)

type golang struct{}

func (golang) generate(
	pkg *schema.Package, request *pulumirpc.GeneratePackageRequest, _ schema.ReferenceLoader,
) (map[string][]byte, error) {
	return codegen.GeneratePackage(tool, pkg, request.LocalDependencies)
}

func (golang) link(ctx context.Context, program *pulumirpc.ProgramInfo, folders []string) (string, error) {
	instructions := ""
	for _, folder := range folders {
		file, err := modFile(filepath.Join(program.ProgramDirectory, folder))
		if err != nil {
			return "", err
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		module := modfile.ModulePath(text)
		at, err := filepath.Rel(program.ProgramDirectory, filepath.Dir(file))
		if err != nil {
			return "", err
		}
		edit := exec.CommandContext(ctx, "go", "mod", "edit", "-replace", module+"=./"+filepath.ToSlash(at))
		edit.Dir = program.ProgramDirectory
		if printed, err := edit.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%s: %w: %s", edit, err, printed)
		}
		instructions += fmt.Sprintf("Import the SDK from %q.\n", module)
	}
	return instructions, nil
}

// modFile finds the module of an SDK, which may lie deeper than its folder.
func modFile(folder string) (string, error) {
	found := ""
	err := filepath.WalkDir(folder, func(file string, _ os.DirEntry, err error) error {
		if err == nil && filepath.Base(file) == "go.mod" {
			found = file
			return filepath.SkipAll
		}
		return err
	})
	if err == nil && found == "" {
		err = fmt.Errorf("there is no go.mod in %s", folder)
	}
	return found, err
}

func (golang) install(ctx context.Context, program *pulumirpc.ProgramInfo, out, err io.Writer) error {
	tidy := exec.CommandContext(ctx, "go", "mod", "tidy")
	tidy.Dir, tidy.Stdout, tidy.Stderr = program.ProgramDirectory, out, err
	return tidy.Run()
}

// command builds the program first: `go run` does not pass its exit code on.
func (golang) command(ctx context.Context, request *pulumirpc.RunRequest, engine string) (*exec.Cmd, error) {
	folder, err := os.MkdirTemp("", "pulumi-go")
	if err != nil {
		return nil, err
	}
	context.AfterFunc(ctx, func() { os.RemoveAll(folder) })
	binary := filepath.Join(folder, "program")
	build := exec.CommandContext(ctx, "go", "build", "-o", binary, request.Info.EntryPoint)
	build.Dir, build.Stdout, build.Stderr = request.Info.ProgramDirectory, os.Stderr, os.Stderr
	if err := build.Run(); err != nil {
		return nil, fmt.Errorf("the program cannot be built: %w", err)
	}
	command := exec.CommandContext(ctx, binary, request.Args...)
	command.Dir = request.Pwd
	command.Env = append(os.Environ(),
		pulumi.EnvMonitor+"="+request.MonitorAddress, pulumi.EnvEngine+"="+engine,
		pulumi.EnvOrganization+"="+request.Organization, pulumi.EnvProject+"="+request.Project,
		pulumi.EnvStack+"="+request.Stack, pulumi.EnvPulumiRootDirectory+"="+request.Info.RootDirectory,
		pulumi.EnvDryRun+"="+fmt.Sprint(request.DryRun), pulumi.EnvParallel+"="+fmt.Sprint(request.Parallel))
	return command, nil
}

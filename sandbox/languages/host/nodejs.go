package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"

	codegen "github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/nodejs/npm"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
)

type nodejs struct{}

func (nodejs) generate(
	pkg *schema.Package, request *pulumirpc.GeneratePackageRequest, loader schema.ReferenceLoader,
) (map[string][]byte, error) {
	return codegen.GeneratePackage(tool, pkg, request.ExtraFiles, request.LocalDependencies, request.Local, loader)
}

func (nodejs) link(ctx context.Context, program *pulumirpc.ProgramInfo, folders []string) (string, error) {
	instructions := ""
	for _, folder := range folders {
		text, err := os.ReadFile(filepath.Join(program.ProgramDirectory, folder, "package.json"))
		if err != nil {
			return "", err
		}
		var sdk struct{ Name string }
		if err := json.Unmarshal(text, &sdk); err != nil {
			return "", err
		}
		set := exec.CommandContext(ctx, "npm", "pkg", "set", fmt.Sprintf("dependencies[%s]=file:%s", sdk.Name, folder))
		set.Dir = program.ProgramDirectory
		if printed, err := set.CombinedOutput(); err != nil {
			return "", fmt.Errorf("%s: %w: %s", set, err, printed)
		}
		instructions += fmt.Sprintf("Import the SDK from %q.\n", sdk.Name)
	}
	return instructions, nil
}

func (nodejs) install(ctx context.Context, program *pulumirpc.ProgramInfo, out, err io.Writer) error {
	_, failed := npm.Install(ctx, npm.AutoPackageManager, program.ProgramDirectory, false, out, err)
	return failed
}

func (nodejs) command(ctx context.Context, request *pulumirpc.RunRequest, engine string) (*exec.Cmd, error) {
	arguments := append([]string{"./node_modules/@pulumi/pulumi/cmd/run"}, executor(request, engine, "-")...)
	command := exec.CommandContext(ctx, "node", arguments...)
	command.Dir = request.Info.ProgramDirectory
	command.Env = append(os.Environ(), "PULUMI_NODEJS_TYPESCRIPT=true")
	return command, nil
}

// executor gives the arguments of Pulumi's executors of programs, whose words are joined by the mark.
func executor(request *pulumirpc.RunRequest, engine, mark string) []string {
	arguments := []string{
		"--monitor", request.MonitorAddress, "--engine", engine, "--project", request.Project,
		"--stack", request.Stack, "--organization", request.Organization, "--pwd", request.Pwd,
		"--parallel", fmt.Sprint(request.Parallel), "--root" + mark + "directory", request.Info.RootDirectory,
	}
	if mark == "_" {
		arguments = append(arguments, fmt.Sprintf("--dry_run=%t", request.DryRun))
	} else if request.DryRun {
		arguments = append(arguments, "--dry-run")
	}
	return append(append(arguments, request.Info.EntryPoint), request.Args...)
}

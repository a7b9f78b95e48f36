// Command pulumi-resource-aws stands in for Pulumi's AWS provider where that cannot be downloaded.
//
// It runs the same Terraform provider behind the same types, by way of Pulumi's Terraform bridge, which
// gives every Terraform provider types of its own making: this command renames them.
package main

import (
	"context"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"ecrcache.dev/sandbox/providers/internal/engine"
)

// version is that of the SDK whose types and properties are spoken here.
const version = "6.83.0"

func main() {
	engine.Serve(func(ctx context.Context, engine *engine.Engine) (pulumirpc.ResourceProviderServer, error) {
		return newProvider(ctx, engine), nil
	})
}

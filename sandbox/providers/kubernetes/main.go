// Command pulumi-resource-kubernetes stands in for Pulumi's Kubernetes provider where there is no cluster.
//
// It records what it is asked to deploy: checks, previews, state and outputs are there, the deployment is not.
package main

import (
	"context"
	"os"

	"github.com/blang/semver"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"ecrcache.dev/sandbox/providers/internal/engine"
)

// version is that of the SDK whose types and properties are spoken here.
var version = semver.MustParse("4.0.0")

func main() {
	engine.Serve(func(_ context.Context, engine *engine.Engine) (pulumirpc.ResourceProviderServer, error) {
		records := folder(os.Getenv("ECR_CACHE_KUBERNETES_RECORD"))
		return plugin.NewProviderServer(newProvider(engine, records)), nil
	})
}

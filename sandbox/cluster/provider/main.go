// Command provider is Pulumi's own Kubernetes provider, from its Go module. The schema it would hand to
// package managers is left out: a program in Java asks for none.
package main

import (
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version"
)

func main() {
	provider.Serve("kubernetes", version.Version, []byte("{}"), []byte("{}"))
}

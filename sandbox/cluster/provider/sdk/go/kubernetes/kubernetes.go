// Package kubernetes has of Pulumi's Go SDK for Kubernetes what its provider uses. The SDK's thousands of
// generated types would take most of the time of the build.
package kubernetes

import (
	"reflect"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

// UntypedArgs are the inputs of an object of any kind.
type UntypedArgs map[string]any

// ElementType is the type itself: it has no outputs.
func (UntypedArgs) ElementType() reflect.Type {
	return reflect.TypeOf((*map[string]any)(nil)).Elem()
}

var _ pulumi.Input = UntypedArgs{}

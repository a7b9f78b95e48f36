// Package engine joins a resource provider to the Pulumi engine that started it.
package engine

import (
	"context"
	"sync/atomic"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

// Engine is where a provider's messages to the user go. Without an engine attached, they are dropped.
type Engine struct {
	client atomic.Value
}

// Attach connects to the engine at a host and port.
func (e *Engine) Attach(address string) error {
	connection, err := Dial(address)
	if err != nil {
		return err
	}
	e.client.Store(pulumirpc.NewEngineClient(connection))
	return nil
}

// Info shows a message beside a resource.
func (e *Engine) Info(ctx context.Context, urn resource.URN, message string) {
	_ = e.Log(ctx, &pulumirpc.LogRequest{
		Severity: pulumirpc.LogSeverity_INFO,
		Urn:      string(urn),
		Message:  message,
	})
}

// Log passes a message on as it is.
func (e *Engine) Log(ctx context.Context, message *pulumirpc.LogRequest) error {
	client, attached := e.client.Load().(pulumirpc.EngineClient)
	if !attached {
		return nil
	}
	_, err := client.Log(ctx, message)
	return err
}

// Dial opens a connection to a gRPC server on this machine, with the message sizes Pulumi needs.
func Dial(address string) (*grpc.ClientConn, error) {
	return grpc.NewClient(address,
		grpc.WithTransportCredentials(insecure.NewCredentials()), rpcutil.GrpcChannelOptions())
}

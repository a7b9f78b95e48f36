package engine

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

// Serve runs a provider until the engine that started it interrupts it or is gone, then ends every
// process that the provider has started.
func Serve(newProvider func(context.Context, *Engine) (pulumirpc.ResourceProviderServer, error)) {
	if err := leadProcessGroup(); err != nil {
		fatal(err)
	}
	err := serve(newProvider)
	endProcessGroup()
	if err != nil {
		fatal(err)
	}
}

func serve(newProvider func(context.Context, *Engine) (pulumirpc.ResourceProviderServer, error)) error {
	flag.String("tracing", "", "taken because the engine may give it, not used")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	engine := &Engine{}
	if address := flag.Arg(0); address != "" {
		if err := engine.Attach(address); err != nil {
			return err
		}
		if err := rpcutil.Healthcheck(ctx, address, time.Second, stop); err != nil {
			return err
		}
	}
	server, err := Listen(ctx, func(server *grpc.Server) error {
		provider, err := newProvider(ctx, engine)
		if err == nil {
			pulumirpc.RegisterResourceProviderServer(server, provider)
		}
		return err
	})
	if err != nil {
		return err
	}
	fmt.Println(server.Port) // The engine waits for this line.
	return <-server.Done
}

// Listen starts a gRPC server on a free local port, which stops with the context.
func Listen(ctx context.Context, register func(*grpc.Server) error) (rpcutil.ServeHandle, error) {
	cancel := make(chan bool)
	context.AfterFunc(ctx, func() { close(cancel) })
	return rpcutil.ServeWithOptions(rpcutil.ServeOptions{Init: register, Cancel: cancel})
}

func fatal(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

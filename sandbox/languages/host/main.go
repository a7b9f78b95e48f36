// Command host stands in for Pulumi's language hosts of TypeScript, Python and Go, whose modules cannot be
// had everywhere.
//
// It is started as pulumi-language-nodejs, pulumi-language-python or pulumi-language-go. Generation of SDKs,
// package managers and the executors of programs are Pulumi's own; what is here joins them to the engine. It
// names no plugins that a program needs before it runs, runs no plugins, and converts no programs.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/pulumi/pulumi/sdk/v3/go/common/util/rpcutil"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
)

var languages = map[string]language{"nodejs": nodejs{}, "python": python{}, "go": golang{}}

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve() error {
	name := strings.TrimPrefix(filepath.Base(os.Args[0]), "pulumi-language-")
	spoken, known := languages[name]
	if !known || len(os.Args) < 2 {
		return fmt.Errorf("to be started by Pulumi's engine as pulumi-language-nodejs, -python or -go")
	}
	engine := os.Args[len(os.Args)-1]

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := rpcutil.Healthcheck(ctx, engine, time.Second, stop); err != nil {
		return err
	}
	cancel := make(chan bool)
	go func() {
		<-ctx.Done()
		close(cancel)
	}()
	server, err := rpcutil.ServeWithOptions(rpcutil.ServeOptions{
		Cancel: cancel,
		Init: func(server *grpc.Server) error {
			pulumirpc.RegisterLanguageRuntimeServer(server, &host{language: spoken, engine: engine})
			return nil
		},
		Options: rpcutil.TracingServerInterceptorOptions(nil),
	})
	if err != nil {
		return err
	}
	fmt.Println(server.Port) // The engine waits for this line.
	return <-server.Done
}

package main

import (
	"context"
	_ "embed"
	"sync"

	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"

	"ecrcache.dev/sandbox/providers/internal/engine"
)

//go:embed schema.json
var schema string

// provider forwards every call to the bridge, in the bridge's words, and answers in the SDK's.
// It leaves DiffConfig to the engine, which then compares the settings itself.
type provider struct {
	pulumirpc.UnimplementedResourceProviderServer
	engine *engine.Engine
	names  *names
	bridge func() (pulumirpc.ResourceProviderClient, error)
}

func newProvider(ctx context.Context, engine *engine.Engine) *provider {
	p := &provider{engine: engine, names: &names{}}
	p.bridge = sync.OnceValues(func() (pulumirpc.ResourceProviderClient, error) {
		return startBridge(ctx, relay{engine: engine, names: p.names})
	})
	go func() { _, _ = p.bridge() }() // It takes about two seconds: begin before the engine asks.
	return p
}

func (p *provider) GetPluginInfo(context.Context, *emptypb.Empty) (*pulumirpc.PluginInfo, error) {
	return &pulumirpc.PluginInfo{Version: version}, nil
}

// GetSchema gives the provider's settings alone: YAML programs make providers, and no resources, here.
func (p *provider) GetSchema(context.Context, *pulumirpc.GetSchemaRequest) (*pulumirpc.GetSchemaResponse, error) {
	return &pulumirpc.GetSchemaResponse{Schema: schema}, nil
}

func (p *provider) Attach(_ context.Context, request *pulumirpc.PluginAttach) (*emptypb.Empty, error) {
	return &emptypb.Empty{}, p.engine.Attach(request.GetAddress())
}

// CheckConfig has the bridge check the settings, and keeps them in the SDK's form.
func (p *provider) CheckConfig(
	ctx context.Context, request *pulumirpc.CheckRequest,
) (*pulumirpc.CheckResponse, error) {
	settings := checkedConfig(request.GetNews())
	news, err := bridgeConfig(settings)
	if err != nil {
		return nil, err
	}
	request.News, request.Olds = news, nil
	response, err := forward(ctx, p, request, pulumirpc.ResourceProviderClient.CheckConfig)
	if err != nil {
		return nil, err
	}
	response.Inputs = settings
	return response, nil
}

func (p *provider) Configure(
	ctx context.Context, request *pulumirpc.ConfigureRequest,
) (*pulumirpc.ConfigureResponse, error) {
	args, err := bridgeConfig(request.GetArgs())
	if err != nil {
		return nil, err
	}
	request.Args, request.Variables = args, nil
	return forward(ctx, p, request, pulumirpc.ResourceProviderClient.Configure)
}

func (p *provider) Invoke(
	ctx context.Context, request *pulumirpc.InvokeRequest,
) (*pulumirpc.InvokeResponse, error) {
	function := request.GetTok()
	response, err := forward(ctx, p, request, pulumirpc.ResourceProviderClient.Invoke)
	if err == nil {
		flatten(function, response.GetReturn())
	}
	return response, err
}

// Check keeps the bridge from naming what has a name prefix: Terraform takes only one of the two.
func (p *provider) Check(
	ctx context.Context, request *pulumirpc.CheckRequest,
) (*pulumirpc.CheckResponse, error) {
	if _, prefixed := request.GetNews().GetFields()["namePrefix"]; prefixed {
		request.Autonaming = &pulumirpc.CheckRequest_AutonamingOptions{
			Mode: pulumirpc.CheckRequest_AutonamingOptions_DISABLE,
		}
	}
	return forward(ctx, p, request, pulumirpc.ResourceProviderClient.Check)
}

func (p *provider) Diff(ctx context.Context, request *pulumirpc.DiffRequest) (*pulumirpc.DiffResponse, error) {
	return forward(ctx, p, request, pulumirpc.ResourceProviderClient.Diff)
}

func (p *provider) Create(
	ctx context.Context, request *pulumirpc.CreateRequest,
) (*pulumirpc.CreateResponse, error) {
	return forward(ctx, p, request, pulumirpc.ResourceProviderClient.Create)
}

func (p *provider) Read(ctx context.Context, request *pulumirpc.ReadRequest) (*pulumirpc.ReadResponse, error) {
	return forward(ctx, p, request, pulumirpc.ResourceProviderClient.Read)
}

func (p *provider) Update(
	ctx context.Context, request *pulumirpc.UpdateRequest,
) (*pulumirpc.UpdateResponse, error) {
	return forward(ctx, p, request, pulumirpc.ResourceProviderClient.Update)
}

func (p *provider) Delete(ctx context.Context, request *pulumirpc.DeleteRequest) (*emptypb.Empty, error) {
	return forward(ctx, p, request, pulumirpc.ResourceProviderClient.Delete)
}

func (p *provider) Cancel(ctx context.Context, request *emptypb.Empty) (*emptypb.Empty, error) {
	return forward(ctx, p, request, pulumirpc.ResourceProviderClient.Cancel)
}

// forward makes the same call to the bridge. An error keeps its details: the engine reads them.
func forward[Request proto.Message, Response any](
	ctx context.Context, p *provider, request Request,
	call func(pulumirpc.ResourceProviderClient, context.Context, Request, ...grpc.CallOption) (Response, error),
) (Response, error) {
	var none Response
	bridge, err := p.bridge()
	if err != nil {
		return none, err
	}
	p.names.toBridge(request)
	response, err := call(bridge, ctx, request)
	if err != nil {
		refusal := status.Convert(err).Proto()
		refusal.Message = p.names.fromBridge(refusal.GetMessage())
		return none, status.ErrorProto(refusal)
	}
	return response, nil
}

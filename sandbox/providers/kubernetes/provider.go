package main

import (
	"context"
	"fmt"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/plugin"
	"github.com/pulumi/pulumi/sdk/v3/go/common/tokens"

	"ecrcache.dev/sandbox/providers/internal/engine"
)

// provider accepts any Kubernetes object and any Helm release. It leaves CheckConfig and DiffConfig to the
// engine, which then takes the settings as they are.
type provider struct {
	plugin.UnimplementedProvider
	engine    *engine.Engine
	records   folder
	namespace resource.PropertyValue // of releases that name none
}

func newProvider(engine *engine.Engine, records folder) *provider {
	return &provider{engine: engine, records: records, namespace: resource.NewProperty("default")}
}

func (p *provider) Attach(address string) error { return p.engine.Attach(address) }

func (p *provider) Close() error { return nil }

func (p *provider) Pkg() tokens.Package { return "kubernetes" }

func (p *provider) SignalCancellation(context.Context) error { return nil }

func (p *provider) GetPluginInfo(context.Context) (plugin.PluginInfo, error) {
	return plugin.PluginInfo{Version: &version}, nil
}

func (p *provider) Configure(
	_ context.Context, request plugin.ConfigureRequest,
) (plugin.ConfigureResponse, error) {
	if text(request.Inputs["namespace"]) != "" {
		p.namespace = request.Inputs["namespace"]
	}
	return plugin.ConfigureResponse{}, nil
}

// Check names what has no name, as the real provider does, and refuses a release without a chart.
func (p *provider) Check(_ context.Context, request plugin.CheckRequest) (plugin.CheckResponse, error) {
	inputs := request.News.Copy()
	if request.Type == release {
		delete(inputs, "compat") // Only the SDK's other languages need it.
		if !inputs.HasValue("chart") {
			return plugin.CheckResponse{Failures: []plugin.CheckFailure{
				{Property: "chart", Reason: "a release needs a chart"},
			}}, nil
		}
		if !inputs.HasValue("namespace") {
			inputs["namespace"] = p.namespace
		}
	}
	if err := nameOnce(request, inputs); err != nil {
		return plugin.CheckResponse{}, err
	}
	return plugin.CheckResponse{Properties: inputs}, nil
}

// Diff compares inputs. What has another name or namespace is another object.
func (p *provider) Diff(_ context.Context, request plugin.DiffRequest) (plugin.DiffResult, error) {
	difference := request.OldInputs.Diff(request.NewInputs)
	if difference == nil {
		return plugin.DiffResult{Changes: plugin.DiffNone}, nil
	}
	result := plugin.DiffResult{
		Changes:      plugin.DiffSome,
		ChangedKeys:  difference.ChangedKeys(),
		DetailedDiff: plugin.NewDetailedDiffFromObjectDiff(difference, true),
	}
	for _, path := range identityPaths(request.Type) {
		if change, changed := result.DetailedDiff[path]; changed {
			change.Kind = change.Kind.AsReplace()
			result.DetailedDiff[path] = change
			result.ReplaceKeys = append(result.ReplaceKeys, resource.PropertyKey(path))
		}
	}
	return result, nil
}

func (p *provider) Create(ctx context.Context, request plugin.CreateRequest) (plugin.CreateResponse, error) {
	if request.Preview {
		return plugin.CreateResponse{Properties: previewed(request.Type, request.Properties)}, nil
	}
	id := identify(request.Type, request.Properties)
	if err := p.records.write(id, request.URN, request.Properties); err != nil {
		return plugin.CreateResponse{}, err
	}
	p.engine.Info(ctx, request.URN, "recorded, not deployed: "+describe(request.Type, id, request.Properties))
	return plugin.CreateResponse{
		ID:         id,
		Properties: recorded(request.Type, request.Properties, 1),
	}, nil
}

func (p *provider) Update(_ context.Context, request plugin.UpdateRequest) (plugin.UpdateResponse, error) {
	if request.Preview {
		return plugin.UpdateResponse{Properties: previewed(request.Type, request.NewInputs)}, nil
	}
	if err := p.records.write(request.ID, request.URN, request.NewInputs); err != nil {
		return plugin.UpdateResponse{}, err
	}
	return plugin.UpdateResponse{
		Properties: recorded(request.Type, request.NewInputs, revision(request.OldOutputs)+1),
	}, nil
}

// Read confirms what was recorded. There is nothing else to find: an import or a lookup finds nothing.
func (p *provider) Read(_ context.Context, request plugin.ReadRequest) (plugin.ReadResponse, error) {
	if len(request.State) == 0 {
		return plugin.ReadResponse{}, nil
	}
	return plugin.ReadResponse{ReadResult: plugin.ReadResult{
		ID: request.ID, Inputs: request.Inputs, Outputs: request.State,
	}}, nil
}

func (p *provider) Delete(_ context.Context, request plugin.DeleteRequest) (plugin.DeleteResponse, error) {
	return plugin.DeleteResponse{}, p.records.remove(request.ID, request.URN)
}

func (p *provider) Invoke(_ context.Context, request plugin.InvokeRequest) (plugin.InvokeResponse, error) {
	return plugin.InvokeResponse{}, refusal(request.Tok)
}

func (p *provider) Call(_ context.Context, request plugin.CallRequest) (plugin.CallResponse, error) {
	return plugin.CallResponse{}, refusal(request.Tok)
}

func (p *provider) Construct(
	_ context.Context, request plugin.ConstructRequest,
) (plugin.ConstructResponse, error) {
	return plugin.ConstructResponse{}, refusal(request.Type)
}

func refusal[Token ~string](token Token) error {
	return fmt.Errorf("%s needs the real Kubernetes provider: this one records objects and releases only", token)
}

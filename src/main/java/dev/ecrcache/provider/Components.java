package dev.ecrcache.provider;

import com.pulumi.core.Output;
import com.pulumi.core.internal.Internal;
import com.pulumi.deployment.internal.DeploymentImpl;
import com.pulumi.deployment.internal.DeploymentInternal;
import com.pulumi.provider.internal.Provider;
import com.pulumi.provider.internal.models.ConstructRequest;
import com.pulumi.provider.internal.models.ConstructResponse;
import com.pulumi.provider.internal.models.GetSchemaRequest;
import com.pulumi.provider.internal.models.GetSchemaResponse;
import com.pulumi.provider.internal.properties.PropertyValue;
import com.pulumi.provider.internal.properties.PropertyValueSerializer;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.DependencyResource;
import com.pulumi.resources.Resource;
import dev.ecrcache.bind.Binder;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.bind.Origin;
import dev.ecrcache.bind.UnknownStructureException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Makes the components of the package from the inputs of programs in other languages. */
final class Components implements Provider {
  private static final String SCHEMA = "/schema.json";

  @Override
  public CompletableFuture<GetSchemaResponse> getSchema(GetSchemaRequest request) {
    return CompletableFuture.completedFuture(new GetSchemaResponse(schema()));
  }

  static String schema() {
    try (var file = Components.class.getResourceAsStream(SCHEMA)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CompletableFuture<ConstructResponse> construct(ConstructRequest request) {
    try {
      return made(
          Component.ALL.stream()
              .filter(it -> it.token().equals(request.getType()))
              .findFirst()
              .orElseThrow(() -> unknown(request.getType())),
          request);
    } catch (RuntimeException | Error e) {
      // Thrown, it would be told twice.
      return CompletableFuture.failedFuture(e);
    }
  }

  private static InvalidArgumentException unknown(String type) {
    return new InvalidArgumentException(
        type,
        "is no component of this package; it has "
            + Component.ALL.stream().map(Component::token).collect(Collectors.joining(", ")));
  }

  private static <A> CompletableFuture<ConstructResponse> made(
      Component<A> component, ConstructRequest request) {
    var binder = new Binder(Origin.PROGRAM, new LateTexts());
    try {
      var args = binder.bind("", PropertyTree.of(request.getInputs()), component.args());
      return registered(
          component,
          component
              .maker()
              .make(
                  request.getName(),
                  args,
                  after(request, binder.dependencies()),
                  warning -> warn(request.getName() + ": " + warning)));
    } catch (InvalidArgumentException e) {
      throw e.in(request.getName());
    } catch (UnknownStructureException e) {
      return alone(component, request, e.argument());
    }
  }

  /** Plain values lose what they came from: the component comes after that as a whole. */
  private static ComponentResourceOptions after(ConstructRequest request, Set<String> urns) {
    var before = urns.stream().<Resource>map(DependencyResource::new).toList();
    return ComponentResourceOptions.merge(
        request.getOptions(),
        ComponentResourceOptions.builder().dependsOn(Output.of(before)).build());
  }

  private static CompletableFuture<ConstructResponse> registered(
      Component<?> component, ComponentResource made) {
    return PropertyValueSerializer.stateFromComponentResourceAsync(made)
        .thenCombine(
            Internal.of(made.urn()).getValueNullable(),
            (state, urn) -> {
              // Among them is the URN, which is no output.
              state.keySet().retainAll(component.exports().keySet());
              return new ConstructResponse(urn, state, Map.of());
            });
  }

  /** A component of which a preview does not know the children yet. */
  private static CompletableFuture<ConstructResponse> alone(
      Component<?> component, ConstructRequest request, String argument) {
    if (!DeploymentInternal.getInstance().isDryRun()) {
      throw new InvalidArgumentException(request.getName() + "." + argument, "is not known");
    }
    warn(
        "%s.%s is not known before an update makes what it comes from, and decides which resources there are: this preview shows none of them"
            .formatted(request.getName(), argument));
    var bare = new ComponentResource(component.token(), request.getName(), request.getOptions());
    var outputs =
        component.exports().keySet().stream()
            .collect(Collectors.toMap(it -> it, it -> PropertyValue.COMPUTED));
    return Internal.of(bare.urn())
        .getValueNullable()
        .thenApply(urn -> new ConstructResponse(urn, outputs, Map.of()));
  }

  private static void warn(String line) {
    ((DeploymentImpl) DeploymentInternal.getInstance()).getLog().warn(line);
  }
}

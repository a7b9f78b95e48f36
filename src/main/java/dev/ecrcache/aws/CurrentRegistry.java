package dev.ecrcache.aws;

import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.inputs.GetCallerIdentityPlainArgs;
import com.pulumi.aws.inputs.GetRegionPlainArgs;
import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.resources.Resource;
import dev.ecrcache.image.EcrRegistry;
import java.util.Optional;
import java.util.function.Consumer;

/** The ECR registry of the account and Region that a component's provider works in. */
public final class CurrentRegistry {
  private CurrentRegistry() {}

  /**
   * @param known the registry, where the program has asked already
   * @param check holds the component's arguments against it
   */
  public static Output<EcrRegistry> of(
      Resource component, Optional<EcrRegistry> known, Consumer<Place> check) {
    return Late.checked(
        known.map(Output::of).orElseGet(() -> ask(component)),
        registry -> {
          check.accept(Place.of(registry));
          return registry;
        });
  }

  private static Output<EcrRegistry> ask(Resource component) {
    // Without the parent, the calls would go to the program's default provider.
    var options = InvokeOptions.builder().parent(component).build();
    var identity = AwsFunctions.getCallerIdentityPlain(GetCallerIdentityPlainArgs.Empty, options);
    var region = AwsFunctions.getRegionPlain(GetRegionPlainArgs.Empty, options);
    return Late.answered(
        identity.thenCombine(region, (who, at) -> new EcrRegistry(who.accountId(), at.name())),
        "provider",
        "does not tell its account and Region: %s");
  }
}

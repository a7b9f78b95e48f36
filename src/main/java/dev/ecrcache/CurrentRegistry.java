package dev.ecrcache;

import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.inputs.GetCallerIdentityArgs;
import com.pulumi.aws.inputs.GetRegionArgs;
import com.pulumi.core.Output;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.resources.Resource;
import dev.ecrcache.image.EcrRegistry;

/** The ECR registry of the account and Region that a component's provider works in. */
final class CurrentRegistry {
  private CurrentRegistry() {}

  static Output<EcrRegistry> of(Resource component) {
    // Without the parent, the calls would go to the program's default provider.
    var options = InvokeOptions.builder().parent(component).build();
    return Output.tuple(
            AwsFunctions.getCallerIdentity(GetCallerIdentityArgs.Empty, options),
            AwsFunctions.getRegion(GetRegionArgs.Empty, options))
        .applyValue(both -> new EcrRegistry(both.t1.accountId(), both.t2.name()));
  }
}

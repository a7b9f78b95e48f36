package dev.ecrcache;

import com.pulumi.aws.ecr.RegistryPolicy;
import com.pulumi.aws.ecr.RegistryPolicyArgs;
import com.pulumi.aws.organizations.OrganizationsFunctions;
import com.pulumi.aws.organizations.outputs.GetOrganizationResult;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.InvokeArgs;
import dev.ecrcache.aws.CurrentRegistry;
import dev.ecrcache.aws.Late;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.policy.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Pull access to a cache for the principals of an AWS organisation and of others: the registry's
 * policy, and the policy for each repository that {@link RegistryCacheArgs#withAccess} hands to the
 * creation templates.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry-permissions.html">Private
 *     registry permissions in Amazon ECR</a>
 */
public final class OrganizationAccess extends ComponentResource {
  @Export(name = "organizationId", refs = String.class)
  private final Output<String> organizationId;

  @Export(name = "repositoryPolicy", refs = String.class)
  private final Output<String> repositoryPolicy;

  private final OrganizationAccessArgs args;
  private final Output<EcrRegistry> registry;

  /**
   * @param name the component's name, which its child bears too
   * @throws InvalidArgumentException if an argument cannot work
   */
  public OrganizationAccess(
      String name, OrganizationAccessArgs args, ComponentResourceOptions options) {
    super("ecr-cache:index:OrganizationAccess", name, args.complete(), options);
    this.args = args;
    registry = CurrentRegistry.of(this, args.registry(), args::check);
    organizationId =
        args.organization()
            ? args.organizationId().map(Output::of).orElseGet(this::lookUp)
            : Output.ofNullable(null);
    repositoryPolicy = repositoryPolicy(List.of());
    if (args.ownsRegistryPolicy()) {
      new RegistryPolicy(
          name,
          RegistryPolicyArgs.builder()
              .policy(
                  Late.checked(
                      Output.tuple(organizationId, registry),
                      both -> args.registryPolicy(both.t1, both.t2)))
              .build(),
          CustomResourceOptions.builder().parent(this).build());
    }
    registerOutputs(Map.of("organizationId", organizationId, "repositoryPolicy", repositoryPolicy));
  }

  /** The organisation's id; empty when the organisation as a whole is left out. */
  public Optional<Output<String>> organizationId() {
    return Optional.of(organizationId).filter(it -> args.organization());
  }

  /** The policy for each cached repository, as JSON. */
  public Output<String> repositoryPolicy() {
    return repositoryPolicy;
  }

  /** The same policy with further statements. */
  Output<String> repositoryPolicy(List<Statement> statements) {
    return Late.checked(
        Output.tuple(organizationId, registry),
        both -> args.repositoryPolicy(both.t1, both.t2, statements));
  }

  private Output<String> lookUp() {
    return Late.answered(
            OrganizationsFunctions.getOrganizationPlain(
                InvokeArgs.Empty, InvokeOptions.builder().parent(this).build()),
            "organizationId",
            "cannot be looked up: %s; give it, or leave the organisation out with organization: false")
        .applyValue(GetOrganizationResult::id);
  }
}

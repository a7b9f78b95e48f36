package example;

import com.pulumi.Context;
import com.pulumi.Pulumi;
import com.pulumi.aws.Provider;
import com.pulumi.aws.ProviderArgs;
import com.pulumi.aws.inputs.ProviderAssumeRoleArgs;
import com.pulumi.resources.ComponentResourceOptions;
import dev.ecrcache.NodePullAccess;
import dev.ecrcache.NodePullAccessArgs;
import dev.ecrcache.OrganizationAccess;
import dev.ecrcache.OrganizationAccessArgs;
import dev.ecrcache.RegistryCache;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.inputs.CredentialArgs;
import dev.ecrcache.inputs.LifecycleArgs;
import dev.ecrcache.inputs.RepositoriesArgs;
import dev.ecrcache.inputs.UpstreamArgs;
import java.util.List;

/** A pull-through cache in one account, and the nodes of another that pull from it. */
public final class App {
  private App() {}

  public static void main(String[] args) {
    Pulumi.run(App::stack);
  }

  private static void stack(Context context) {
    var hosting = in(account(context, "hosting"));
    var workload = in(account(context, "workload"));

    var settings =
        RegistryCacheArgs.builder()
            .upstream(
                "docker-hub",
                UpstreamArgs.builder()
                    .registry("docker.io")
                    .credential(
                        CredentialArgs.builder()
                            .username("acme-ci")
                            .token(context.config().requireSecret("dockerHubToken"))
                            // Else its name stays taken for a week after a destroy.
                            .recoveryDays(0)
                            .build())
                    .build())
            .upstream("k8s", UpstreamArgs.builder().registry("registry.k8s.io").build())
            .repositories(
                RepositoriesArgs.builder()
                    .lifecycle(LifecycleArgs.builder().imageDays(30).build())
                    .build())
            .build();
    var access =
        new OrganizationAccess(
            "access", OrganizationAccessArgs.builder().build().withCache(settings), hosting);
    var cache = new RegistryCache("cache", settings.withAccess(access), hosting);
    new NodePullAccess(
        "nodes",
        NodePullAccessArgs.builder()
            .roles(List.of("team-a-nodes"))
            .build()
            .withCache(cache.endpoint()),
        workload);

    context.export("imagePrefixes", cache.imagePrefixes());
  }

  private static Provider account(Context context, String name) {
    var role = context.config().require(name + "Role");
    return new Provider(
        name,
        ProviderArgs.builder()
            .region(context.config().require("region"))
            .assumeRole(ProviderAssumeRoleArgs.builder().roleArn(role).build())
            .build());
  }

  private static ComponentResourceOptions in(Provider account) {
    return ComponentResourceOptions.builder().providers(account).build();
  }
}

package dev.ecrcache.aws;

import com.pulumi.Config;
import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.inputs.GetCallerIdentityPlainArgs;
import com.pulumi.aws.inputs.GetRegionPlainArgs;
import dev.ecrcache.InvalidArgumentException;
import dev.ecrcache.NodePullAccessArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.services.eks.EksClient;

/**
 * Finds the node roles of clusters. They decide which attachments there are, so all are known
 * before anything is registered.
 */
public final class ClusterLookup {
  private ClusterLookup() {}

  /**
   * @param aws the configuration keys of the AWS provider
   * @throws InvalidArgumentException if a cluster has no roles that the stack can use
   */
  public static NodePullAccessArgs withRoles(NodePullAccessArgs nodes, Config aws) {
    var account =
        answer(AwsFunctions.getCallerIdentityPlain(GetCallerIdentityPlainArgs.Empty)).accountId();
    var region = answer(AwsFunctions.getRegionPlain(GetRegionPlainArgs.Empty)).name();
    var found = new ArrayList<String>();
    try (var eks = new AwsProvider(aws, region).eks()) {
      for (int i = 0; i < nodes.clusters().size(); i++) {
        found.addAll(roles(eks, nodes.clusters().get(i), account, "clusters." + i));
      }
    }
    return nodes.withRoles(found);
  }

  // What the provider says of credentials that do not serve, Pulumi would print as a stack trace.
  private static <T> T answer(CompletableFuture<T> question) {
    try {
      return question.join();
    } catch (CompletionException e) {
      throw new InvalidArgumentException(
          "clusters", "cannot be looked up: " + e.getCause().getMessage());
    }
  }

  private static List<String> roles(
      EksClient eks, String cluster, String account, String argument) {
    List<String> roles;
    try {
      roles = ClusterRoles.of(eks, cluster);
    } catch (IllegalArgumentException e) {
      throw new InvalidArgumentException(argument, e.getMessage());
    }
    for (var role : roles) {
      // The look-up's credentials may come from elsewhere than the provider's.
      if (!role.split(":", 6)[4].equals(account)) {
        throw new InvalidArgumentException(
            argument,
            ("the role %s of the EKS cluster '%s' lies in another account than the stack, which is in"
                    + " %s")
                .formatted(role, cluster, account));
      }
    }
    return roles;
  }
}

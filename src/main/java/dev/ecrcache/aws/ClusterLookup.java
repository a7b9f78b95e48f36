package dev.ecrcache.aws;

import com.pulumi.Config;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.EcrRegistry;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.eks.EksClient;

/**
 * Finds the node roles of clusters. They decide which attachments there are, so all are known
 * before anything is registered.
 */
public final class ClusterLookup {
  private ClusterLookup() {}

  /**
   * ARNs of the roles of EKS clusters.
   *
   * @param clusters their names
   * @param aws the configuration keys of the AWS provider
   * @param registry the registry of the account and Region that it works in
   * @throws InvalidArgumentException if a cluster has no roles that the stack can use
   */
  public static List<String> roles(List<String> clusters, Config aws, EcrRegistry registry) {
    var found = new ArrayList<String>();
    try (var eks = new AwsProvider(aws, registry.region()).eks()) {
      for (int i = 0; i < clusters.size(); i++) {
        found.addAll(roles(eks, clusters.get(i), registry.accountId(), "clusters." + i));
      }
    }
    return List.copyOf(found);
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

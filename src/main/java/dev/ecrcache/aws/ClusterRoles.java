package dev.ecrcache.aws;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.ResourceNotFoundException;

/**
 * The IAM roles with which the nodes and Fargate pods of an EKS cluster pull images, as far as EKS
 * knows them. It does not know those of self-managed nodes and of Karpenter's.
 */
public final class ClusterRoles {
  private ClusterRoles() {}

  /**
   * The ARNs of a cluster's roles, each once: of Auto Mode's nodes, of the managed node groups, and
   * of the Fargate profiles.
   *
   * @param eks asks the account and Region of the cluster; needs {@code eks:DescribeCluster},
   *     {@code eks:ListNodegroups}, {@code eks:DescribeNodegroup}, {@code eks:ListFargateProfiles}
   *     and {@code eks:DescribeFargateProfile}
   * @param cluster the cluster's name
   * @throws IllegalArgumentException if there is no such cluster, if it has no such role, or if EKS
   *     does not answer
   */
  public static List<String> of(EksClient eks, String cluster) {
    List<String> roles;
    try {
      roles =
          Stream.of(autoMode(eks, cluster), nodeGroups(eks, cluster), fargate(eks, cluster))
              .flatMap(found -> found)
              .distinct()
              .toList();
    } catch (SdkException e) {
      throw new IllegalArgumentException(
          "the EKS cluster '%s' cannot be looked up: %s".formatted(cluster, SdkMessage.of(e)), e);
    }
    if (roles.isEmpty()) {
      throw new IllegalArgumentException(
          ("the EKS cluster '%s' has no managed node group, no Fargate profile and no Auto Mode"
                  + " node role; name the roles of its nodes")
              .formatted(cluster));
    }
    return roles;
  }

  private static Stream<String> autoMode(EksClient eks, String cluster) {
    try {
      var compute = eks.describeCluster(it -> it.name(cluster)).cluster().computeConfig();
      // While the mode is off, no node has the role.
      return Stream.ofNullable(compute)
          .filter(it -> Boolean.TRUE.equals(it.enabled()) && it.nodeRoleArn() != null)
          .map(it -> it.nodeRoleArn());
    } catch (ResourceNotFoundException e) {
      throw new IllegalArgumentException(
          ("there is no EKS cluster '%s' in the stack's account and Region; `aws eks list-clusters`"
                  + " names those that are")
              .formatted(cluster),
          e);
    }
  }

  private static Stream<String> nodeGroups(EksClient eks, String cluster) {
    return eks.listNodegroupsPaginator(it -> it.clusterName(cluster)).nodegroups().stream()
        .map(name -> eks.describeNodegroup(it -> it.clusterName(cluster).nodegroupName(name)))
        .map(described -> described.nodegroup().nodeRole());
  }

  private static Stream<String> fargate(EksClient eks, String cluster) {
    return eks
        .listFargateProfilesPaginator(it -> it.clusterName(cluster))
        .fargateProfileNames()
        .stream()
        .map(
            name ->
                eks.describeFargateProfile(it -> it.clusterName(cluster).fargateProfileName(name)))
        .map(described -> described.fargateProfile().podExecutionRoleArn());
  }
}

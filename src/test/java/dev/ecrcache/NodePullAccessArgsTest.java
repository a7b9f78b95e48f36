package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.image.Quoted;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NodePullAccessArgsTest {
  private static final String ATTACHED =
      "attach: false leaves attachments to others, and roles or clusters say what to attach to;"
          + " remove one";

  static Stream<Refusal> refusals() {
    return Stream.of(
        Refusal.of(
            "roles: are missing, and clusters too; give the node roles by name or ARN, or the EKS"
                + " clusters that have them, or attach: false",
            () -> NodePullAccessArgs.builder().build()),
        Refusal.of(
            "roles: are missing, and clusters too; give the node roles by name or ARN, or the EKS"
                + " clusters that have them, or attach: false",
            () -> NodePullAccessArgs.builder().roles(List.of()).clusters(List.of()).build()),
        Refusal.of(
            ATTACHED, () -> NodePullAccessArgs.builder().roles(List.of("a")).attach(false).build()),
        Refusal.of(ATTACHED, () -> clusters("team-a").attach(false).build()),
        noCluster(""),
        noCluster("-a"),
        noCluster("team a"),
        noCluster("arn:aws:eks:eu-west-1:111111111111:cluster/team-a"),
        noCluster("c".repeat(101)),
        Refusal.of(
            "clusters: are not looked up here; find their roles with ClusterRoles and give them"
                + " with withRoles",
            () -> clusters("team-a").build().roleNames()),
        noRole("a b"),
        noRole(""),
        noRole("r".repeat(65)),
        noRole("path/name"),
        noRole("arn:aws:iam::111111111111:user/nodes"),
        noRole("arn:aws:iam::111:role/nodes"),
        noRole("arn:aws:iam::111111111111:instance-profile/nodes"),
        Refusal.of(
            "cache: is missing; give the endpoint of the cache, in Java with withCache",
            () -> NodePullAccessArgs.builder().roles(List.of("nodes")).build().cache()));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefused(Refusal refusal) {
    refusal.check();
  }

  @ParameterizedTest
  @CsvSource({
    "nodes, nodes",
    "a+b=c.d@e-f_G1, a+b=c.d@e-f_G1",
    "arn:aws:iam::111111111111:role/nodes, nodes",
    "arn:aws:iam::111111111111:role/eks/nodes/team-a, team-a",
    "arn:aws-cn:iam::111111111111:role/nodes, nodes",
    "arn:aws-us-gov:iam::111111111111:role/nodes, nodes",
  })
  void roleIsItsName(String role, String name) {
    assertEquals(
        List.of(name), NodePullAccessArgs.builder().roles(List.of(role)).build().roleNames());
  }

  @Test
  void rolesFoundComeBesideThoseNamedAndOnce() {
    var args = clusters("team-a").roles(List.of("nodes", "path")).build();

    assertEquals(
        List.of("nodes", "path", "spot"),
        args.withRoles(
                List.of(
                    "arn:aws:iam::111111111111:role/eks/spot",
                    "arn:aws:iam::111111111111:role/some/path"))
            .roleNames());
  }

  private static NodePullAccessArgs.Builder clusters(String... clusters) {
    return NodePullAccessArgs.builder().clusters(List.of(clusters));
  }

  private static Refusal noCluster(String cluster) {
    return Refusal.of(
        ("clusters.1: %s is not the name of an EKS cluster: up to 100 letters, digits, dashes and"
                + " underscores")
            .formatted(Quoted.of(cluster)),
        () -> clusters("team-a", cluster));
  }

  private static Refusal noRole(String role) {
    return Refusal.of(
        "roles.0: '%s' is neither the name nor the ARN of an IAM role".formatted(role),
        () -> NodePullAccessArgs.builder().roles(List.of(role)));
  }
}

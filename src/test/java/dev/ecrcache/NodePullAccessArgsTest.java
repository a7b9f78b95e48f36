package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NodePullAccessArgsTest {
  static Stream<Refusal> refusals() {
    return Stream.of(
        Refusal.of(
            "roles: are missing; give the node roles by name or ARN, one or more",
            () -> NodePullAccessArgs.builder().build()),
        Refusal.of(
            "roles: are missing; give the node roles by name or ARN, one or more",
            () -> NodePullAccessArgs.builder().roles(List.of()).build()),
        noRole("a b"),
        noRole(""),
        noRole("r".repeat(65)),
        noRole("path/name"),
        noRole("arn:aws:iam::111111111111:user/nodes"),
        noRole("arn:aws:iam::111:role/nodes"),
        noRole("arn:aws:iam::111111111111:instance-profile/nodes"),
        Refusal.of(
            "cache: is missing; give the cache's endpoint with withCache",
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

  private static Refusal noRole(String role) {
    return Refusal.of(
        "roles: '%s' is neither the name nor the ARN of an IAM role".formatted(role),
        () -> NodePullAccessArgs.builder().roles(List.of(role)));
  }
}

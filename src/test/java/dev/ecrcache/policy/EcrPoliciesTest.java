package dev.ecrcache.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.Golden;
import dev.ecrcache.image.EcrRegistry;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EcrPoliciesTest {
  private static final String HUB = "arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*";
  private static final String ALL_CN = "arn:aws-cn:ecr:cn-north-1:111111111111:repository/*";
  private static final String UPSTREAM = "arn:aws:ecr:eu-west-1:333333333333:repository/team/*";
  private static final EcrRegistry HOST = new EcrRegistry("111111111111", "eu-west-1");
  private static final String UNIT = "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*";
  private static final String ROLE = "arn:aws:iam::666666666666:role/ci";
  private static final String KEY = "arn:aws:kms:eu-west-1:111111111111:key/k-1";

  private static final Pullers FUNCTIONS =
      new Pullers("o-a1b2c3d4e5", List.of(UNIT), List.of(), List.of(), true);

  static Stream<Arguments> documents() {
    return Stream.of(
        Arguments.of("node-pull", EcrPolicies.nodePull(List.of(HUB, ALL_CN), false)),
        Arguments.of("node-pull-where-templates-tag", EcrPolicies.nodePull(List.of(HUB), true)),
        Arguments.of(
            "organization-registry",
            EcrPolicies.organizationRegistry(
                HOST, Pullers.organization("o-a1b2c3d4e5"), List.of(HUB))),
        Arguments.of(
            "organization-repository",
            EcrPolicies.organizationRepository(HOST, Pullers.organization("o-a1b2c3d4e5"))),
        Arguments.of(
            "organization-registry-to-read",
            EcrPolicies.organizationRegistryToRead(
                HOST,
                new Pullers("o-a1b2c3d4e5", List.of(), List.of(), List.of(ROLE), true),
                List.of(HUB))),
        Arguments.of(
            "organization-registry-for-others",
            EcrPolicies.organizationRegistry(
                HOST,
                new Pullers(null, List.of(UNIT), List.of("555555555555"), List.of(ROLE), false),
                List.of(HUB))),
        Arguments.of(
            "organization-repository-in-china-for-functions-of-an-account",
            EcrPolicies.organizationRepository(
                new EcrRegistry("111111111111", "cn-north-1"),
                new Pullers(null, List.of(), List.of("555555555555"), List.of(), true))),
        Arguments.of(
            "organization-registry-for-functions",
            EcrPolicies.organizationRegistry(HOST, FUNCTIONS, List.of(HUB))),
        Arguments.of(
            "organization-repository-for-functions",
            EcrPolicies.organizationRepository(HOST, FUNCTIONS)),
        Arguments.of("template-role-for-tags", EcrPolicies.templateRole(List.of(HUB), true, null)),
        Arguments.of("template-role-for-a-key", EcrPolicies.templateRole(List.of(HUB), false, KEY)),
        Arguments.of(
            "template-role-for-tags-and-a-key", EcrPolicies.templateRole(List.of(HUB), true, KEY)),
        Arguments.of("template-role-trust", EcrPolicies.templateRoleTrust()),
        Arguments.of(
            "template-role-trust-and-more",
            EcrPolicies.templateRoleTrust()
                .and(
                    List.of(
                        Statement.allow("B", List.of("b"), null),
                        Statement.allow("A", null, null)))),
        Arguments.of("upstream-role", EcrPolicies.upstreamRole(UPSTREAM, HUB)),
        Arguments.of("upstream-role-trust", EcrPolicies.upstreamRoleTrust()),
        Arguments.of(
            "account-secret-in-china", EcrPolicies.accountSecret("aws-cn", "111111111111")));
  }

  @Test
  void everySidOfAGrantIsKept() {
    var everybody =
        new Pullers("o-a1b2c3d4e5", List.of(UNIT), List.of("555555555555"), List.of(ROLE), true);

    assertEquals(
        EcrPolicies.GRANT_SIDS,
        EcrPolicies.organizationRegistryToRead(HOST, everybody, List.of(HUB)).statement().stream()
            .map(Statement::sid)
            .collect(Collectors.toSet()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void documentIsExactlyThatOfTheFile(String name, PolicyDocument document) {
    assertEquals(Golden.json(getClass(), name), document.toJson());
  }
}

package dev.ecrcache;

import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.policy.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OrganizationAccessArgsTest {
  private static final Statement WHOLE =
      new Statement("Mine", "Allow", "*", null, "ecr:*", null, "*", null, null);

  static Stream<Refusal> refusals() {
    return Stream.of(
        Refusal.of(
            "organizationId: '111111111111' is not the id of an organisation, which looks like"
                + " o-a1b2c3d4e5",
            () -> OrganizationAccessArgs.builder().organizationId("111111111111")),
        Refusal.of(
            "repositories: 'prefixes' is not known; allowed: cached, all",
            () -> OrganizationAccessArgs.builder().repositories("prefixes")),
        Refusal.of(
            "statements: belong to the registry policy, which registryPolicy: false leaves alone;"
                + " remove one",
            () ->
                OrganizationAccessArgs.builder()
                    .registryPolicy(false)
                    .statements(List.of(WHOLE))
                    .build()),
        Refusal.of(
            "statements.1: is missing; remove the empty entry", () -> statements(WHOLE, null)),
        Refusal.of(
            "statements.0.Effect: must be Allow or Deny",
            () -> statements(new Statement(null, "allow", "*", null, "a", null, "r", null, null))),
        Refusal.of(
            "statements.0.Effect: must be Allow or Deny",
            () -> statements(new Statement(null, null, "*", null, "a", null, "r", null, null))),
        Refusal.of(
            "statements.0: needs Principal or NotPrincipal, one of the two",
            () -> statements(new Statement(null, "Deny", null, null, "a", null, "r", null, null))),
        Refusal.of(
            "statements.0: needs Principal or NotPrincipal, one of the two",
            () -> statements(new Statement(null, "Deny", "*", "*", "a", null, "r", null, null))),
        Refusal.of(
            "statements.0: needs Action or NotAction, one of the two",
            () -> statements(new Statement(null, "Deny", "*", null, null, null, "r", null, null))),
        Refusal.of(
            "statements.0: needs Resource or NotResource, one of the two",
            () -> statements(new Statement(null, "Deny", "*", null, "a", null, null, null, null))),
        Refusal.of(
            "statements.1.Sid: 'Mine' is taken; a policy's Sids differ",
            () -> statements(WHOLE, WHOLE)),
        Refusal.of(
            "statements.0.Sid: 'OrganizationPullThroughCache' is taken; a policy's Sids differ",
            () ->
                statements(
                    new Statement(
                        "OrganizationPullThroughCache",
                        "Deny",
                        "*",
                        null,
                        "a",
                        null,
                        "r",
                        null,
                        null))),
        Refusal.of(
            "prefixes: is missing; give the cache's prefixes with withPrefixes",
            () ->
                OrganizationAccessArgs.builder()
                    .build()
                    .registryPolicy("o-abc123", new EcrRegistry("111111111111", "eu-west-1"))));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefused(Refusal refusal) {
    refusal.check();
  }

  private static void statements(Statement... statements) {
    OrganizationAccessArgs.builder().statements(Arrays.asList(statements));
  }
}

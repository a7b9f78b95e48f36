package dev.ecrcache;

import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OrganizationAccessTest {
  private static final String REPOSITORY = "arn:aws:ecr:eu-west-1:111111111111:repository/";
  private static final List<String> PREFIXES = List.of("docker-hub", "k8s");
  private static final List<String> CACHED =
      List.of(REPOSITORY + "docker-hub/*", REPOSITORY + "k8s/*");
  private static final List<String> ALL = List.of(REPOSITORY + "*");

  private final Recorder recorder = new Recorder();

  static Stream<Arguments> reaches() {
    return Stream.of(
        Arguments.of("cached", PREFIXES, CACHED),
        Arguments.of("cached", List.of("ROOT"), ALL),
        Arguments.of("all", PREFIXES, ALL));
  }

  @ParameterizedTest
  @MethodSource("reaches")
  void registryPolicyReachesWhatWasChosen(
      String repositories, List<String> prefixes, List<String> arns) {
    run(
        OrganizationAccessArgs.builder()
            .organizationId("o-abc123")
            .repositories(repositories)
            .build()
            .withPrefixes(prefixes));

    assertEquals(Set.of("RegistryPolicy access"), recorder.children());
    assertEquals(
        map("policy", EcrPolicies.organizationRegistry("o-abc123", arns).toJson()),
        recorder.inputs("RegistryPolicy access"));
  }

  @Test
  void givenOrganizationIsNotLookedUp() {
    run(given().build().withPrefixes(PREFIXES));

    assertEquals(Set.of("getCallerIdentity", "getRegion"), recorder.calls().keySet());
    assertEquals(outputs("o-abc123"), recorder.outputs());
  }

  @Test
  void organizationIsLookedUpByDefault() {
    run(OrganizationAccessArgs.builder().build().withPrefixes(PREFIXES));

    assertEquals(
        map("policy", EcrPolicies.organizationRegistry("o-lookedup01", CACHED).toJson()),
        recorder.inputs("RegistryPolicy access"));
    assertEquals(outputs("o-lookedup01"), recorder.outputs());
  }

  @Test
  void furtherStatementsComeBehindOurs() {
    var mine =
        List.of(
            named("Z"),
            new Statement("A", "Allow", "*", null, "ecr:ReplicateImage", null, "*", null, null));
    run(given().statements(mine).build().withPrefixes(PREFIXES));

    assertEquals(
        map("policy", EcrPolicies.organizationRegistry("o-abc123", CACHED).and(mine).toJson()),
        recorder.inputs("RegistryPolicy access"));
  }

  @Test
  void registryPolicyIsLeftAlone() {
    run(given().registryPolicy(false).build());

    assertEquals(Set.of(), recorder.children());
    assertEquals(outputs("o-abc123"), recorder.outputs());
  }

  @Test
  void policyThatEcrWouldNotTakeIsRefused() {
    var rest =
        10_240
            - EcrPolicies.organizationRegistry("o-abc123", CACHED)
                .and(List.of(named("")))
                .toJson()
                .length();
    run(given().statements(List.of(named("s".repeat(rest)))).build().withPrefixes(PREFIXES));

    var tooLong = new Recorder();
    tooLong.run(
        StackConfig.NONE,
        context ->
            new OrganizationAccess(
                "access",
                given()
                    .statements(List.of(named("s".repeat(rest + 1))))
                    .build()
                    .withPrefixes(PREFIXES),
                null));
    assertEquals(
        "statements: make the registry policy 10241 characters long; ECR takes 10240",
        tooLong.refusal());
  }

  private static Statement named(String sid) {
    return new Statement(sid, "Deny", "*", null, "ecr:*", null, "*", null, null);
  }

  private static OrganizationAccessArgs.Builder given() {
    return OrganizationAccessArgs.builder().organizationId("o-abc123");
  }

  private static Map<String, Object> outputs(String organizationId) {
    return Map.of(
        "organizationId",
        organizationId,
        "repositoryPolicy",
        EcrPolicies.organizationRepository(organizationId).toJson());
  }

  private void run(OrganizationAccessArgs args) {
    recorder.run(
        context -> {
          var access = new OrganizationAccess("access", args, null);
          context.export("organizationId", access.organizationId());
          context.export("repositoryPolicy", access.repositoryPolicy());
        });
  }
}

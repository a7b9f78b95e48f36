package dev.ecrcache;

import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.aws.Place;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.PolicyDocument;
import dev.ecrcache.policy.Pullers;
import dev.ecrcache.policy.Statement;
import dev.ecrcache.program.StackConfig;
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
        Arguments.of("all", List.of("ROOT"), ALL));
  }

  @ParameterizedTest
  @MethodSource("reaches")
  void registryPolicyReachesWhatWasChosen(
      String repositories, List<String> prefixes, List<String> arns) {
    run(
        OrganizationAccessArgs.builder()
            .organizationId("o-a1b2c3d4e5")
            .repositories(repositories)
            .build()
            .withPrefixes(prefixes));

    assertEquals(Set.of("RegistryPolicy access"), recorder.children());
    assertEquals(
        map("policy", registryPolicy("o-a1b2c3d4e5", arns).toJson()),
        recorder.inputs("RegistryPolicy access"));
  }

  @Test
  void allMayBeReadWhileImportStaysWithThePrefixes() {
    run(given().repositories("all").build().withPrefixes(PREFIXES));

    assertEquals(
        EcrPolicies.organizationRegistryToRead(
                Given.REGISTRY, Pullers.organization("o-a1b2c3d4e5"), CACHED)
            .toJson(),
        recorder.inputs("RegistryPolicy access").get("policy"));
  }

  @Test
  void statementAboutAnotherRegistryIsRefused() {
    var elsewhere =
        new Statement(
            null,
            "Deny",
            "*",
            null,
            "ecr:*",
            null,
            "arn:aws:ecr:us-east-1:111111111111:repository/*",
            null,
            null);
    var args = given().statements(List.of(elsewhere)).build().withPrefixes(PREFIXES);
    var refusal =
        "statements.0.Resource: 'arn:aws:ecr:us-east-1:111111111111:repository/*' is outside the"
            + " registry, whose repositories are arn:aws:ecr:eu-west-1:111111111111:repository/*";

    Refusal.of(refusal, () -> args.check(Place.of(Given.REGISTRY))).check();
    recorder.run(StackConfig.NONE, context -> new OrganizationAccess("access", args, null));
    assertEquals(refusal, recorder.lateRefusal());
    assertEquals(Set.of(), recorder.children());
  }

  @Test
  void givenOrganizationIsNotLookedUp() {
    run(given().build().withPrefixes(PREFIXES));

    assertEquals(Set.of("getCallerIdentity", "getRegion"), recorder.calls().keySet());
    assertEquals(outputs("o-a1b2c3d4e5"), recorder.outputs());
  }

  @Test
  void organizationIsLookedUpByDefault() {
    run(OrganizationAccessArgs.builder().build().withPrefixes(PREFIXES));

    assertEquals(
        map("policy", registryPolicy("o-lookedup01", CACHED).toJson()),
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
        map("policy", registryPolicy("o-a1b2c3d4e5", CACHED).and(mine).toJson()),
        recorder.inputs("RegistryPolicy access"));
  }

  @Test
  void registryPolicyIsLeftAlone() {
    run(given().registryPolicy(false).build());

    assertEquals(Set.of(), recorder.children());
    assertEquals(outputs("o-a1b2c3d4e5"), recorder.outputs());
  }

  @Test
  void policyThatEcrWouldNotTakeIsRefused() {
    var rest =
        10_240 - registryPolicy("o-a1b2c3d4e5", CACHED).and(List.of(named(""))).toJson().length();
    run(given().statements(List.of(named("s".repeat(rest)))).build().withPrefixes(PREFIXES));

    var refusal = "statements: make the registry policy 10241 characters long; ECR takes 10240";
    var tooLong = given().statements(List.of(named("s".repeat(rest + 1)))).build();
    var cache = Given.k8s().upstream("docker-hub", Given.dockerHub(Given.login())).build();
    Refusal.of(refusal, () -> tooLong.withCache(cache)).check();
    // Where the organisation's id is looked up, the length is known no sooner.
    var late = new Recorder();
    late.run(
        StackConfig.NONE,
        context -> new OrganizationAccess("access", tooLong.withPrefixes(PREFIXES), null));
    assertEquals(refusal, late.lateRefusal());
  }

  static Stream<Arguments> others() {
    var unit = "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*";
    var role = "arn:aws:iam::666666666666:role/ci";
    return Stream.of(
        Arguments.of(
            OrganizationAccessArgs.builder().organization(false).accounts(List.of("555555555555")),
            new Pullers(null, List.of(), List.of("555555555555"), List.of(), false)),
        Arguments.of(
            OrganizationAccessArgs.builder()
                .organization(false)
                .organizationalUnits(List.of(unit, unit))
                .lambda(true),
            new Pullers(null, List.of(unit), List.of(), List.of(), true)),
        Arguments.of(
            given()
                .organizationalUnits(List.of(unit))
                .accounts(List.of("555555555555"))
                .principals(List.of(role))
                .lambda(true),
            new Pullers(
                "o-a1b2c3d4e5", List.of(unit), List.of("555555555555"), List.of(role), true)));
  }

  @ParameterizedTest
  @MethodSource("others")
  void othersAreGrantedInBothPolicies(OrganizationAccessArgs.Builder args, Pullers pullers) {
    run(args.build().withPrefixes(PREFIXES));

    assertEquals(
        EcrPolicies.organizationRegistry(Given.REGISTRY, pullers, CACHED).toJson(),
        recorder.inputs("RegistryPolicy access").get("policy"));
    assertEquals(
        EcrPolicies.organizationRepository(Given.REGISTRY, pullers).toJson(),
        recorder.outputs().get("repositoryPolicy"));
    assertEquals(
        pullers.organizationId() != null, recorder.outputs().containsKey("organizationId"));
    assertEquals(Set.of("getCallerIdentity", "getRegion"), recorder.calls().keySet());
  }

  private static PolicyDocument registryPolicy(String organizationId, List<String> repositories) {
    return EcrPolicies.organizationRegistry(
        Given.REGISTRY, Pullers.organization(organizationId), repositories);
  }

  private static Statement named(String sid) {
    return new Statement(sid, "Deny", "*", null, "ecr:*", null, "*", null, null);
  }

  private static OrganizationAccessArgs.Builder given() {
    return OrganizationAccessArgs.builder().organizationId("o-a1b2c3d4e5");
  }

  private static Map<String, Object> outputs(String organizationId) {
    return Map.of(
        "organizationId",
        organizationId,
        "repositoryPolicy",
        EcrPolicies.organizationRepository(Given.REGISTRY, Pullers.organization(organizationId))
            .toJson());
  }

  private void run(OrganizationAccessArgs args) {
    recorder.run(
        context -> {
          var access = new OrganizationAccess("access", args, null);
          access.organizationId().ifPresent(id -> context.export("organizationId", id));
          context.export("repositoryPolicy", access.repositoryPolicy());
        });
  }
}

package dev.ecrcache;

import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.policy.Statement;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
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
                + " o-a1b2c3d4e5: o- and 10 to 32 lower-case letters and digits",
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
            "statements.1: is empty; give a value or remove it", () -> statements(WHOLE, null)),
        Refusal.of(
            "statements.0.Effect: must be Allow or Deny",
            () ->
                statements(
                    new Statement(null, "allow", "*", null, "ecr:*", null, "*", null, null))),
        Refusal.of(
            "statements.0.Effect: must be Allow or Deny",
            () -> statements(new Statement(null, null, "*", null, "ecr:*", null, "*", null, null))),
        Refusal.of(
            "statements.0: needs Principal or NotPrincipal, one of the two",
            () ->
                statements(
                    new Statement(null, "Deny", null, null, "ecr:*", null, "*", null, null))),
        Refusal.of(
            "statements.0: needs Principal or NotPrincipal, one of the two",
            () -> statements(new Statement(null, "Deny", "*", "*", "a", null, "r", null, null))),
        Refusal.of(
            "statements.0: needs Action or NotAction, one of the two",
            () -> statements(new Statement(null, "Deny", "*", null, null, null, "*", null, null))),
        Refusal.of(
            "statements.0: needs Resource or NotResource, one of the two",
            () ->
                statements(
                    new Statement(null, "Deny", "*", null, "ecr:*", null, null, null, null))),
        Refusal.of(
            "statements.1.Sid: 'Mine' is taken; a policy's Sids differ",
            () -> statements(WHOLE, WHOLE)),
        taken("OrganizationPull"),
        taken("OrganizationPullThroughCache"),
        taken("OrganizationalUnitsPullThroughCache"),
        taken("PrincipalsPullThroughCache"),
        taken("OrganizationLambda"),
        taken("OrganizationalUnitsLambda"),
        taken("AccountsLambda"),
        Refusal.of(
            "accounts.1: 'acme' is not an AWS account id of 12 digits",
            () -> OrganizationAccessArgs.builder().accounts(List.of("555555555555", "acme"))),
        Refusal.of(
            "accounts.0: is empty; give a value or remove it",
            () -> OrganizationAccessArgs.builder().accounts(Collections.singletonList(null))),
        Refusal.of(
            "organizationalUnits.0: 'ou-ab12-11111111' is not the path of an organisational unit,"
                + " which looks like o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/* with the units below"
                + " it, and without the * for the unit alone",
            () ->
                OrganizationAccessArgs.builder().organizationalUnits(List.of("ou-ab12-11111111"))),
        Refusal.of(
            "principals.0: '*' is not the ARN of an IAM role or user, or of a session of STS; IAM"
                + " takes no patterns here",
            () -> OrganizationAccessArgs.builder().principals(List.of("*"))),
        Refusal.of(
            "organizationId: names the organisation, which organization: false leaves out; remove"
                + " one",
            () ->
                OrganizationAccessArgs.builder()
                    .organization(false)
                    .organizationId("o-a1b2c3d4e5")
                    .build()),
        Refusal.of(
            "organization: false leaves nobody who may pull; give organizationalUnits, accounts or"
                + " principals",
            () -> OrganizationAccessArgs.builder().organization(false).build()),
        Refusal.of(
            "lambda: reads for functions of the organisation, its units or accounts, and principals"
                + " alone may pull; give their accounts",
            () ->
                OrganizationAccessArgs.builder()
                    .organization(false)
                    .principals(List.of("arn:aws:iam::555555555555:role/ci"))
                    .lambda(true)
                    .build()),
        Refusal.of(
            "accounts: make the repository policy 10439 characters long; ECR takes 10240",
            () ->
                OrganizationAccessArgs.builder()
                    .registryPolicy(false)
                    .principals(List.of("arn:aws:iam::555555555555:role/ci"))
                    .accounts(accounts(300))
                    .build()
                    .withCache(Given.k8s().build())),
        Refusal.of(
            "accounts: make the registry policy 10663 characters long; ECR takes 10240",
            () ->
                OrganizationAccessArgs.builder()
                    .accounts(accounts(300))
                    .statements(List.of(WHOLE))
                    .build()
                    .withCache(Given.k8s().build())),
        Refusal.of(
            "statements: make the registry policy 12058 characters long; ECR takes 10240",
            () ->
                OrganizationAccessArgs.builder()
                    .accounts(accounts(100))
                    .statements(List.of(sid("s".repeat(8000))))
                    .build()
                    .withCache(Given.k8s().build())),
        Refusal.of(
            "prefixes: is missing; give the prefixes of the cache, or in Java the cache with withCache",
            () ->
                OrganizationAccessArgs.builder()
                    .build()
                    .registryPolicy("o-a1b2c3d4e5", new EcrRegistry("111111111111", "eu-west-1"))));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefused(Refusal refusal) {
    refusal.check();
  }

  private static List<String> accounts(int number) {
    return IntStream.range(0, number).mapToObj(i -> "%012d".formatted(i)).toList();
  }

  private static Statement sid(String sid) {
    return new Statement(sid, "Deny", "*", null, "ecr:*", null, "*", null, null);
  }

  private static Refusal taken(String sid) {
    return Refusal.of(
        "statements.0.Sid: '%s' is taken; a policy's Sids differ".formatted(sid),
        () -> statements(sid(sid)));
  }

  private static void statements(Statement... statements) {
    OrganizationAccessArgs.builder().statements(Arrays.asList(statements));
  }
}

package dev.ecrcache.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What two stacks of one registry cannot both own. */
class FightsTest {
  private static final String HERE =
      "aws:region: eu-west-1\naws:allowedAccountIds: [\"111111111111\"]\n";
  private static final String K8S = "upstreams: { k8s: { registry: registry.k8s.io } }";
  private static final String QUAY = "upstreams: { quay: { registry: quay.io } }";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "| | the pull-through cache rule k8s",
        ", scanning: { type: basic } | , scanning: { type: enhanced } |"
            + " the scanning configuration, the pull-through cache rule k8s",
        ", repositories: { template: root } | , repositories: { template: root } |"
            + " the pull-through cache rule k8s, the creation template ROOT",
      })
  void eachSingleThingIsALine(String one, String other, String things) {
    var fights =
        List.of(things.split(", ")).stream()
            .map(
                thing ->
                    "the stacks one and other both own %s of the account 111111111111 in eu-west-1;"
                            .formatted(thing)
                        + " leave it to one of them")
            .toList();

    assertEquals(
        fights,
        Fights.among(
            List.of(
                Stacks.of("one", HERE + cache(K8S + text(one))),
                Stacks.of("other", HERE + cache(K8S + text(other))))));
  }

  @Test
  void registryPolicyIsOne() {
    assertEquals(
        List.of(
            "the stacks one and other both own the registry policy of the account 111111111111 in"
                + " eu-west-1; leave it to one of them"),
        Fights.among(
            List.of(
                Stacks.of("one", HERE + cache(K8S) + "\necr-cache:access: {}"),
                Stacks.of("other", HERE + cache(QUAY) + "\necr-cache:access: {}"),
                Stacks.of(
                    "third",
                    HERE
                        + cache("upstreams: { ecr: { registry: public.ecr.aws } }")
                        + "\necr-cache:access: { registryPolicy: false }"))));
  }

  @Test
  void secretsOfOneNameAreOne() {
    var hub = "registry: docker.io, credential: { username: a, token: hubToken, secretName: ";
    var name = "ecr-pullthroughcache/shared";

    assertEquals(
        List.of(
            "the stacks one and other both own the secret ecr-pullthroughcache/shared of the account"
                + " 111111111111 in eu-west-1; leave it to one of them"),
        Fights.among(
            List.of(
                Stacks.of("one", HERE + cache("upstreams: { a1: { " + hub + name + " } } }")),
                Stacks.of("other", HERE + cache("upstreams: { b1: { " + hub + name + " } } }")))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws:region: eu-west-2\naws:allowedAccountIds: [\"111111111111\"]\n",
        "aws:region: eu-west-1\naws:allowedAccountIds: [\"222222222222\"]\n",
        "aws:region: eu-west-1\naws:assumeRole: { roleArn: \"arn:aws:iam::222222222222:role/a\" }\n",
        "aws:region: eu-west-1\n",
        "aws:allowedAccountIds: [\"111111111111\"]\n",
        "aws:region: eu-west-1\naws:allowedAccountIds: text\n",
      })
  void otherRegistriesAndThoseThatCannotBeSeenAreNoMatter(String there) {
    assertEquals(
        List.of(),
        Fights.among(
            List.of(Stacks.of("one", HERE + cache(K8S)), Stacks.of("other", there + cache(K8S)))));
  }

  @Test
  void accountMayBeThatOfTheRoleToAssume() {
    var role = "aws:assumeRole: { roleArn: \"arn:aws:iam::111111111111:role/deploy\" }\n";

    assertEquals(
        1,
        Fights.among(
                List.of(
                    Stacks.of("one", HERE + cache(K8S)),
                    Stacks.of("other", "aws:region: eu-west-1\n" + role + cache(K8S))))
            .size());
  }

  @Test
  void fileThatTheProgramWillRefuseOwnsNothing() {
    assertEquals(
        List.of(),
        Fights.among(
            List.of(
                Stacks.of("one", HERE + cache(K8S)),
                Stacks.of("other", HERE + cache(K8S + ", scaning: {}")))));
  }

  private static String cache(String settings) {
    return "ecr-cache:cache: { " + settings + " }";
  }

  private static String text(String cell) {
    return cell == null ? "" : cell;
  }
}

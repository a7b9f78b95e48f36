package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.aws.Place;
import dev.ecrcache.inputs.CredentialArgs;
import dev.ecrcache.inputs.UpstreamArgs;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegistryCacheArgsTest {
  private static final UpstreamArgs QUAY = Given.upstream("quay.io");
  private static final String ECR = "333333333333.dkr.ecr.eu-west-1.amazonaws.com";

  static Stream<Refusal> refusals() {
    return Stream.of(
        Refusal.of(
            "upstreams: are missing; give one or more, such as k8s",
            () -> RegistryCacheArgs.builder().build()),
        Refusal.of(
            "upstreams: are 51; ECR takes 50 pull-through cache rules in a registry",
            () -> many(51).build()),
        Refusal.of(
            "upstreams.quay: is missing; give its registry, such as registry: docker.io",
            () -> RegistryCacheArgs.builder().upstream("quay", null)),
        Refusal.of(
            "upstreams.ROOT: prefix ROOT takes no upstream prefix, but has 'team'",
            () ->
                RegistryCacheArgs.builder()
                    .upstream(
                        "ROOT",
                        UpstreamArgs.builder().registry(ECR).upstreamPrefix("team").build())),
        Refusal.of(
            "upstreamPrefix: upstream prefix 'Team' is not lower-case letters and digits, joined by"
                + " one of . _ - or / (or ROOT)",
            () ->
                RegistryCacheArgs.builder()
                    .upstream(
                        "team",
                        UpstreamArgs.builder().registry(ECR).upstreamPrefix("Team").build())),
        Refusal.of(
            "upstreams.a1/b/c: lies under the prefix 'a1/b', so the two rules claim the same"
                + " repositories; rename one",
            () -> upstreams("a1/b", "a1/b/c", "a1b").build()),
        Refusal.of(
            "upstreams.hub.credential.secretName: 'ecr-pullthroughcache/docker' is the secret of"
                + " upstreams.docker already; choose another",
            () ->
                RegistryCacheArgs.builder()
                    .upstream("docker", Given.dockerHub(Given.login()))
                    .upstream(
                        "hub",
                        Given.dockerHub(
                            Given.unfinishedLogin()
                                .secretName("ecr-pullthroughcache/docker")
                                .build()))
                    .build()));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefused(Refusal refusal) {
    refusal.check();
  }

  @ParameterizedTest
  @CsvSource({
    "q, prefix 'q' has 1 characters; ECR takes 2 to 30",
    "'', prefix '' has 0 characters; ECR takes 2 to 30",
    "abcdefghijklmnopqrstuvwxyz01234,"
        + " prefix 'abcdefghijklmnopqrstuvwxyz01234' has 31 characters; ECR takes 2 to 30",
    "quay/, 'prefix ''quay/'' ends with a slash, which ECR adds itself; write quay'",
    "Quay, 'prefix ''Quay'' is not lower-case letters and digits, joined by one of . _ - or /"
        + " (or ROOT)'",
    "a___b, 'prefix ''a___b'' is not lower-case letters and digits, joined by one of . _ - or /"
        + " (or ROOT)'",
  })
  void prefixMustBeEcrs(String prefix, String problem) {
    Refusal.of("upstreams.%s: %s".formatted(prefix, problem), () -> upstreams(prefix)).check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a--b", "a__b", "a/b---c"})
  void prefixMustBeTheProvidersToo(String prefix) {
    var problem =
        ": the prefix '%s' has two separators in a row, which ECR takes and Pulumi's AWS provider"
            + " does not; use one";
    Refusal.of("upstreams." + prefix + problem.formatted(prefix), () -> upstreams(prefix)).check();
    var upstream = UpstreamArgs.builder().registry(ECR).upstreamPrefix(prefix).build();
    Refusal.of(
            "upstreams.team.upstreamPrefix" + problem.formatted(prefix),
            () -> RegistryCacheArgs.builder().upstream("team", upstream))
        .check();
  }

  @ParameterizedTest
  @CsvSource({
    "create, 333333333333.dkr.ecr.cn-north-1.amazonaws.com.cn, 'registry: lies in the partition"
        + " aws-cn, and the AWS provider works in aws; they must be the same'",
    "none, 333333333333.dkr.ecr.eu-west-1.amazonaws.com, 'role: none is for a registry of the"
        + " same account; this one belongs to 333333333333, and the AWS provider works in"
        + " 111111111111'"
  })
  void ecrUpstreamMustBeInReach(String role, String registry, String problem) {
    var upstream = UpstreamArgs.builder().registry(registry).role(role).build();
    var args = RegistryCacheArgs.builder().upstream("team", upstream).build();

    Refusal.of("upstreams.team." + problem, () -> args.check(Place.of(Given.REGISTRY))).check();
  }

  @ParameterizedTest
  @CsvSource({
    "create, 333333333333.dkr.ecr.us-east-1.amazonaws.com",
    "arn:aws:iam::111111111111:role/reader, 333333333333.dkr.ecr.eu-west-1.amazonaws.com",
    "none, 111111111111.dkr.ecr.us-east-1.amazonaws.com"
  })
  void ecrUpstreamInReachIsTaken(String role, String registry) {
    var upstream = UpstreamArgs.builder().registry(registry).role(role).build();

    RegistryCacheArgs.builder().upstream("team", upstream).build().check(Place.of(Given.REGISTRY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ab", "ROOT", "root", "a.b_c-d/e", "abcdefghijklmnopqrstuvwxyz0123"})
  void prefixesOfEcrAreTaken(String prefix) {
    assertEquals(List.of(prefix), upstreams(prefix).build().prefixes());
  }

  @Test
  void fiftyRulesAreTaken() {
    assertEquals(50, many(50).build().rules().size());
  }

  @Test
  void prefixesThatOnlyBeginAlikeAreTaken() {
    assertEquals(
        List.of("ROOT", "quay", "quay-b", "quay2/b"),
        upstreams("quay2/b", "quay", "ROOT", "quay-b").build().prefixes());
  }

  @Test
  void ownSecretsAndPrefixedNamesNeverClash() {
    var prefixed =
        Given.dockerHub(
            Given.unfinishedLogin().secretNamePrefix("ecr-pullthroughcache/docker").build());
    var own =
        Given.dockerHub(
            CredentialArgs.builder()
                .secretArn(
                    "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/b")
                .build());

    assertEquals(
        List.of("a1", "a2", "b1", "b2"),
        RegistryCacheArgs.builder()
            .upstreams(Map.of("a1", prefixed, "a2", prefixed, "b1", own, "b2", own))
            .build()
            .prefixes());
  }

  private static RegistryCacheArgs.Builder upstreams(String... prefixes) {
    var args = RegistryCacheArgs.builder();
    Stream.of(prefixes).forEach(prefix -> args.upstream(prefix, QUAY));
    return args;
  }

  private static RegistryCacheArgs.Builder many(int count) {
    return upstreams(IntStream.range(0, count).mapToObj(i -> "q" + i).toArray(String[]::new));
  }
}

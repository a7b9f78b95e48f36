package dev.ecrcache.cli;

import static dev.ecrcache.cli.Ran.HOST;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules come from exactly one place. */
class RuleOptionsTest {
  private static final List<String> CACHE = List.of("--cache", Ran.CACHE);
  private static final List<String> STACK_FILE = List.of("--stack-file", "Pulumi.dev.yaml");
  private static final List<String> REGISTRY = List.of("--registry", HOST);
  private static final List<String> UPSTREAM = List.of("--upstream", "docker-hub=docker.io");

  static Stream<Arguments> contradictions() {
    var both = "%s cannot stand beside %s; give one of them";
    return Stream.of(
        Arguments.of(
            List.of(),
            "the rules of the cache are missing; give --cache, --stack-file, or --registry and"
                + " --upstream"),
        Arguments.of(
            List.of(REGISTRY), "--registry alone gives no rules; add --upstream or --stack-file"),
        Arguments.of(List.of(UPSTREAM), "--upstream has no registry; add --registry"),
        Arguments.of(List.of(CACHE, STACK_FILE), both.formatted("--stack-file", "--cache")),
        Arguments.of(List.of(CACHE, REGISTRY), both.formatted("--registry", "--cache")),
        Arguments.of(List.of(CACHE, UPSTREAM), both.formatted("--upstream", "--cache")),
        Arguments.of(List.of(CACHE, REGISTRY, UPSTREAM), both.formatted("--registry", "--cache")),
        Arguments.of(List.of(STACK_FILE, UPSTREAM), both.formatted("--upstream", "--stack-file")),
        Arguments.of(
            List.of(STACK_FILE, REGISTRY, UPSTREAM), both.formatted("--upstream", "--stack-file")),
        Arguments.of(
            List.of(CACHE, STACK_FILE, REGISTRY, UPSTREAM),
            both.formatted("--stack-file", "--cache")));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void missingOrContradictoryRulesAreRefused(List<List<String>> options, String problem) {
    var args = new ArrayList<>(List.of("nats"));
    options.forEach(args::addAll);

    Ran.image(args.toArray(String[]::new)).refused(problem);
  }

  static Stream<Arguments> wrongUpstreams() {
    return Stream.of(
        Arguments.of("docker.io", "is not PREFIX=HOST, such as docker-hub=docker.io"),
        Arguments.of("=docker.io", "prefix '' has 0 characters; ECR takes 2 to 30"),
        Arguments.of("hub=https://docker.io", "'https://docker.io' has a scheme; write docker.io"),
        Arguments.of(
            "hub=hub.docker.com", "hub.docker.com is not the registry itself; write docker.io"),
        Arguments.of(
            "hub=",
            "the registry is empty; ECR caches docker.io, public.ecr.aws, registry.k8s.io, quay.io,"
                + " ghcr.io, registry.gitlab.com, <name>.azurecr.io, cgr.dev and other ECR"
                + " registries"));
  }

  @ParameterizedTest
  @MethodSource("wrongUpstreams")
  void wrongUpstreamIsRefused(String upstream, String problem) {
    Ran.image("nats", "--registry", HOST, "--upstream", upstream)
        .refused("--upstream %s: %s".formatted(upstream, problem));
  }

  @Test
  void twoUpstreamsOfOnePrefixAreRefused() {
    Ran.image(
            "nats", "--registry", HOST, "--upstream", "hub=docker.io", "--upstream", "hub=quay.io")
        .refused("two cache rules for prefix hub");
  }

  @Test
  void registryMustBeAHost() {
    Ran.image("nats", "--registry", "my registry", "--upstream", "hub=docker.io")
        .refused("'my registry' is not the host of a registry");
  }

  @Test
  void everyUpstreamIsARule() {
    Ran.image(
            "nats",
            "quay.io/a/b:1",
            "222222222222.dkr.ecr.us-east-1.amazonaws.com/team-a/app",
            "--registry",
            HOST,
            "--upstream",
            "hub=docker.io",
            "--upstream",
            "quay=quay.io",
            "--upstream",
            "team=222222222222.dkr.ecr.us-east-1.amazonaws.com/team-a")
        .printed(
            0,
            """
            nats                                                     -> %1$s/hub/library/nats
            quay.io/a/b:1                                            -> %1$s/quay/a/b:1
            222222222222.dkr.ecr.us-east-1.amazonaws.com/team-a/app  -> %1$s/team/app
            """
                .formatted(HOST));
  }
}

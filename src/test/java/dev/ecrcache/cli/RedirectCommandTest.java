package dev.ecrcache.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.ImageRedirectArgs;
import dev.ecrcache.chart.YamlText;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The objects are those of the component, and what is refused names the option. */
class RedirectCommandTest {
  private static final String[] RULES = {
    "--registry", Ran.HOST, "--upstream", "docker-hub=docker.io", "--upstream", "quay=quay.io"
  };
  private static final CachedImages CACHE =
      new CachedImages(
          Ran.HOST,
          List.of(CacheRule.of("docker-hub", "docker.io"), CacheRule.of("quay", "quay.io")));

  @Test
  void manifestsAreThoseOfTheComponent() {
    var ran = run();

    assertEquals(0, ran.code(), ran.err());
    assertEquals(
        ImageRedirectArgs.builder().build().redirect().manifests(CACHE),
        YamlText.readAll(ran.out()));
    run("--output", "yaml").printed(0, ran.out());
  }

  @Test
  void everyOptionIsASettingOfTheComponent() throws IOException {
    var ran =
        run(
            "--output", "json",
            "--kubernetes", "1.34",
            "--validate", "deny",
            "--failure-policy", "Fail",
            "--exclude-namespace", "one",
            "--exclude-namespace", "two",
            "--exclude-label", "a/b=c",
            "--name", "n",
            "--namespace", "m",
            "--digests", "drop");

    var args =
        ImageRedirectArgs.builder()
            .kubernetes("1.34")
            .validate("deny")
            .failurePolicy("Fail")
            .excludedNamespaces(List.of("one", "two"))
            .excludedLabels(Map.of("a/b", "c"))
            .name("n")
            .namespace("m")
            .digests("drop")
            .build();
    var mapper = new JsonMapper();
    assertEquals(
        mapper.valueToTree(
            Map.of(
                "apiVersion", "v1",
                "kind", "List",
                "items", args.redirect().manifests(CACHE))),
        mapper.readTree(ran.out()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--validate Warn | --validate: 'Warn' is not known; allowed: off, warn, deny",
        "--kubernetes new | --kubernetes: 'new' is no version of Kubernetes; give one such as 1.34"
            + " or 1.34.2",
        "--kubernetes 1.35 | --kubernetes: v1.35.0 has no MutatingAdmissionPolicy, which came with"
            + " 1.36; choose validate: warn or deny, which tells what does not come from the cache,"
            + " or upgrade the cluster",
        "--exclude-namespace A | --exclude-namespace: 'A' is not a namespace: up to 63 lower-case"
            + " letters, digits and dashes between them",
        "--output html | --output html: is a form of doctor's; give yaml or json",
      })
  void whatIsRefusedNamesTheOption(String args, String problem) {
    run(args.split(" "))
        .refused(problem.startsWith("--output") ? "ecr-cache" : "ecr-cache redirect", problem);
  }

  @Test
  void validationOfAnotherHostIsRefused() {
    Ran.with(
            "",
            "redirect",
            "--registry",
            "ecr.example.com",
            "--upstream",
            "hub=docker.io",
            "--validate",
            "warn")
        .refused(
            "ecr-cache redirect",
            "--validate: 'ecr.example.com' is not the host of an ECR registry, by which validation"
                + " tells what comes from the cache; leave it off, or give ECR's own host");
  }

  @Test
  void othersPrintNoManifests() {
    Ran.with(
            "",
            "image",
            "nats",
            "--output",
            "yaml",
            "--registry",
            "a.b",
            "--upstream",
            "hub=docker.io")
        .refused("ecr-cache", "--output yaml: is a form of redirect's; give table or json");
  }

  @Test
  void nodesAreSetUpInTheFormThatIsAskedFor() {
    var ran =
        Ran.with("", "mirrors", "--for", "bottlerocket", RULES[0], RULES[1], RULES[2], RULES[3]);

    assertEquals(0, ran.code(), ran.err());
    assertEquals(
        4, ran.out().lines().filter("[[settings.container-registry.mirrors]]"::equals).count());
    Ran.with("", "mirrors", "--for", "windows")
        .refused(
            "ecr-cache mirrors",
            "Invalid value for option '--for': 'windows' is not known; allowed: bottlerocket,"
                + " hosts.toml, nodeadm");
  }

  private static Ran run(String... args) {
    return Ran.with(
        "",
        Stream.of(new String[] {"redirect"}, RULES, args)
            .flatMap(Stream::of)
            .toArray(String[]::new));
  }
}

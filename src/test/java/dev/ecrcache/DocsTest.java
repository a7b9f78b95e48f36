package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.Context;
import com.pulumi.kubernetes.Provider;
import com.pulumi.kubernetes.ProviderArgs;
import com.pulumi.resources.ComponentResourceOptions;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.PolicyDocument;
import dev.ecrcache.policy.Pullers;
import dev.ecrcache.program.App;
import dev.ecrcache.program.StackConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents say what the code does. */
class DocsTest {
  private static final Document CHARTS = Document.of("docs/charts.md");
  private static final Document LIBRARY = Document.of("docs/library.md");
  private static final Document PERMISSIONS = Document.of("docs/permissions.md");

  @Test
  void thePermissionTableListsTheActionsOfThePolicies() {
    var pullers = new Pullers("o-1", List.of(), List.of(), List.of(), true);
    var cached = EcrPolicies.organizationRegistry(Given.REGISTRY, pullers, List.of("r"));
    var all = EcrPolicies.organizationRegistryToRead(Given.REGISTRY, pullers, List.of("r"));
    var documents =
        Stream.of(
                EcrPolicies.nodePull(List.of("r"), true),
                new PolicyDocument(
                    cached.version(),
                    List.of(
                        cached.statement().get(0),
                        all.statement().get(0),
                        cached.statement().get(1))),
                EcrPolicies.organizationRepository(Given.REGISTRY, pullers),
                EcrPolicies.templateRole(List.of("r"), true, "k"),
                EcrPolicies.upstreamRole("u", "r"),
                EcrPolicies.accountSecret("aws", "111111111111"))
            .flatMap(document -> statements(document).stream())
            .toList();
    var rows = new ArrayList<Set<String>>();
    for (var line : PERMISSIONS.section("## What is granted").text().lines().toList()) {
      if (line.startsWith("| ") && line.contains("`")) {
        var actions = new TreeSet<>(Document.find("`([a-z]+:[A-Za-z]+)`", line));
        if (line.contains("the same and")) {
          actions.addAll(rows.get(rows.size() - 1));
        }
        rows.add(actions);
      }
    }
    assertEquals(documents.stream().map(TreeSet::new).toList(), rows);
  }

  @Test
  void theReleaseInTheTextIsAProgramAndItsRefusalTheProgramsOwn() {
    var yaml =
        "config:\n  ecr-cache:cacheStack: acme/ecr-cache/prod\n"
            + CHARTS.blocks("yaml").get(0).replace("./charts/shop-0.3.0.tgz", "sandbox/charts/shop")
            + "      values: { web: { waitImage: \"gcr.io/acme/wait:1\" } }\n";
    run(yaml).succeeded();

    var refused = run(yaml.replaceAll("(?m)^.*allow:.*\n", "")).refusal();
    assertTrue(CHARTS.text().contains("error: " + refused), refused);
  }

  @Test
  void theRedirectInTheTextIsThisProgram() {
    var example = LIBRARY.blocks("java").get(0).indent(4);
    var source = Document.of("src/test/java/dev/ecrcache/DocsTest.java").text();
    assertTrue(source.contains(example), "the example is not the body of the method redirect");
    var config = Map.of("ecr-cache:kubeconfig", "made-up");
    var recorder =
        new Recorder()
            .run(new StackConfig(config, config.keySet()), DocsTest::redirect)
            .succeeded();
    assertEquals(
        Set.of(
            "ConfigMap redirect-rules",
            "MutatingAdmissionPolicy redirect-policy",
            "MutatingAdmissionPolicyBinding redirect-binding",
            "ValidatingAdmissionPolicy redirect-validation",
            "ValidatingAdmissionPolicyBinding redirect-validation-binding"),
        recorder.children());
  }

  private static void redirect(Context context) {
    var cluster =
        new Provider(
            "team-a",
            ProviderArgs.builder()
                .kubeconfig(context.config().requireSecret("kubeconfig"))
                .build());
    var cache =
        CacheEndpoint.builder()
            .host("222222222222.dkr.ecr.eu-west-1.amazonaws.com")
            .upstreams(Map.of("docker-hub", "docker.io", "k8s", "registry.k8s.io"))
            .tagsRepositories(false)
            .build();
    new ImageRedirect(
        "redirect",
        ImageRedirectArgs.builder().validate("warn").build().withCache(cache),
        ComponentResourceOptions.builder().providers(cluster).build());
  }

  private static Recorder run(String stackFile) {
    var upstreams =
        Stream.of("docker.io", "public.ecr.aws", "quay.io", "ghcr.io")
            .collect(Collectors.toMap(it -> it.replace('.', '-'), it -> it));
    Map<String, Object> endpoint =
        Map.of("host", Recorder.HOST, "upstreams", upstreams, "tagsRepositories", false);
    return new Recorder("eu-west-1", Map.of("cacheEndpoint", endpoint))
        .run(StackConfig.ofYaml(stackFile), App::stack);
  }

  static List<Document> documents() {
    return Document.all();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsToAHeadingOfAFile(Document document) {
    for (var link : document.find("\\]\\(([^):]*)\\)")) {
      var parts = link.split("#", 2);
      var file =
          parts[0].isEmpty()
              ? document.file()
              : document.file().resolveSibling(parts[0]).normalize();
      assertTrue(Files.exists(file), link);
      assertTrue(parts.length == 1 || Document.of(file.toString()).hasAnchor(parts[1]), link);
    }
  }

  private static List<List<String>> statements(PolicyDocument document) {
    var actions = new ArrayList<List<String>>();
    try {
      new JsonMapper()
          .readTree(document.toJson())
          .get("Statement")
          .forEach(
              statement ->
                  actions.add(
                      Arrays.asList(
                          new JsonMapper().convertValue(statement.get("Action"), String[].class))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return actions;
  }
}

package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.Context;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Keys;
import dev.ecrcache.bind.Origin;
import dev.ecrcache.inputs.CredentialArgs;
import dev.ecrcache.inputs.UpstreamArgs;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.PolicyDocument;
import dev.ecrcache.policy.Pullers;
import dev.ecrcache.program.App;
import dev.ecrcache.program.StackConfig;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README says what the code does. */
class ReadmeTest {
  private static final String README = read(Path.of("README.md"));

  @Test
  void theStackFileTableHasEveryKeyAndNoOther() {
    var keys =
        new TreeSet<>(
            Set.of(
                "access",
                "cache",
                "cacheEndpoint",
                "cacheStack",
                "nodes",
                "protection",
                "samples"));
    addKeys(keys, "cache.", RegistryCacheArgs.class);
    addKeys(keys, "access.", OrganizationAccessArgs.class);
    addKeys(keys, "cacheEndpoint.", CacheEndpoint.class);
    addKeys(keys, "nodes.", NodePullAccessArgs.class);
    addKeys(keys, "samples.<name>.", CachedReleaseArgs.class);
    assertEquals(
        keys,
        new TreeSet<>(find("(?m)^\\| (?:\\*\\*)?`([^`]+)`(?:\\*\\*)? \\| ", "## Stack file")));
  }

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
    for (var line : section("## Permissions").lines().toList()) {
      if (line.startsWith("| ") && line.contains("`")) {
        var actions = new TreeSet<>(matches("`([a-z]+:[A-Za-z]+)`", line));
        if (line.contains("the same and")) {
          actions.addAll(rows.get(rows.size() - 1));
        }
        rows.add(actions);
      }
    }
    assertEquals(documents.stream().map(TreeSet::new).toList(), rows);
  }

  @Test
  void everyStackFileInTheTextIsAProgram() {
    var files = find("(?s)```yaml\n(config:.*?)```", "# ecr-cache");
    assertEquals(2, files.size());
    for (var file : files) {
      run(StackConfig.ofYaml(file).withCharts()).succeeded();
    }
  }

  @Test
  void theReleaseInTheTextIsAProgramAndItsRefusalTheProgramsOwn() {
    var yaml =
        "config:\n  ecr-cache:cacheStack: acme/ecr-cache/prod\n"
            + find("(?s)```yaml\n(.*?)```", "## Releases")
                .get(0)
                .replace("./charts/shop-0.3.0.tgz", "sandbox/charts/shop")
            + "      values: { web: { waitImage: \"gcr.io/acme/wait:1\" } }\n";
    run(StackConfig.ofYaml(yaml)).succeeded();

    var refused = run(StackConfig.ofYaml(yaml.replaceAll("(?m)^.*allow:.*\n", ""))).refusal();
    assertTrue(README.contains("error: " + refused), refused);
  }

  private static Recorder run(StackConfig config) {
    var upstreams = new TreeMap<String, Object>();
    for (var registry : List.of("docker.io", "public.ecr.aws", "quay.io", "ghcr.io")) {
      upstreams.put(registry.replace('.', '-'), registry);
    }
    Map<String, Object> endpoint =
        Map.of("host", Recorder.HOST, "upstreams", upstreams, "tagsRepositories", false);
    return new Recorder("eu-west-1", Map.of("cacheEndpoint", endpoint)).run(config, App::stack);
  }

  @Test
  void theRefusalInTheTextIsTheProgramsOwn() throws IOException {
    var config = StackConfig.ofFile(Path.of("Pulumi.dev.yaml"));
    config.values().remove("ecr-cache:dockerHubToken");
    var refused = new Recorder().run(config, App::stack).refusal();
    assertTrue(README.contains("error: " + refused), refused);
  }

  @Test
  void theLibraryExampleIsThisProgram() {
    var example = find("(?s)```java\n(.*?)```", "## As a library").get(0);
    var source = read(Path.of("src/test/java/dev/ecrcache/ReadmeTest.java"));
    assertTrue(
        source.contains(example.indent(4).replaceAll("(?m)^ +$", "")),
        "the example is not the body of the method library below");
    var recorder =
        new Recorder()
            .run(
                new StackConfig(
                    Map.of("ecr-cache:dockerHubToken", "made-up"),
                    Set.of("ecr-cache:dockerHubToken")),
                ReadmeTest::library)
            .succeeded();
    assertEquals(
        Set.of(
            "Policy nodes",
            "PullThroughCacheRule cache-docker-hub",
            "PullThroughCacheRule cache-k8s",
            "Release nats",
            "RolePolicyAttachment nodes-dev-nodes",
            "Secret cache-docker-hub",
            "SecretVersion cache-docker-hub"),
        recorder.children());
  }

  private static void library(Context context) {
    var cache =
        new RegistryCache(
            "cache",
            RegistryCacheArgs.builder()
                .upstream("k8s", UpstreamArgs.builder().registry("registry.k8s.io").build())
                .upstream(
                    "docker-hub",
                    UpstreamArgs.builder()
                        .registry("docker.io")
                        .credential(
                            CredentialArgs.builder()
                                .username("acme-ci")
                                .token(context.config().requireSecret("dockerHubToken"))
                                .build())
                        .build())
                .build(),
            ComponentResourceOptions.builder().protect(true).build(),
            context);
    new NodePullAccess(
        "nodes",
        NodePullAccessArgs.builder()
            .roles(List.of("dev-nodes"))
            .build()
            .withCache(cache.endpoint()),
        ComponentResourceOptions.Empty);
    new CachedRelease(
        "nats",
        CachedReleaseArgs.builder()
            .name("nats")
            .chart("sandbox/charts/nats")
            .build()
            .withCache(cache.endpoint()),
        ComponentResourceOptions.Empty);
    context.export("imagePrefixes", cache.imagePrefixes());
  }

  @Test
  void everyLinkLeadsToAFile() {
    for (var link : matches("\\]\\(([^)h#][^)]*)\\)", README)) {
      assertTrue(Files.exists(Path.of(link.replaceFirst("#.*", ""))), link);
    }
  }

  /** The keys that the builder's methods are. */
  private static void addKeys(Set<String> keys, String path, Class<?> args) {
    Keys.of(args, Origin.STACK_FILE)
        .byName()
        .forEach(
            (name, value) -> {
              if (value.type() instanceof Class<?> type
                  && ResourceArgs.class.isAssignableFrom(type)) {
                addKeys(keys, path + name + ".", type);
              } else if (value.type() instanceof ParameterizedType map
                  && map.getRawType() == Map.class
                  && map.getActualTypeArguments()[1] instanceof Class<?> type
                  && ResourceArgs.class.isAssignableFrom(type)) {
                addKeys(keys, path + name + ".<prefix>.", type);
              } else {
                keys.add(path + name);
              }
            });
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

  private static List<String> find(String pattern, String section) {
    return matches(pattern, section(section));
  }

  private static List<String> matches(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(m -> m.group(1)).toList();
  }

  /** From a heading to the next of its level. */
  private static String section(String heading) {
    var start = README.indexOf(heading + "\n");
    assertTrue(start >= 0, heading);
    var level = heading.substring(0, heading.indexOf(' '));
    var end = README.indexOf("\n" + level + " ", start + heading.length());
    return README.substring(start, end < 0 ? README.length() : end);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

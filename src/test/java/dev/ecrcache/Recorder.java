package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import com.pulumi.resources.ResourceOptions;
import com.pulumi.test.Mocks;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import com.pulumi.test.internal.PulumiTestInternal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Runs programs under Pulumi's mocks and keeps what they registered, asked and exported. */
final class Recorder implements Mocks {
  static final String ACCOUNT = "111111111111";
  static final String HOST = ACCOUNT + ".dkr.ecr.eu-west-1.amazonaws.com";

  /** A resource as the engine would see it. */
  record Registered(String type, String name, Map<String, Object> inputs, String provider) {}

  private final List<Registered> resources = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final Map<String, ResourceOptions> options = new ConcurrentHashMap<>();
  private final Map<String, Object> stackReference;
  private final String region;
  private TestResult result;

  Recorder() {
    this("eu-west-1", Map.of());
  }

  Recorder(String region, Map<String, Object> stackReference) {
    this.region = region;
    this.stackReference = stackReference;
  }

  @Override
  public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
    var inputs = new LinkedHashMap<String, Object>(args.inputs);
    resources.add(new Registered(args.type, args.name, inputs, args.provider));
    var state = new LinkedHashMap<String, Object>(inputs);
    state.putIfAbsent("name", args.name);
    var at = "arn:aws:%s:%s:" + ACCOUNT + ":%s";
    switch (args.type) {
      case "aws:secretsmanager/secret:Secret" ->
          state.put("arn", at.formatted("secretsmanager", region, "secret:" + state.get("name")));
      case "aws:iam/role:Role" ->
          state.put("arn", at.formatted("iam", "", "role/" + state.get("name")));
      case "aws:iam/policy:Policy" ->
          state.put("arn", at.formatted("iam", "", "policy/" + state.get("name")));
      case "pulumi:pulumi:StackReference" -> {
        state.put("outputs", stackReference);
        state.put("secretOutputNames", List.of());
      }
      default -> {}
    }
    return CompletableFuture.completedFuture(
        ResourceResult.of(Optional.of(args.name + "-id"), state));
  }

  @Override
  public CompletableFuture<Map<String, Object>> callAsync(CallArgs args) {
    calls.add(args.token);
    return CompletableFuture.completedFuture(
        switch (args.token) {
          case "aws:index/getCallerIdentity:getCallerIdentity" ->
              Map.of("accountId", ACCOUNT, "arn", "", "id", ACCOUNT, "userId", "");
          case "aws:index/getRegion:getRegion" ->
              Map.of("name", region, "description", "", "endpoint", "", "id", region);
          case "aws:organizations/getOrganization:getOrganization" ->
              Map.of("id", "o-lookedup01", "arn", "");
          default -> throw new AssertionError("unexpected call of " + args.token);
        });
  }

  /** Runs a program without configuration; it must succeed. */
  Recorder run(Consumer<Context> program) {
    return run(Map.of(), Set.of(), program).succeeded();
  }

  /** Runs a program with configuration, as {@code namespace:key} to text or JSON. */
  Recorder run(Map<String, String> config, Set<String> secretKeys, Consumer<Context> program) {
    try {
      result =
          PulumiTestInternal.builder()
              .options(
                  TestOptions.builder()
                      .projectName("ecr-cache")
                      .stackName("test")
                      .resourceTransformations(
                          List.of(
                              args -> {
                                options.put(key(args.resource()), args.options());
                                return Optional.empty();
                              }))
                      .build())
              .mocks(this)
              .config(config, secretKeys)
              .build()
              .runTest(program);
    } finally {
      PulumiTest.cleanup();
    }
    // Mocks take the same URN twice, the engine does not.
    var urns = resources.stream().map(it -> it.type() + "::" + it.name()).toList();
    assertEquals(Set.copyOf(urns).size(), urns.size(), () -> "the same URN twice in " + urns);
    return this;
  }

  Recorder succeeded() {
    result.throwOnError();
    return this;
  }

  /** What the user sees of a failed run: the messages of its exceptions. */
  List<String> failures() {
    assertTrue(result.exitCode() != 0, "the run succeeded");
    return result.exceptions().stream().map(Throwable::getMessage).toList();
  }

  /** Every resource but the stack and the components, by {@code type name}. */
  Map<String, Map<String, Object>> children() {
    return resources.stream()
        .filter(it -> !it.type().startsWith("pulumi:") && !it.type().startsWith("ecr-cache:"))
        .collect(
            Collectors.toMap(
                it -> shortType(it.type()) + " " + it.name(),
                Registered::inputs,
                (a, b) -> a,
                java.util.TreeMap::new));
  }

  /** The inputs of the one resource of a type and name. */
  Map<String, Object> inputs(String type, String name) {
    var found = children().get(type + " " + name);
    assertTrue(found != null, () -> type + " " + name + " is not among " + children().keySet());
    return found;
  }

  /** The names of what a resource waits for by {@code dependsOn}, as {@code type name}. */
  List<String> dependsOn(String type, String name) {
    return PulumiTestInternal.extractOutputData(options(type, name).getDependsOn())
        .getValueNullable()
        .stream()
        .map(Recorder::key)
        .sorted()
        .toList();
  }

  ResourceOptions options(String type, String name) {
    return options.get(type + " " + name);
  }

  List<Registered> resources() {
    return resources;
  }

  List<String> calls() {
    return calls;
  }

  Object output(String name) {
    return PulumiTest.extractValue(result.outputs().get(name));
  }

  static boolean isSecret(Output<?> output) {
    return PulumiTestInternal.extractOutputData(output).isSecret();
  }

  private static String key(Resource resource) {
    return shortType(resource.pulumiResourceType()) + " " + resource.pulumiResourceName();
  }

  private static String shortType(String type) {
    return type.substring(type.lastIndexOf(':') + 1);
  }

  /** Values as {@link Map}s and {@link List}s, for comparing whole inputs. */
  static Map<String, Object> map(Object... keysAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  static List<Object> list(Object... values) {
    return new ArrayList<>(List.of(values));
  }
}

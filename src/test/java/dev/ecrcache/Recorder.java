package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.resources.Resource;
import com.pulumi.resources.ResourceTransformation;
import com.pulumi.test.Mocks;
import com.pulumi.test.PulumiTest;
import com.pulumi.test.TestOptions;
import com.pulumi.test.TestResult;
import com.pulumi.test.internal.PulumiTestInternal;
import dev.ecrcache.program.StackConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a program under Pulumi's mocks and keeps what it registered, asked and exported. Resources
 * go by type and name, such as {@code Secret cache-docker-hub}.
 */
public final class Recorder implements Mocks {
  public static final String ACCOUNT = "111111111111";
  public static final String IDENTITY = "getCallerIdentity, getRegion";
  public static final String HOST = ACCOUNT + ".dkr.ecr.eu-west-1.amazonaws.com";

  /** A resource as the engine would see it: its inputs, and its provider as {@code urn::id}. */
  private record Registered(String key, Map<String, Object> inputs, String provider) {}

  private final List<Registered> resources = new CopyOnWriteArrayList<>();
  private final SortedMap<String, String> calls =
      Collections.synchronizedSortedMap(new TreeMap<>());
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> asked = new ConcurrentHashMap<>();
  private final Map<String, ResourceTransformation.Args> seen = new ConcurrentHashMap<>();
  private final String region;
  private final Map<String, Object> stackReference;
  private String account = ACCOUNT;
  private String stack = "test";
  private Map<String, Object> state = Map.of();
  private String failure;
  private boolean preview;
  private String secretVersion = "";
  private String secretCreated = "";
  private TestResult result;

  public Recorder() {
    this("eu-west-1", Map.of());
  }

  /**
   * @param stackReference what the stack that a {@code StackReference} names exports
   */
  public Recorder(String region, Map<String, Object> stackReference) {
    this.region = region;
    this.stackReference = stackReference;
  }

  /** The same recorder, for a stack of another name. */
  public Recorder named(String stack) {
    this.stack = stack;
    return this;
  }

  /** Lets the engine tell that the stack holds these resources already, by URN. */
  public Recorder holding(Map<String, Object> resources) {
    state = Map.of("outputs", resources);
    return this;
  }

  /** Runs programs as a preview does, to which no outputs of resources are known. */
  public Recorder previewing() {
    preview = true;
    return this;
  }

  /** Lets every call fail. */
  public Recorder failing(String failure) {
    this.failure = failure;
    return this;
  }

  /** The id of each version of a secret, and when the secrets were created. */
  public Recorder withSecrets(String version, String created) {
    secretVersion = version;
    secretCreated = created;
    return this;
  }

  @Override
  public CompletableFuture<ResourceResult> newResourceAsync(ResourceArgs args) {
    resources.add(new Registered(key(args.type, args.name), args.inputs, args.provider));
    var state = new LinkedHashMap<String, Object>(args.inputs);
    state.putIfAbsent("name", args.name);
    var arn = "arn:aws:%s:%s:" + account + ":%s" + state.get("name");
    switch (args.type) {
      case "aws:secretsmanager/secret:Secret" ->
          state.put("arn", arn.formatted("secretsmanager", region, "secret:"));
      case "aws:secretsmanager/secretVersion:SecretVersion" ->
          state.put("versionId", secretVersion);
      case "aws:iam/role:Role" -> state.put("arn", arn.formatted("iam", "", "role/"));
      case "aws:iam/policy:Policy" -> state.put("arn", arn.formatted("iam", "", "policy/"));
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
    if (args.token.equals("pulumi:pulumi:readStackResourceOutputs")) {
      return CompletableFuture.completedFuture(state);
    }
    var name = args.token.substring(args.token.lastIndexOf(':') + 1);
    calls.put(name, args.provider);
    asked.merge(name, 1, Integer::sum);
    if (failure != null) {
      return CompletableFuture.failedFuture(new IllegalStateException(failure));
    }
    return CompletableFuture.completedFuture(
        switch (args.token) {
          case "aws:index/getCallerIdentity:getCallerIdentity" ->
              Map.of("accountId", account, "arn", "", "id", account, "userId", "");
          case "aws:index/getRegion:getRegion" ->
              Map.of("name", region, "description", "", "endpoint", "", "id", region);
          case "aws:organizations/getOrganization:getOrganization" ->
              Map.of("id", "o-lookedup01", "arn", "");
          case "aws:secretsmanager/getSecret:getSecret" -> Map.of("createdDate", secretCreated);
          default -> throw new AssertionError("unexpected call of " + args.token);
        });
  }

  /** Runs a program without configuration; it must succeed. */
  public Recorder run(Consumer<Context> program) {
    return run(StackConfig.NONE, program).succeeded();
  }

  /** Runs a program with a configuration; it may fail. */
  public Recorder run(StackConfig config, Consumer<Context> program) {
    // Credentials are those of the account that the stack file allows.
    account =
        Optional.ofNullable(config.values().get("aws:allowedAccountIds"))
            .map(list -> list.replaceAll("\\D", ""))
            .filter(digits -> digits.length() == 12)
            .orElse(ACCOUNT);
    try {
      result =
          PulumiTestInternal.builder()
              .options(
                  TestOptions.builder()
                      .projectName("ecr-cache")
                      .stackName(stack)
                      .preview(preview)
                      .resourceTransformations(
                          List.of(
                              args -> {
                                seen.put(key(args.resource()), args);
                                return Optional.empty();
                              }))
                      .build())
              .mocks(this)
              .standardLogger(logger())
              .config(config.values(), config.secrets())
              .build()
              .runTest(program);
    } finally {
      PulumiTest.cleanup();
    }
    // Mocks take the same URN twice, the engine does not.
    var keys = resources.stream().map(Registered::key).toList();
    assertEquals(Set.copyOf(keys).size(), keys.size(), () -> "the same URN twice in " + keys);
    return this;
  }

  private Logger logger() {
    var logger = Logger.getAnonymousLogger();
    logger.setUseParentHandlers(false);
    logger.addHandler(
        new StreamHandler() {
          @Override
          public void publish(LogRecord message) {
            if (message.getLevel() == Level.WARNING) {
              warnings.add(message.getMessage());
            }
          }
        });
    return logger;
  }

  /** The warnings that the user sees. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  public Recorder succeeded() {
    result.throwOnError();
    return this;
  }

  /**
   * The one message that the user sees of a program that was refused before it did anything but ask
   * who deploys.
   */
  public String refusal() {
    return refusalAfter(calls.isEmpty() ? "" : IDENTITY);
  }

  /** The same of one that was refused before or after it asked the provider this. */
  public String refusalAfter(String asked) {
    assertEquals(Set.of(), registered(), "registered");
    assertEquals(asked, String.join(", ", calls.keySet()), "asked");
    assertEquals(1, result.errors().size(), () -> "more than one message: " + result.errors());
    return result.errors().get(0);
  }

  /** What the process would exit with. */
  public int exitCode() {
    return result.exitCode();
  }

  /** The one message of a program that was refused while its outputs came in. */
  public String lateRefusal() {
    assertEquals(1, result.errors().size(), () -> "not one message: " + result.errors());
    return result.errors().get(0);
  }

  /** Everything that the run told: its messages and its exceptions with their causes. */
  public String told() {
    return Stream.concat(
            result.errors().stream(),
            result.exceptions().stream()
                .flatMap(e -> Stream.iterate((Throwable) e, it -> it != null, Throwable::getCause))
                .map(Throwable::toString))
        .toList()
        .toString();
  }

  /** Every resource but the components and what is Pulumi's own. */
  public Set<String> children() {
    return registered().stream()
        .filter(key -> seen.get(key).resource().pulumiResourceType().matches("(aws|kubernetes):.*"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<String> registered() {
    return resources.stream()
        .map(Registered::key)
        .filter(key -> !key.startsWith("Stack ") && !key.startsWith("StackReference "))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The inputs of a resource; whole numbers arrive as doubles. */
  public Map<String, Object> inputs(String key) {
    return find(key).inputs();
  }

  /** Who provides a resource: the name of the explicit provider, or empty for the default one. */
  public String provider(String key) {
    return providerName(find(key).provider());
  }

  /** The invokes by name, with their providers as in {@link #provider}. */
  public Map<String, String> calls() {
    var named = new TreeMap<>(calls);
    named.replaceAll((call, provider) -> providerName(provider));
    return named;
  }

  /** How often each invoke was made. */
  public Map<String, Integer> asked() {
    return asked;
  }

  /** What a resource waits for by {@code dependsOn}. */
  public Set<String> dependsOn(String key) {
    var before = PulumiTestInternal.extractOutputData(seen(key).options().getDependsOn());
    return before.getValueNullable().stream()
        .map(Recorder::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether a resource is protected, as it was told; empty when it inherits that. */
  public Optional<Boolean> isProtected(String key) {
    return seen(key).options().getProtect();
  }

  /** Whether a resource stays on AWS when it leaves the stack; empty when it inherits that. */
  public Optional<Boolean> isRetained(String key) {
    return seen(key).options().getRetainOnDelete();
  }

  /** The resource under which another stands. */
  public String parent(String key) {
    return key(seen(key).options().getParent().orElseThrow());
  }

  /** The arguments with which a resource was made. */
  public <T> T args(String key, Class<T> type) {
    return type.cast(seen(key).args());
  }

  /** The exported outputs. */
  public Map<String, Object> outputs() {
    var values = new TreeMap<String, Object>();
    result.outputs().forEach((name, output) -> values.put(name, value(output)));
    return values;
  }

  public static <T> T value(Output<T> output) {
    return PulumiTest.extractValue(output);
  }

  public static boolean isSecret(Output<?> output) {
    return PulumiTestInternal.extractOutputData(output).isSecret();
  }

  private Registered find(String key) {
    return resources.stream()
        .filter(it -> it.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new AssertionError(key + " is not among " + registered()));
  }

  private ResourceTransformation.Args seen(String key) {
    assertNotNull(seen.get(key), () -> key + " is not among " + seen.keySet());
    return seen.get(key);
  }

  private static String providerName(String provider) {
    var parts = provider.split("::");
    return parts.length < 2 ? "" : parts[parts.length - 2];
  }

  private static String key(Resource resource) {
    return key(resource.pulumiResourceType(), resource.pulumiResourceName());
  }

  private static String key(String type, String name) {
    return type.substring(type.lastIndexOf(':') + 1) + " " + name;
  }

  /** A map in the order of its entries, for comparing whole inputs. */
  public static Map<String, Object> map(Object... keysAndValues) {
    assertTrue(keysAndValues.length % 2 == 0, "a key without a value");
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }

  public static List<Object> list(Object... values) {
    return new ArrayList<>(List.of(values));
  }
}

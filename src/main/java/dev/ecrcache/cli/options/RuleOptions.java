package dev.ecrcache.cli.options;

import dev.ecrcache.CacheEndpoint;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.cli.console.InputFile;
import dev.ecrcache.cli.console.Words;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where the rules of the cache come from: exactly one place. */
public final class RuleOptions {
  @Option(
      names = "--cache",
      paramLabel = "FILE",
      description = "rules: what 'pulumi stack output cacheEndpoint --json' prints")
  private Path cache;

  @Option(
      names = "--stack-file",
      paramLabel = "FILE",
      description =
          "rules: a Pulumi stack file with the block ecr-cache:cache, which needs --registry unless"
              + " it names one account and the Region, or ecr-cache:cacheEndpoint")
  private Path stackFile;

  @Option(
      names = "--registry",
      paramLabel = "HOST",
      description = "the host that images are pulled from, with --upstream or --stack-file")
  private String registry;

  @Option(
      names = "--upstream",
      paramLabel = "PREFIX=HOST",
      description = "a rule such as docker-hub=docker.io, with --registry; repeatable")
  private List<String> upstreams = List.of();

  @Option(
      names = "--digests",
      paramLabel = "WORD",
      defaultValue = "keep",
      converter = DigestsConverter.class,
      description = "keep digests (the default), drop those beside a tag, or refuse them")
  private Digests digests;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /**
   * The references to pull from the cache.
   *
   * @throws ParameterException if the rules are missing, contradictory or wrong
   */
  public CachedImages images() {
    try {
      return read();
    } catch (InvalidArgumentException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  /** Whether any option says where the rules come from. */
  public boolean isGiven() {
    return cache != null || stackFile != null || registry != null || !upstreams.isEmpty();
  }

  /** The stack file, where it is the place. */
  public Optional<InputFile> stackFile() {
    return Optional.ofNullable(stackFile).map(it -> new InputFile("--stack-file", it));
  }

  /**
   * The cache that a stack exported, where that is the place.
   *
   * @throws ParameterException if the file cannot be used
   */
  public Optional<CacheEndpoint> exported() {
    try {
      return Optional.ofNullable(cache)
          .map(it -> ExportedRules.endpoint(new InputFile("--cache", it)));
    } catch (InvalidArgumentException | IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  /** What becomes of digests. */
  public Digests digests() {
    return digests;
  }

  private CachedImages read() {
    if (cache != null) {
      refuseBeside("--cache", stackFile != null, "--stack-file");
      refuseBeside("--cache", registry != null, "--registry");
      refuseBeside("--cache", !upstreams.isEmpty(), "--upstream");
      return ExportedRules.read(new InputFile("--cache", cache), digests);
    }
    if (stackFile != null) {
      refuseBeside("--stack-file", !upstreams.isEmpty(), "--upstream");
      return StackFileRules.read(new InputFile("--stack-file", stackFile), registry, digests);
    }
    if (registry == null && upstreams.isEmpty()) {
      throw new IllegalArgumentException(
          "the rules of the cache are missing; give --cache, --stack-file, or --registry and"
              + " --upstream");
    }
    if (upstreams.isEmpty()) {
      throw new IllegalArgumentException(
          "--registry alone gives no rules; add --upstream or --stack-file");
    }
    if (registry == null) {
      throw new IllegalArgumentException("--upstream has no registry; add --registry");
    }
    var rules = upstreams.stream().map(RuleOptions::rule).toList();
    return new CachedImages(registry, rules, digests);
  }

  private static CacheRule rule(String upstream) {
    var equals = upstream.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "--upstream %s: is not PREFIX=HOST, such as docker-hub=docker.io".formatted(upstream));
    }
    try {
      return CacheRule.of(upstream.substring(0, equals), upstream.substring(equals + 1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--upstream %s: %s".formatted(upstream, e.getMessage()));
    }
  }

  private static void refuseBeside(String option, boolean given, String other) {
    if (given) {
      throw new IllegalArgumentException(
          "%s cannot stand beside %s; give one of them".formatted(other, option));
    }
  }

  /** Reads the word for what becomes of digests. */
  static final class DigestsConverter implements ITypeConverter<Digests> {
    @Override
    public Digests convert(String word) {
      return Words.choose(
          word,
          Map.of(
              "keep", Digests.KEEP,
              "drop", Digests.DROP,
              "refuse", Digests.REFUSE));
    }
  }
}

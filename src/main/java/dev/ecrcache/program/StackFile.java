package dev.ecrcache.program;

import com.pulumi.Config;
import com.pulumi.Context;
import dev.ecrcache.CacheEndpoint;
import dev.ecrcache.CachedReleaseArgs;
import dev.ecrcache.ImageRedirectArgs;
import dev.ecrcache.NodePullAccessArgs;
import dev.ecrcache.OrganizationAccessArgs;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.SampleReleasesArgs;
import dev.ecrcache.aws.ClusterLookup;
import dev.ecrcache.aws.Deployer;
import dev.ecrcache.aws.Place;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.EcrRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The stack file: a block for each component of the stack, read and checked as a whole before
 * anything is registered. The keys of a block are the methods of its arguments' builder.
 *
 * @param cache the cache that this stack makes
 * @param access the organisation and others that may pull from it
 * @param cacheStack the stack that made the cache, when this one does not: {@code
 *     organization/project/stack}
 * @param cacheEndpoint the cache of another stack, when a stack reference cannot reach that stack
 * @param nodes the node roles that may pull
 * @param samples the samples to release
 * @param redirect how all pods of the cluster pull from the cache
 * @param protection whether what production cannot lose is kept from deletion
 * @param registry the registry of the account and Region that the stack is deployed to
 */
public record StackFile(
    Optional<RegistryCacheArgs> cache,
    Optional<OrganizationAccessArgs> access,
    Optional<String> cacheStack,
    Optional<CacheEndpoint> cacheEndpoint,
    Optional<NodePullAccessArgs> nodes,
    Optional<SampleReleasesArgs> samples,
    Optional<ImageRedirectArgs> redirect,
    boolean protection,
    EcrRegistry registry) {

  static final List<String> KEYS =
      List.of(
          "access",
          "cache",
          "cacheEndpoint",
          "cacheStack",
          "nodes",
          "protection",
          "redirect",
          "samples");
  private static final Pattern STACK = Pattern.compile("[\\w.-]+/[\\w.-]+/[\\w.-]+");
  private static final String BESIDE_CACHE =
      "cannot stand beside cache: a stack makes a cache or uses another's; remove one";
  private static final String NEED_CACHE =
      "need a cache to pull from; add cache, or cacheStack or cacheEndpoint to use the cache of"
          + " another stack";

  /**
   * Reads the configuration of a stack. Then AWS is asked: who deploys, against which everything is
   * held, which node roles the clusters have that are named, and what stands where the stack is to
   * own something.
   *
   * @throws InvalidArgumentException if a key, a word, a type or a combination cannot work, or AWS
   *     does not answer
   */
  public static StackFile read(Context context) {
    var all = Optional.ofNullable(System.getenv("PULUMI_CONFIG")).orElse("{}");
    return read(context, ConfigKeys.parse(all).keySet());
  }

  /**
   * Reads the configuration of a stack, in a process that the engine did not start for it.
   *
   * @param all all its configuration keys, in full
   * @throws InvalidArgumentException if a key, a word, a type or a combination cannot work
   */
  public static StackFile read(Context context, Set<String> all) {
    var keys = new ConfigKeys(new EngineConfig(context, all));
    var blocks = new Blocks(keys);
    var cache = blocks.read("cache", RegistryCacheArgs.class);
    var file =
        new StackFile(
            cache,
            blocks
                .read("access", OrganizationAccessArgs.class)
                .map(
                    access ->
                        cache
                            .map(it -> keys.inside("access", () -> access.withCache(it)))
                            .orElse(access)),
            keys.text("cacheStack"),
            blocks.read("cacheEndpoint", CacheEndpoint.class),
            blocks.read("nodes", NodePullAccessArgs.class),
            blocks
                .readMap("samples", CachedReleaseArgs.class)
                .map(
                    samples ->
                        keys.named(() -> SampleReleasesArgs.builder().samples(samples).build())),
            blocks.read("redirect", ImageRedirectArgs.class),
            keys.flag("protection").orElse(context.stackName().equals("prod")),
            null);
    keys.refuseOthers();
    file.check(keys);
    file.check(keys, keys.place());
    var aws = context.config("aws");
    var deployer = Deployer.ask();
    try (var first = new FirstOwnership(keys, context)) {
      // The provider takes seconds to start; what else is needed for a look is loaded meanwhile.
      first.begin(file);
      var deployed = file.in(deployer.registry(aws));
      deployed.check(keys, Place.of(deployed.registry));
      var complete = deployed.audited(keys).lookedUp(keys, aws);
      first.check(complete);
      return complete;
    }
  }

  /** The same, deployed to the account and Region of a registry. */
  private StackFile in(EcrRegistry registry) {
    return new StackFile(
        cache, access, cacheStack, cacheEndpoint, nodes, samples, redirect, protection, registry);
  }

  /** Holds everything against where the stack is deployed, as far as that is known. */
  private void check(ConfigKeys keys, Place place) {
    cache.ifPresent(it -> keys.checkInside("cache", () -> it.check(place)));
    access.ifPresent(it -> keys.checkInside("access", () -> it.check(place)));
    cacheEndpoint.ifPresent(it -> keys.checkInside("cacheEndpoint", () -> it.check(place)));
    nodes.ifPresent(it -> keys.checkInside("nodes", () -> it.check(place)));
  }

  private void check(ConfigKeys keys) {
    var cached = cache.isPresent() || cacheStack.isPresent() || cacheEndpoint.isPresent();
    keys.check(
        access.isEmpty() || cache.isPresent(), "access", "belongs beside cache, in one stack");
    keys.check(nodes.isEmpty() || cached, "nodes", NEED_CACHE);
    keys.check(samples.isEmpty() || cached, "samples", NEED_CACHE);
    keys.check(redirect.isEmpty() || cached, "redirect", NEED_CACHE.replaceFirst("^need", "needs"));
    keys.check(
        cached, "cache", "is missing, and cacheStack and cacheEndpoint too; give one of them");
    keys.check(cache.isEmpty() || cacheStack.isEmpty(), "cacheStack", BESIDE_CACHE);
    keys.check(cache.isEmpty() || cacheEndpoint.isEmpty(), "cacheEndpoint", BESIDE_CACHE);
    keys.check(
        cacheStack.isEmpty() || cacheEndpoint.isEmpty(),
        "cacheEndpoint",
        "cannot stand beside cacheStack: each names the cache of another stack; remove one");
    cacheStack.ifPresent(
        stack ->
            keys.check(
                STACK.matcher(stack).matches(),
                "cacheStack",
                "'%s' is not the full name of a stack; write organization/project/stack"
                    .formatted(stack)));
    keys.check(
        access.isEmpty()
            || access.get().ownsRegistryPolicy()
            || !cache.get().templatePrefixes().isEmpty(),
        "access.registryPolicy",
        "false leaves access to creation templates, and cache.repositories makes none;"
            + " choose template: prefix or root, or registryPolicy: true");
  }

  /** The samples' charts take time to read: what else is wrong is known by then. */
  private StackFile audited(ConfigKeys keys) {
    return cache
        .map(RegistryCacheArgs::rules)
        .or(() -> cacheEndpoint.map(CacheEndpoint::rules))
        .map(rules -> samples.map(it -> keys.named(() -> it.checkCachedBy(rules))))
        .map(
            them ->
                new StackFile(
                    cache,
                    access,
                    cacheStack,
                    cacheEndpoint,
                    nodes,
                    them,
                    redirect,
                    protection,
                    registry))
        .orElse(this);
  }

  /** The roles of clusters are asked for over the network: all that needs none is known by then. */
  private StackFile lookedUp(ConfigKeys keys, Config aws) {
    return nodes
        .filter(it -> !it.clusters().isEmpty())
        .map(
            it ->
                keys.inside(
                    "nodes", () -> it.withRoles(ClusterLookup.roles(it.clusters(), aws, registry))))
        .map(Optional::of)
        .map(
            them ->
                new StackFile(
                    cache,
                    access,
                    cacheStack,
                    cacheEndpoint,
                    them,
                    samples,
                    redirect,
                    protection,
                    registry))
        .orElse(this);
  }
}

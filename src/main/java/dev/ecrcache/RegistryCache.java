package dev.ecrcache;

import com.pulumi.Context;
import com.pulumi.aws.ecr.PullThroughCacheRule;
import com.pulumi.aws.ecr.PullThroughCacheRuleArgs;
import com.pulumi.aws.ecr.RepositoryCreationTemplate;
import com.pulumi.core.Output;
import com.pulumi.core.annotations.Export;
import com.pulumi.resources.ComponentResource;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import dev.ecrcache.aws.CurrentRegistry;
import dev.ecrcache.aws.NewSecrets;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.children.CreationTemplates;
import dev.ecrcache.children.RegistryScanning;
import dev.ecrcache.children.ServiceRole;
import dev.ecrcache.children.UpstreamSecret;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.Upstream;
import dev.ecrcache.inputs.UpstreamArgs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pull-through cache of one ECR registry: a rule for each upstream, the secrets that ECR logs
 * in with, the templates of the repositories that ECR creates, and the registry's scanning.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html">Sync an
 *     upstream registry with an Amazon ECR private registry</a>
 */
public final class RegistryCache extends ComponentResource {
  @Export(name = "registryId", refs = String.class)
  private final Output<String> registryId;

  @Export(name = "host", refs = String.class)
  private final Output<String> host;

  @Export(
      name = "imagePrefixes",
      refs = {Map.class, String.class},
      tree = "[0,1,1]")
  private final Output<Map<String, String>> imagePrefixes;

  @Export(
      name = "repositoryArns",
      refs = {List.class, String.class},
      tree = "[0,1]")
  private final Output<List<String>> repositoryArns;

  @Export(name = "dockerLogin", refs = String.class)
  private final Output<String> dockerLogin;

  @Export(
      name = "endpoint",
      refs = {Map.class, String.class, Object.class},
      tree = "[0,1,2]")
  private final Output<Map<String, Object>> exported;

  private final CacheEndpoint endpoint;

  /**
   * @param name the component's name, with which its children's names begin
   * @throws InvalidArgumentException if an argument cannot work
   */
  public RegistryCache(String name, RegistryCacheArgs args, ComponentResourceOptions options) {
    this(name, args, options, null);
  }

  /**
   * @param name the component's name, with which its children's names begin
   * @param context of the program, by which the cache asks whether ECR sees a secret that it made,
   *     and says that it waits; null gives each new secret ten seconds
   * @throws InvalidArgumentException if an argument cannot work
   */
  public RegistryCache(
      String name, RegistryCacheArgs args, ComponentResourceOptions options, Context context) {
    super("ecr-cache:index:RegistryCache", name, args, options);
    var registry = CurrentRegistry.of(this, args.registry(), args::check);
    registryId = registry.applyValue(EcrRegistry::accountId);
    host = registry.applyValue(EcrRegistry::host);
    endpoint = CacheEndpoint.of(host, args.rules(), args.tagsRepositories());
    imagePrefixes = host.applyValue(at -> imagePrefixes(at, args.rules()));
    repositoryArns = endpoint.repositoryArns();
    dockerLogin = host.applyValue(RegistryCache::dockerLogin);
    exported = endpoint.toExport();

    var secrets = NewSecrets.of(Optional.ofNullable(context), options);
    var templates =
        args.repositories()
            .map(
                settings ->
                    CreationTemplates.create(
                        name,
                        args.templatePrefixes(),
                        settings,
                        args.repositoryPolicy(),
                        repositoryArns,
                        this))
            .orElse(List.of());
    args.upstreams()
        .forEach((prefix, upstream) -> rule(name, prefix, upstream, registry, secrets, templates));
    args.scanning().ifPresent(scanning -> RegistryScanning.create(name, scanning, this));

    registerOutputs(
        Map.of(
            "dockerLogin", dockerLogin,
            "endpoint", exported,
            "registryId", registryId,
            "host", host,
            "imagePrefixes", imagePrefixes,
            "repositoryArns", repositoryArns));
  }

  /** The registry's id: the twelve digits of its account. */
  public Output<String> registryId() {
    return registryId;
  }

  /** The registry's host, {@code <account>.dkr.ecr.<region>.<partition's suffix>}. */
  public Output<String> host() {
    return host;
  }

  /** By prefix, what stands before the upstream's repository path: {@code <host>/<prefix>/}. */
  public Output<Map<String, String>> imagePrefixes() {
    return imagePrefixes;
  }

  /** ARN patterns of the cached repositories, one for each prefix. */
  public Output<List<String>> repositoryArns() {
    return repositoryArns;
  }

  /** The command that logs Docker in to the registry. */
  public Output<String> dockerLogin() {
    return dockerLogin;
  }

  /** What a workload must know of this cache. */
  public CacheEndpoint endpoint() {
    return endpoint;
  }

  private void rule(
      String name,
      String prefix,
      UpstreamArgs upstream,
      Output<EcrRegistry> registry,
      NewSecrets secrets,
      List<RepositoryCreationTemplate> templates) {
    var rule = upstream.rule(prefix);
    var args =
        PullThroughCacheRuleArgs.builder()
            .ecrRepositoryPrefix(prefix)
            .upstreamRegistryUrl(rule.upstream().url());
    // A rule that exists before its template lets a pull create a bare repository.
    var before = new ArrayList<Resource>(templates);
    upstream
        .credential()
        .map(credential -> UpstreamSecret.of(name, prefix, credential, registry, secrets, this))
        .ifPresent(
            secret -> {
              args.credentialArn(secret.arn());
              before.addAll(secret.resources());
            });
    if (rule.upstream().kind() == Upstream.Kind.ECR && !rule.isRoot()) {
      // ECR answers ROOT where nothing was asked for, which would show as a change ever after.
      args.upstreamRepositoryPrefix(
          rule.upstreamPrefix().isEmpty() ? CacheRule.ROOT : rule.upstreamPrefix());
    }
    upstream.roleArn().ifPresent(args::customRoleArn);
    if (upstream.createsRole()) {
      var role = ServiceRole.forUpstream(name, rule, registry, this);
      args.customRoleArn(role.arn());
      before.add(role.policy());
    }
    new PullThroughCacheRule(
        name + "-" + prefix,
        args.build(),
        CustomResourceOptions.builder().parent(this).dependsOn(before).build());
  }

  private static String dockerLogin(String host) {
    return "aws ecr get-login-password --region %s | docker login --username AWS --password-stdin %s"
        .formatted(EcrRegistry.ofHost(host).orElseThrow().region(), host);
  }

  private static Map<String, String> imagePrefixes(String host, List<CacheRule> rules) {
    var prefixes = new LinkedHashMap<String, String>();
    rules.forEach(
        rule ->
            prefixes.put(
                rule.prefix(), rule.isRoot() ? host + "/" : host + "/" + rule.prefix() + "/"));
    return prefixes;
  }
}

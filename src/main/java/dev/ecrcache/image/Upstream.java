package dev.ecrcache.image;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A registry that ECR can cache.
 *
 * @param kind what ECR's API calls the registry
 * @param host the registry as written in image references, such as {@code docker.io}
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html">Sync an
 *     upstream registry with an Amazon ECR private registry</a>
 */
public record Upstream(Kind kind, String host) {

  /** Whether ECR wants a credential for an upstream registry. */
  public enum Credential {
    /** A secret in Secrets Manager, without which the rule is refused. */
    REQUIRED,
    /** None: ECR reads the registry's public images only. */
    REFUSED,
    /** None, but an IAM role when the upstream belongs to another account. */
    ROLE
  }

  /** The kinds of upstream, as in {@code UpstreamRegistry} of ECR's API. */
  public enum Kind {
    DOCKER_HUB("docker-hub", "docker.io", Credential.REQUIRED),
    ECR_PUBLIC("ecr-public", "public.ecr.aws", Credential.REFUSED),
    K8S("k8s", "registry.k8s.io", Credential.REFUSED),
    QUAY("quay", "quay.io", Credential.REFUSED),
    GITHUB("github-container-registry", "ghcr.io", Credential.REQUIRED),
    GITLAB("gitlab-container-registry", "registry.gitlab.com", Credential.REQUIRED),
    AZURE("azure-container-registry", "<name>.azurecr.io", Credential.REQUIRED),
    CHAINGUARD("chainguard", "cgr.dev", Credential.REQUIRED),
    ECR("ecr", "<account>.dkr.ecr.<region>.amazonaws.com", Credential.ROLE);

    private final String id;
    private final String host;
    private final Credential credential;

    Kind(String id, String host, Credential credential) {
      this.id = id;
      this.host = host;
      this.credential = credential;
    }

    /** The name in ECR's API, such as {@code docker-hub}. */
    public String id() {
      return id;
    }

    /** The host of this kind, with angle brackets where there are many. */
    String host() {
      return host;
    }

    boolean hasOneHost() {
      return host.indexOf('<') < 0;
    }
  }

  /** The longest name in the DNS. */
  private static final int LONGEST_HOST = 253;

  // A name is 5 to 50 letters and digits; a domain name label adds a hyphen and a hash.
  private static final Pattern AZURE_HOST =
      Pattern.compile("[a-z0-9]{5,50}(-[a-z0-9]{1,20})?\\.azurecr\\.io");

  private static final Map<Kind, List<String>> ALIASES =
      Map.of(
          Kind.DOCKER_HUB,
              List.of("index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"),
          Kind.ECR_PUBLIC, List.of("ecr-public.aws.com"),
          Kind.K8S, List.of("k8s.gcr.io"));

  private static final Map<String, Upstream> BY_HOST = byHost();

  /**
   * @throws IllegalArgumentException if the host is not the canonical host of such a registry
   */
  public Upstream {
    boolean fits =
        switch (kind) {
          case AZURE -> AZURE_HOST.matcher(host).matches();
          case ECR -> EcrRegistry.ofHost(host).map(EcrRegistry::host).equals(Optional.of(host));
          default -> host.equals(kind.host());
        };
    if (!fits) {
      throw new IllegalArgumentException(
          "%s is not the host of %s, which is %s"
              .formatted(Quoted.of(host), kind.id(), kind.host()));
    }
  }

  /**
   * The upstream with a host, given by its canonical name or an alias of it, in any case.
   *
   * @param host for example {@code docker.io}, {@code registry-1.docker.io} or {@code
   *     acme.azurecr.io}; without scheme, port or path
   * @throws IllegalArgumentException if ECR cannot cache that registry; the message is one line
   *     that names it and says what is possible instead
   */
  public static Upstream of(String host) {
    return find(host)
        .orElseThrow(() -> new IllegalArgumentException(UpstreamRefusal.explain(host)));
  }

  /** The upstream with a host as for {@link #of}; empty if ECR cannot cache that registry. */
  public static Optional<Upstream> find(String host) {
    if (host.length() > LONGEST_HOST) {
      return Optional.empty();
    }
    Upstream known = BY_HOST.get(host);
    return known != null ? Optional.of(known) : findLowerCase(host.toLowerCase(Locale.ROOT));
  }

  /** All hosts by which image references name this registry, {@link #host} first. */
  public List<String> hosts() {
    return kind == Kind.ECR
        ? EcrRegistry.ofHost(host).orElseThrow().hosts()
        : Stream.concat(Stream.of(host), ALIASES.getOrDefault(kind, List.of()).stream()).toList();
  }

  /** What {@code upstreamRegistryUrl} of a pull-through cache rule must be: a host, no scheme. */
  public String url() {
    return kind == Kind.DOCKER_HUB ? "registry-1.docker.io" : host;
  }

  /** Whether ECR wants a credential for this registry. */
  public Credential credential() {
    return kind.credential;
  }

  /** Why this registry takes no credential, as a sentence; empty if it requires one. */
  public Optional<String> credentialRefusal() {
    return switch (kind) {
      case QUAY ->
          Optional.of(
              "quay.io takes no credential: ECR caches its public repositories only"
                  + " (containers-roadmap#2652)");
      case ECR_PUBLIC, K8S ->
          Optional.of(host + " takes no credential: ECR reads its public images without one");
      case ECR ->
          Optional.of(
              host + " takes no credential: ECR reads another ECR registry with an IAM role");
      case DOCKER_HUB, GITHUB, GITLAB, AZURE, CHAINGUARD -> Optional.empty();
    };
  }

  private static Optional<Upstream> findLowerCase(String host) {
    Upstream known = BY_HOST.get(host);
    if (known != null) {
      return Optional.of(known);
    }
    if (host.endsWith(".azurecr.io") && AZURE_HOST.matcher(host).matches()) {
      return Optional.of(new Upstream(Kind.AZURE, host));
    }
    return EcrRegistry.ofHost(host).map(registry -> new Upstream(Kind.ECR, registry.host()));
  }

  private static Map<String, Upstream> byHost() {
    Map<String, Upstream> hosts = new HashMap<>();
    for (Kind kind : Kind.values()) {
      if (kind.hasOneHost()) {
        Upstream upstream = new Upstream(kind, kind.host());
        hosts.put(kind.host(), upstream);
        ALIASES.getOrDefault(kind, List.of()).forEach(alias -> hosts.put(alias, upstream));
      }
    }
    return Map.copyOf(hosts);
  }
}

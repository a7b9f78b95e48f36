package dev.ecrcache.image;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says why a text is not the host of an {@link Upstream}, and what to write or do instead. */
final class UpstreamRefusal {
  private static final String POSSIBLE =
      "ECR caches docker.io, public.ecr.aws, registry.k8s.io, quay.io, ghcr.io,"
          + " registry.gitlab.com, <name>.azurecr.io, cgr.dev and other ECR registries";

  private static final Pattern SCHEME = Pattern.compile("^\\p{Alpha}[\\p{Alnum}+.-]*://");
  private static final Pattern PORT = Pattern.compile(":[0-9]*$");

  /** Hosts that are mistaken for a registry, and the registry that is meant. */
  private static final Map<String, String> MEANT =
      Map.of(
          "docker.com", "docker.io",
          "hub.docker.com", "docker.io",
          "mirror.gcr.io", "docker.io",
          "gallery.ecr.aws", "public.ecr.aws",
          "github.com", "ghcr.io",
          "docker.pkg.github.com", "ghcr.io",
          "gitlab.com", "registry.gitlab.com",
          "azurecr.io", "<name>.azurecr.io");

  private static final Map<String, String> BY_ID =
      Arrays.stream(Upstream.Kind.values())
          .collect(Collectors.toUnmodifiableMap(Upstream.Kind::id, Upstream.Kind::host));

  private static final String OTHER_AZURE = "of Azure, only <name>.azurecr.io";

  /** Domains of registries that ECR does not cache, and what AWS says; no domain is in another. */
  private static final Map<String, String> KNOWN =
      Map.of(
          "gcr.io", "Google's registries: containers-roadmap#1581",
          "pkg.dev", "Google's registries: containers-roadmap#1581",
          "docker.elastic.co", "Elastic: containers-roadmap#2339",
          "jfrog.io", "Artifactory: containers-roadmap#2294",
          "goharbor.io", "Harbor: containers-roadmap#2622",
          "mcr.microsoft.com", OTHER_AZURE,
          "azurecr.io", OTHER_AZURE,
          "azurecr.cn", OTHER_AZURE,
          "azurecr.us", OTHER_AZURE);

  private final String text;
  private final String authority;
  private final String host;

  private UpstreamRefusal(String text, String authority) {
    this.text = text;
    this.authority = authority;
    host = PORT.matcher(authority).replaceFirst("");
  }

  /** One line about a text for which {@link Upstream#find} is empty, with what to do instead. */
  static String explain(String given) {
    var text = PublicText.ofUrl(given);
    if (text.isBlank()) {
      return "the registry is empty; " + POSSIBLE;
    }
    UpstreamRefusal refusal =
        new UpstreamRefusal(text, SCHEME.matcher(text).replaceFirst("").split("/", 2)[0]);
    return refusal
        .correction()
        .orElseGet(() -> refusal.plain() + "; copy its images into an ECR repository; " + POSSIBLE);
  }

  /** As {@link #explain}, without what to do instead, for the registry of an image. */
  static String name(String registry) {
    UpstreamRefusal refusal = new UpstreamRefusal(registry, registry);
    return refusal.correction().orElseGet(refusal::plain);
  }

  /** What to write, where that can be told. */
  private Optional<String> correction() {
    if (!host.equals(text) && Upstream.find(host).isPresent()) {
      return Optional.of("%s has a %s; write %s".formatted(Quoted.of(text), excess(), host));
    }
    String lower = host.toLowerCase(Locale.ROOT);
    if (MEANT.containsKey(lower)) {
      return Optional.of(
          "%s is not the registry itself; write %s".formatted(host, MEANT.get(lower)));
    }
    return Optional.ofNullable(BY_ID.get(lower))
        .map(meant -> "%s is ECR's name for %s; write that".formatted(host, meant));
  }

  private String excess() {
    if (SCHEME.matcher(text).lookingAt()) {
      return "scheme";
    }
    return text.indexOf('/') >= 0 ? "path" : "port";
  }

  private String plain() {
    String registry = authority.isBlank() ? text : authority;
    String why = reason(host.toLowerCase(Locale.ROOT)).map(it -> " (" + it + ")").orElse("");
    return Quoted.unlessHost(registry) + " is not a registry that ECR can cache" + why;
  }

  private static Optional<String> reason(String host) {
    if (host.startsWith("harbor.")) {
      return Optional.of("Harbor: containers-roadmap#2622");
    }
    if (host.startsWith("gitlab.") || host.startsWith("registry.gitlab.")) {
      return Optional.of("of GitLab, only GitLab.com");
    }
    return KNOWN.entrySet().stream()
        .filter(known -> within(host, known.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static boolean within(String host, String domain) {
    int before = host.length() - domain.length() - 1;
    return host.endsWith(domain) && (before < 0 || host.charAt(before) == '.');
  }
}

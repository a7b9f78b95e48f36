package dev.ecrcache.image;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Says why a text is not the host of an {@link Upstream}, and what to write or do instead. */
final class UpstreamRefusal {
  private static final String POSSIBLE =
      "ECR caches docker.io, public.ecr.aws, registry.k8s.io, quay.io, ghcr.io,"
          + " registry.gitlab.com, <name>.azurecr.io, cgr.dev and other ECR registries";

  private static final Pattern SCHEME = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://");
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

  private UpstreamRefusal() {}

  /** One line about a text for which {@link Upstream#find} is empty. */
  static String explain(String text) {
    if (text.isBlank()) {
      return "the registry is empty; " + POSSIBLE;
    }
    String afterScheme = SCHEME.matcher(text).replaceFirst("");
    String authority = afterScheme.split("/", 2)[0];
    String host = PORT.matcher(authority).replaceFirst("");
    if (Upstream.find(host).isEmpty()) {
      return explainHost(host.isBlank() ? text : host);
    }
    String excess = text.length() > afterScheme.length() ? "scheme" : excess(afterScheme);
    return "%s has a %s; write %s".formatted(Quoted.of(text), excess, host);
  }

  private static String excess(String text) {
    return text.indexOf('/') >= 0 ? "path" : "port";
  }

  private static String explainHost(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    if (MEANT.containsKey(lower)) {
      return "%s is not the registry itself; write %s".formatted(host, MEANT.get(lower));
    }
    for (Upstream.Kind kind : Upstream.Kind.values()) {
      if (kind.id().equals(lower)) {
        return "%s is what ECR calls the registry, not its host; write %s"
            .formatted(host, kind.host());
      }
    }
    String why = reason(lower).map(" (%s)"::formatted).orElse("");
    return "%s is not a registry that ECR can cache%s; copy its images into an ECR repository; %s"
        .formatted(plain(host), why, POSSIBLE);
  }

  /** What is known of a registry that ECR does not cache; the numbers are AWS's own issues. */
  private static Optional<String> reason(String host) {
    if (within(host, "gcr.io") || within(host, "pkg.dev")) {
      return Optional.of("Google's registries: containers-roadmap#1581");
    }
    if (within(host, "docker.elastic.co")) {
      return Optional.of("Elastic: containers-roadmap#2339");
    }
    if (within(host, "jfrog.io")) {
      return Optional.of("Artifactory: containers-roadmap#2294");
    }
    if (host.startsWith("harbor.") || within(host, "goharbor.io")) {
      return Optional.of("Harbor: containers-roadmap#2622");
    }
    if (host.startsWith("registry.gitlab.") || host.startsWith("gitlab.")) {
      return Optional.of("of GitLab, only GitLab.com");
    }
    if (within(host, "azurecr.cn") || within(host, "azurecr.us") || within(host, "azurecr.io")) {
      return Optional.of("of Azure, only <name>.azurecr.io");
    }
    return Optional.empty();
  }

  private static boolean within(String host, String domain) {
    return host.equals(domain) || host.endsWith("." + domain);
  }

  /** A host as it is; anything else in quotes, so that the line shows where it ends. */
  private static String plain(String host) {
    boolean hostLike = host.length() <= 253 && host.matches("[A-Za-z0-9._-]+");
    return hostLike ? host : Quoted.of(host);
  }
}

package dev.ecrcache.redirect;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.Upstream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What lets containerd on a node ask a cache before the upstream registry, in the forms in which
 * nodes are set up. Each trap that is known stands beside its line.
 *
 * @see <a href="https://github.com/containerd/containerd/blob/main/docs/hosts.md">Registry
 *     configuration of containerd</a>
 * @see <a
 *     href="https://kubernetes.io/docs/tasks/administer-cluster/kubelet-credential-provider/">Configure
 *     a kubelet image credential provider</a>
 */
public final class NodeMirrors {
  private static final String NOT_TRIED =
      "Not tried on EKS: containerd's and the kubelet's documents and issues say so.";

  /** Where the kubelet asks the provider that comes with a node already. */
  private static final List<String> ECR =
      List.of(
          "*.dkr.ecr.*.amazonaws.com",
          "*.dkr.ecr.*.amazonaws.com.cn",
          "*.dkr.ecr-fips.*.amazonaws.com",
          "*.dkr-ecr.*.on.aws",
          "*.dkr-ecr.*.on.amazonwebservices.com.cn",
          "public.ecr.aws");

  /**
   * One registry that the cache can stand before as a whole.
   *
   * @param server where containerd goes when the cache has no answer
   * @param endpoint the API of the cache for its repositories
   */
  private record Mirror(String host, String server, String endpoint) {}

  private final List<Mirror> mirrors = new ArrayList<>();
  private final List<String> left = new ArrayList<>();

  /**
   * @param images the cache
   */
  public NodeMirrors(CachedImages images) {
    RedirectRules.of(images)
        .forEach(
            (host, lines) -> {
              var upstream = Upstream.of(host);
              switch (upstream.kind()) {
                case ECR_PUBLIC ->
                    left.add(
                        host + ": the credential provider answers with ECR Public's own token");
                case ECR ->
                    left.add(
                        host
                            + ": a pod's image names it already; move it in the release or the pod");
                default -> {
                  if (lines.startsWith("/ ") && !lines.contains("\n")) {
                    mirrors.add(new Mirror(host, server(upstream, host), endpoint(lines)));
                  } else {
                    left.add(host + ": a rule is for a part of it, and containerd mirrors a whole");
                  }
                }
              }
            });
  }

  private static String server(Upstream upstream, String host) {
    return "https://"
        + (upstream.kind() == Upstream.Kind.DOCKER_HUB ? "registry-1.docker.io" : host);
  }

  private static String endpoint(String line) {
    var to = line.substring(2, line.length() - 1);
    var slash = to.indexOf('/');
    return "https://%s/v2%s"
        .formatted(slash < 0 ? to : to.substring(0, slash), slash < 0 ? "" : to.substring(slash));
  }

  /** Files of containerd, one behind the other, each behind its path, and the provider's hosts. */
  public String hostsToml() {
    return comment(NOT_TRIED)
        + comment("containerd reads these where its config_path is /etc/containerd/certs.d.")
        + each(mirror -> "\n" + comment(file(mirror)) + toml(mirror))
        + leftOut()
        + "\n"
        + provider().lines().map(line -> comment(line)).collect(Collectors.joining());
  }

  /** A part of user data for nodes of Amazon Linux 2023, which nodeadm sets up. */
  public String nodeadm() {
    return """
    MIME-Version: 1.0
    Content-Type: multipart/mixed; boundary="ecr-cache"

    --ecr-cache
    Content-Type: text/x-shellscript; charset="us-ascii"

    #!/bin/bash
    """
        + comment(NOT_TRIED)
        + comment(
            "cloud-init runs this after nodeadm wrote its files, before it starts the kubelet.")
        + comment("A managed node group takes it in its launch template; EKS has no setting for it")
        + comment("(containers-roadmap#1475).")
        + "set -euo pipefail\n"
        + each(
            mirror ->
                """

                mkdir -p /etc/containerd/certs.d/%1$s
                cat >%2$s <<'EOF'
                %3$sEOF
                """
                    .formatted(mirror.host(), file(mirror), toml(mirror)))
        + leftOut()
        + """

        # The kubelet asks its credential provider by the image as the pod names it, so that the hosts
        # above must be among matchImages, of which nodeadm writes a fixed list. The provider answers for
        # any host since 1.29 (cloud-provider-aws#668), with a token of the node's own Region only.
        config=/etc/eks/image-credential-provider/config.json
        grep -q '"matchImages": \\[' "$config"
        sed -i 's|"matchImages": \\[|& %s,|' "$config"
        --ecr-cache--
        """
            .formatted(quoted(mirrors.stream().map(Mirror::host).toList()));
  }

  /** Settings of Bottlerocket, in its user data. */
  public String bottlerocket() {
    return comment(NOT_TRIED)
        + comment("Mirrors that point at ECR were seen to be skipped, and the upstream pulled from")
        + comment("(bottlerocket#3631, open): look at what the cache holds after a first pull.")
        + comment("Host and bootstrap containers cannot pull through them at all.")
        + each(
            mirror ->
                """

                [[settings.container-registry.mirrors]]
                registry = "%s"
                # The prefix stands behind /v2, which is then not added.
                endpoint = ["%s"]
                """
                    .formatted(mirror.host(), mirror.endpoint()))
        + leftOut()
        + """

        # The kubelet asks the provider by the image as the pod names it: the registries above too. It
        # has a token of the node's own Region only.
        [settings.kubernetes.credential-providers.ecr-credential-provider]
        enabled = true
        cache-duration = "12h"
        image-patterns = [%s]
        """
            .formatted(quoted(matchImages()));
  }

  private static String file(Mirror mirror) {
    return "/etc/containerd/certs.d/" + mirror.host() + "/hosts.toml";
  }

  private static String toml(Mirror mirror) {
    return """
    # Asked where the cache has no answer; name the cache here too, and what it lacks fails.
    server = "%s"

    [host."%s"]
      capabilities = ["pull", "resolve"]
      # Else containerd would add /v2 behind the prefix (containerd#6634).
      override_path = true
    """
        .formatted(mirror.server(), mirror.endpoint());
  }

  private String provider() {
    return """
    The kubelet asks its credential provider by the image as the pod names it: all hosts above must be
    in matchImages, or ECR refuses the pull and containerd goes on to the upstream. The provider answers
    for any host since 1.29 (cloud-provider-aws#668), with a token of the node's own Region only.
    "matchImages": [%s]
    """
        .formatted(quoted(matchImages()));
  }

  private List<String> matchImages() {
    var all = new ArrayList<>(ECR);
    mirrors.forEach(mirror -> all.add(mirror.host()));
    return all;
  }

  private String leftOut() {
    return left.isEmpty()
        ? ""
        : "\n# Without a mirror:\n"
            + left.stream().map(NodeMirrors::comment).collect(Collectors.joining());
  }

  private String each(Function<Mirror, String> text) {
    return mirrors.stream().map(text).collect(Collectors.joining());
  }

  private static String comment(String line) {
    return "# " + line + "\n";
  }

  private static String quoted(List<String> words) {
    return words.stream().map("\"%s\""::formatted).collect(Collectors.joining(", "));
  }
}

package dev.ecrcache.operate.doctor;

import java.util.List;

/**
 * What goes wrong where nodes pull through the cache by {@code hosts.toml} in place of image names.
 * AWS shows nothing of it: these are notes to read on the node.
 *
 * @see <a href="https://github.com/containerd/containerd/blob/main/docs/hosts.md">Registry
 *     configuration of containerd</a>
 */
final class MirrorTraps implements Check {
  private record Trap(String where, String what, String why, String mend) {}

  private static final List<Trap> TRAPS =
      List.of(
          new Trap(
              "config_path",
              "EKS AL2023 sets two folders with a colon, which containerd 2.1 and newer takes for"
                  + " one path",
              "every hosts.toml is ignored, and pulls go to the upstream (containerd#12808)",
              "set one folder, or use_local_image_pull = true"),
          new Trap(
              "override_path",
              "is missing beside a host that ends with /v2/<prefix>",
              "containerd puts another /v2/ behind it: not found",
              "override_path = true under [host.\"https://<registry>/v2/<prefix>\"]"),
          new Trap(
              "capabilities",
              "lack resolve",
              "tags are looked up at the upstream, and only digests come from the cache",
              "capabilities = [\"pull\", \"resolve\"]"),
          new Trap(
              "matchImages",
              "of the kubelet's credential provider does not have the upstream's host",
              "the mirror gets no login: no basic auth credentials, or 401 Unauthorized",
              "add it beside *.dkr.ecr.*.amazonaws.com; nodeadm writes a fixed list, which user"
                  + " data must patch"),
          new Trap(
              "server",
              "is the upstream, to which containerd turns when the cache fails",
              "a failing cache hides itself, and ECR's token may go to the upstream",
              "server = \"https://<registry>/v2/<prefix>\" too, unless a fallback is wanted"),
          new Trap(
              "token",
              "is that of the node's own Region",
              "a cache in another Region refuses it: 403 Forbidden",
              "a cache in each Region, or images by name"),
          new Trap(
              "public.ecr.aws",
              "always gets the token of ECR Public",
              "the cache refuses it",
              "write those images by name"),
          new Trap(
              "Bottlerocket",
              "takes settings.container-registry.mirrors in place of files",
              "mirrors are ignored in some releases (bottlerocket#3631, #4891)",
              "set credential-providers too, and look at a first pull"),
          new Trap(
              "Auto Mode and Fargate",
              "have no hosts.toml",
              "a mirror is not possible there (containers-roadmap#2802)",
              "write images by name: ecr-cache values, or a CachedRelease"));

  @Override
  public Topic topic() {
    return Topic.MIRRORS;
  }

  @Override
  public void look(Findings findings) {
    TRAPS.forEach(it -> findings.note(it.where(), it.what(), it.why(), it.mend()));
  }
}

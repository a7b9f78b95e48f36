package dev.ecrcache.image;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A thousand different references as clusters have them: names of real repositories, each with a
 * tag, a digest or neither, by chance from a fixed seed. None has a tag beside a digest, which
 * Testcontainers refuses.
 */
public final class ThousandReferences {
  private static final List<String> OFFICIAL =
      List.of("nats", "nginx", "redis", "postgres", "busybox", "alpine", "memcached", "rabbitmq");

  private static final List<String> NAMED =
      List.of(
          "natsio/nats-box",
          "natsio/nats-server-config-reloader",
          "grafana/grafana",
          "grafana/loki",
          "bitnami/kubectl",
          "envoyproxy/gateway",
          "hashicorp/vault",
          "curlimages/curl",
          "docker.io/library/redis",
          "docker.io/istio/pilot",
          "docker.io/calico/node",
          "docker.io/velero/velero",
          "docker.io/openpolicyagent/gatekeeper",
          "registry.k8s.io/pause",
          "registry.k8s.io/coredns/coredns",
          "registry.k8s.io/ingress-nginx/controller",
          "registry.k8s.io/metrics-server/metrics-server",
          "registry.k8s.io/external-dns/external-dns",
          "registry.k8s.io/autoscaling/cluster-autoscaler",
          "registry.k8s.io/kube-state-metrics/kube-state-metrics",
          "quay.io/prometheus/prometheus",
          "quay.io/prometheus/node-exporter",
          "quay.io/prometheus-operator/prometheus-config-reloader",
          "quay.io/jetstack/cert-manager-controller",
          "quay.io/argoproj/argocd",
          "quay.io/cilium/operator-generic",
          "ghcr.io/external-secrets/external-secrets",
          "ghcr.io/fluxcd/source-controller",
          "ghcr.io/kyverno/kyverno",
          "ghcr.io/dexidp/dex",
          "public.ecr.aws/karpenter/controller",
          "public.ecr.aws/eks-distro/kubernetes/pause",
          "public.ecr.aws/aws-observability/aws-for-fluent-bit",
          "602401143452.dkr.ecr.eu-west-1.amazonaws.com/eks/coredns",
          "gcr.io/distroless/static",
          "mcr.microsoft.com/oss/azure/secrets-store",
          "localhost:5000/team/app",
          "registry.example.com:8443/platform/jobs/runner");

  private ThousandReferences() {}

  public static List<String> get() {
    var random = new Random(1);
    return Stream.generate(() -> name(random) + suffix(random)).distinct().limit(1_000).toList();
  }

  private static String name(Random random) {
    return one(random.nextInt(4) == 0 ? OFFICIAL : NAMED, random);
  }

  private static String suffix(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> "@sha256:" + digest(random);
      default -> ":" + tag(random);
    };
  }

  private static String tag(Random random) {
    var version = random.nextInt(30) + "." + random.nextInt(30);
    return switch (random.nextInt(4)) {
      case 0 -> version;
      case 1 -> "v" + version + "." + random.nextInt(10);
      case 2 -> version + "." + random.nextInt(10);
      default -> version + "-alpine3.20";
    };
  }

  private static String digest(Random random) {
    var digits = new StringBuilder();
    random.ints(64, 0, 16).forEach(digit -> digits.append(Character.forDigit(digit, 16)));
    return digits.toString();
  }

  private static String one(List<String> choices, Random random) {
    return choices.get(random.nextInt(choices.size()));
  }
}

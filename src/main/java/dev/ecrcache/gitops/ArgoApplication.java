package dev.ecrcache.gitops;

import java.util.List;
import java.util.Map;

/**
 * A release by Argo CD 2.8 or newer: an Application, which is kept in sync with its chart, and
 * whose objects go with it.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/helm/">Helm</a>
 * @see <a
 *     href="https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#applications">Applications</a>
 */
final class ArgoApplication {
  private ArgoApplication() {}

  static List<GitOpsObject> objects(GitOpsRelease release) {
    var chart = PublishedChart.of(release.chart());
    return List.of(
        new GitOpsObject(
            "",
            "argoproj.io/v1alpha1",
            "Application",
            Map.of(
                "name",
                release.name(),
                "namespace",
                release.objectNamespace(),
                "finalizers",
                List.of("resources-finalizer.argocd.argoproj.io")),
            values ->
                Map.of(
                    "project",
                    release.project(),
                    "source",
                    Map.of(
                        "repoURL",
                        chart.url(),
                        "chart",
                        chart.name(),
                        "targetRevision",
                        chart.version(),
                        "helm",
                        Map.of("releaseName", release.name(), "valuesObject", values)),
                    "destination",
                    Map.of(
                        "server",
                        "https://kubernetes.default.svc",
                        "namespace",
                        release.namespace()),
                    "syncPolicy",
                    Map.of(
                        "automated",
                        Map.of("prune", true),
                        "syncOptions",
                        List.of("CreateNamespace=true")))));
  }
}

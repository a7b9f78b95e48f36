package dev.ecrcache.gitops;

import dev.ecrcache.chart.ChartSource;

/**
 * A release of a chart that something in the cluster is to make.
 *
 * @param name its name, which its objects bear too
 * @param namespace its namespace, made when it is not there
 * @param objectNamespace the namespace of its objects
 * @param chart its chart
 * @param timeoutSeconds until Helm gives up on it, for Flux
 * @param project the project of the application, for Argo CD
 */
public record GitOpsRelease(
    String name,
    String namespace,
    String objectNamespace,
    ChartSource chart,
    int timeoutSeconds,
    String project) {}

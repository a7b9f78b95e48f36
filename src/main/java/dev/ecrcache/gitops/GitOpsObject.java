package dev.ecrcache.gitops;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An object of the cluster that has a part in a release.
 *
 * @param role what it is for beside the release, such as {@code repository}; empty for the release
 * @param apiVersion group and version, such as {@code source.toolkit.fluxcd.io/v1}
 * @param kind its kind, such as {@code HelmRepository}
 * @param metadata its name and namespace, and what else its metadata have
 * @param spec its spec by the values of the chart: maps, lists and texts
 */
public record GitOpsObject(
    String role,
    String apiVersion,
    String kind,
    Map<String, Object> metadata,
    UnaryOperator<Map<String, Object>> spec) {}

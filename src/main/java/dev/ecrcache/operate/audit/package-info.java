/**
 * Which workloads do not pull from the cache: of a cluster, or of manifests.
 *
 * <p>Uses {@code operate.cluster}, {@code overlay} and {@code image}.
 */
package dev.ecrcache.operate.audit;

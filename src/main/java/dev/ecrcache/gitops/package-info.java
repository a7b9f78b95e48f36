/**
 * Releases of charts as the objects of those who deploy them in the cluster: Flux and Argo CD.
 * Values alone, which know nothing of Pulumi.
 *
 * <p>Uses {@code chart}.
 */
package dev.ecrcache.gitops;

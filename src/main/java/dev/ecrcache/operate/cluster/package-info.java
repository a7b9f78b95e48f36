/**
 * Asks a Kubernetes cluster what its pods run, page by page.
 *
 * <p>Of fabric8's client, what reads a kubeconfig and speaks with its credentials is used. Answers
 * are read as they come, an object at a time, and are no objects of fabric8's: those would bring a
 * jar for each group of the API.
 *
 * <p>Uses {@code input}.
 */
package dev.ecrcache.operate.cluster;

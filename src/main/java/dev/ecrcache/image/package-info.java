/**
 * References to images, the upstream registries that ECR caches, and the rules that lead from a
 * reference to the cached one; and what of a foreign text may be shown.
 *
 * <p>Uses no other package of this project, and knows nothing of Pulumi.
 */
package dev.ecrcache.image;

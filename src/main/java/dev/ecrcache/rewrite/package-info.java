/**
 * Images in files of others, such as manifests, compose files and Dockerfiles: found, and moved to
 * a cache with no other character changed.
 *
 * <p>{@link dev.ecrcache.rewrite.Rewriter} is the one way: a finder for each {@code Kind} of file
 * tells where images stand, as {@code Spot}s; what is then written there is a {@code Splice}, and
 * the new text is read again and held against the old one.
 *
 * <p>Uses {@code overlay}, {@code chart}, {@code input} and {@code image}, and knows nothing of
 * Pulumi.
 */
package dev.ecrcache.rewrite;

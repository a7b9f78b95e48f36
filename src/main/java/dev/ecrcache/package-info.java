/**
 * One Amazon ECR pull-through cache for a whole AWS organisation: the components {@link
 * dev.ecrcache.RegistryCache}, {@link dev.ecrcache.OrganizationAccess}, {@link
 * dev.ecrcache.NodePullAccess}, {@link dev.ecrcache.ImageRedirect}, {@link
 * dev.ecrcache.CachedRelease} and {@link dev.ecrcache.SampleReleases}, their arguments, and {@link
 * dev.ecrcache.CacheEndpoint}, which carries a cache from one stack to another. The arguments of
 * arguments are in {@code dev.ecrcache.inputs}; the other packages are not for users of the
 * library.
 *
 * <p>Uses {@code children}, {@code inputs}, {@code aws}, {@code bind}, {@code redirect}, {@code
 * gitops}, {@code overlay}, {@code chart}, {@code policy} and {@code image}.
 */
package dev.ecrcache;

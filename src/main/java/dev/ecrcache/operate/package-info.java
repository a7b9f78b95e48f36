/**
 * Operating a cache that is deployed: what each command of the command line asks of AWS, of
 * registries and of clusters, and what it does there once its plan was shown.
 *
 * <p>Uses {@code fleet}, {@code program}, {@code dev.ecrcache}, {@code inputs}, {@code bind},
 * {@code overlay}, {@code chart}, {@code policy}, {@code aws}, {@code input} and {@code image}.
 */
package dev.ecrcache.operate;

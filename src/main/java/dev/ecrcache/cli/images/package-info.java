/**
 * Commands about references: of images, of charts, of files and of a whole cluster, in the cache.
 *
 * <p>Uses {@code cli.options}, {@code cli.console}, {@code bind}, {@code chart}, {@code
 * dev.ecrcache}, {@code image}, {@code input}, {@code overlay}, {@code redirect} and {@code
 * rewrite}.
 */
package dev.ecrcache.cli.images;

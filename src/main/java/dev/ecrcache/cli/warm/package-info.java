/**
 * {@code ecr-cache warm}: what is imported, and what is told of it.
 *
 * <p>Uses {@code cli.images}, {@code cli.options}, {@code cli.console}, {@code operate}, {@code
 * operate.warm}, {@code bind}, {@code distribution}, {@code image}, {@code program}, {@code
 * dev.ecrcache} and {@code overlay}.
 */
package dev.ecrcache.cli.warm;

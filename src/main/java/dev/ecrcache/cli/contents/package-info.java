/**
 * Commands about what the cache holds and who pulls it: {@code findings}, {@code audit}, {@code
 * clean} and {@code dev.ecrcache}.
 *
 * <p>Uses {@code cli.options}, {@code cli.console}, {@code operate}, {@code operate.audit}, {@code
 * operate.cluster}, {@code operate.contents}, {@code bind}, {@code distribution}, {@code image},
 * {@code program} and {@code dev.ecrcache}.
 */
package dev.ecrcache.cli.contents;

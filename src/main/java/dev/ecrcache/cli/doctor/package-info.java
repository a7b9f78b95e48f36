/**
 * {@code ecr-cache doctor}: what is examined, and its report as a table, JSON or a page.
 *
 * <p>Uses {@code cli.options}, {@code cli.console}, {@code operate}, {@code operate.doctor}, {@code
 * bind}, {@code image} and {@code program}.
 */
package dev.ecrcache.cli.doctor;

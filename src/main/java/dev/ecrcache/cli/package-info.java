/**
 * The command line {@code ecr-cache}: its commands together, and how they exit.
 *
 * <p>Uses {@code cli.images}, {@code cli.warm}, {@code cli.doctor}, {@code cli.contents}, {@code
 * cli.login}, {@code cli.fleet}, {@code cli.options}, {@code cli.console}, {@code operate}, {@code
 * operate.cluster}, {@code image} and {@code process}.
 */
package dev.ecrcache.cli;

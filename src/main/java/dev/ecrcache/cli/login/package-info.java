/**
 * {@code ecr-cache login}: how other tools log in, or has them do it.
 *
 * <p>Uses {@code cli.options}, {@code cli.console}, {@code operate} and {@code image}.
 */
package dev.ecrcache.cli.login;

/**
 * The command line {@code ecr-cache}: what it takes, what it prints, and how it exits.
 *
 * <p>Uses {@code operate}, {@code operate.audit}, {@code operate.cluster}, {@code
 * operate.contents}, {@code operate.doctor}, {@code operate.warm}, {@code distribution}, {@code
 * fleet}, {@code program}, {@code process}, {@code dev.ecrcache}, {@code redirect}, {@code
 * rewrite}, {@code bind}, {@code overlay}, {@code chart}, {@code input} and {@code image}.
 */
package dev.ecrcache.cli;

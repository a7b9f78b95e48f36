/**
 * Many stacks of one project, previewed and deployed in turn or side by side by one engine each.
 *
 * <p>Uses {@code program}, {@code process}, {@code bind}, {@code input} and {@code image}.
 */
package dev.ecrcache.fleet;

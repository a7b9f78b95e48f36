/**
 * {@code ecr-cache fleet}: many stacks, and how far they are.
 *
 * <p>Uses {@code cli.options}, {@code cli.console} and {@code fleet}.
 */
package dev.ecrcache.cli.fleet;

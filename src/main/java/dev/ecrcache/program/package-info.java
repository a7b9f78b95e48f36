/**
 * What {@code pulumi up} runs: {@link dev.ecrcache.program.App}, which reads the stack's settings,
 * asks before it owns what a registry has one of, and registers the components that have a block.
 *
 * <p>Uses {@code provider}, {@code dev.ecrcache}, {@code inputs}, {@code aws}, {@code bind}, {@code
 * input}, {@code process} and {@code image}.
 */
package dev.ecrcache.program;

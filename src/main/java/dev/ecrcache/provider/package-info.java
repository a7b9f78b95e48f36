/**
 * The components as the Pulumi package {@code ecr-cache} for programs in other languages: its
 * plugin, which makes them from the properties that an engine sends.
 *
 * <p>Uses {@code dev.ecrcache}, {@code aws}, {@code bind} and {@code process}.
 */
package dev.ecrcache.provider;

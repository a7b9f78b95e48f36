/**
 * The doctor: what is wrong with a cache that is deployed, why it matters and how to mend it; and
 * one pull, followed from its reference to its layers.
 *
 * <p>Uses {@code operate}, {@code distribution}, {@code program}, {@code dev.ecrcache}, {@code
 * inputs}, {@code bind}, {@code policy}, {@code aws} and {@code image}.
 */
package dev.ecrcache.operate.doctor;

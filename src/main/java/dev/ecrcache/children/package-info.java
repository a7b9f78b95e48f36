/**
 * What the components register beside their main resources, where that takes more than one resource
 * or more than a few lines.
 *
 * <p>Uses {@code inputs}, {@code aws}, {@code bind}, {@code policy} and {@code image}.
 */
package dev.ecrcache.children;

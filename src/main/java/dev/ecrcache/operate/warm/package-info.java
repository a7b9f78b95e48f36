/**
 * Has ECR import images before nodes need them, and tells which tags have moved upstream since.
 *
 * <p>Uses {@code operate}, {@code distribution} and {@code image}.
 */
package dev.ecrcache.operate.warm;

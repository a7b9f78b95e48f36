/**
 * The arguments of the components' arguments, as in Pulumi's own SDKs, and what ECR takes in them.
 *
 * <p>Uses {@code aws}, {@code bind}, {@code policy} and {@code image}.
 */
package dev.ecrcache.inputs;

/**
 * What is asked of AWS: before anything is registered, who the deployer is, what is there, and the
 * roles of clusters; then, whether ECR sees a new secret. The AWS SDK is loaded only where Pulumi's
 * own functions cannot tell.
 *
 * <p>Uses {@code bind} and {@code image}.
 */
package dev.ecrcache.aws;

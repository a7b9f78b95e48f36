/**
 * What is asked of AWS: before anything is registered, who the deployer is, what is there, and the
 * roles of clusters; then, whether ECR sees a new secret. It may use the arguments of components
 * and {@code image}, {@code policy}; the AWS SDK is loaded only where Pulumi's own functions cannot
 * tell.
 */
package dev.ecrcache.aws;

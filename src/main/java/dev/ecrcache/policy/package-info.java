/**
 * The IAM and lifecycle policies of a cache, as documents that tests read without Pulumi, and the
 * grammar of the user's own statements. The lists of actions are here and nowhere else.
 *
 * <p>Uses {@code image}, and knows nothing of Pulumi.
 */
package dev.ecrcache.policy;

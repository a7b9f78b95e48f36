/**
 * Images that come from the cache without a change to who asks for them: admission policies of a
 * whole cluster, and the settings of its nodes. Values alone, which know nothing of Pulumi.
 *
 * <p>Uses {@code chart} and {@code image}.
 */
package dev.ecrcache.redirect;

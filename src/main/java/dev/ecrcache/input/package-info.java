/**
 * What users hand over, read within limits of size, depth and number, so that no file takes this
 * process's time or memory without end.
 *
 * <p>Uses {@code image}, and knows nothing of Pulumi.
 */
package dev.ecrcache.input;

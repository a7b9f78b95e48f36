/**
 * A Helm chart, from wherever it comes: fetched, read and rendered in processes of their own,
 * within limits, since it is a stranger's.
 *
 * <p>Uses {@code input} and {@code image}, and knows nothing of Pulumi.
 */
package dev.ecrcache.chart;

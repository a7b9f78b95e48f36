/**
 * What the cached repositories of a registry hold: the findings of scans, images that nobody pulls,
 * and their deletion.
 *
 * <p>To ECR, whoever reads a manifest pulls the image. So manifests are read of images that were
 * named, and of others only for a principal whose pulls ECR does not record.
 *
 * <p>Uses {@code operate}, {@code distribution}, {@code aws} and {@code image}.
 */
package dev.ecrcache.operate.contents;

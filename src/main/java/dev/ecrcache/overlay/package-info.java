/**
 * Images in values and manifests: found, moved to a cache, and proven by rendering.
 *
 * <p>{@link dev.ecrcache.overlay.OverlayProof} is the one way: {@code Learning} renders a chart
 * with {@code Marks} in its values and reads where they come out ({@code Provenance}); {@code
 * Solutions} and {@code Assignment} say which texts move the images; {@code Settlement} renders
 * with them, and {@code Comparison} holds every place against what it must be. {@link
 * dev.ecrcache.overlay.Overlay} goes by the shapes of values alone, for a chart that cannot be
 * rendered.
 *
 * <p>Uses {@code chart} and {@code image}, and knows nothing of Pulumi.
 */
package dev.ecrcache.overlay;

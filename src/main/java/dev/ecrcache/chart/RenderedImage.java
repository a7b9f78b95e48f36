package dev.ecrcache.chart;

import dev.ecrcache.image.ImageReference;

/**
 * An image of a Kubernetes object.
 *
 * @param object the object, such as {@code Deployment nats/nats}: kind, namespace if it has one,
 *     and name
 * @param container the container's name; empty where there is none
 * @param image the image
 * @param path the place in the object, such as {@code spec.template.spec.containers[0].image}
 */
public record RenderedImage(String object, String container, ImageReference image, String path) {}

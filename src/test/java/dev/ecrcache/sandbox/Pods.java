package dev.ecrcache.sandbox;

import static dev.ecrcache.Recorder.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Pods and what makes them, as trees that a test may change, and the images in what came of them.
 */
final class Pods {
  private Pods() {}

  /** A pod {@code p} of containers {@code c0}, {@code c1} and so on. */
  static Map<String, Object> pod(String... images) {
    return pod(List.of(images));
  }

  /** The same. */
  static Map<String, Object> pod(List<String> images) {
    return map(
        "apiVersion", "v1", "kind", "Pod", "metadata", map("name", "p"), "spec", podSpec(images));
  }

  /** A Deployment of the same pods. */
  static Map<String, Object> deployment(String... images) {
    var labels = map("app", "d");
    return map(
        "apiVersion",
        "apps/v1",
        "kind",
        "Deployment",
        "metadata",
        map("name", "d"),
        "spec",
        map(
            "selector",
            map("matchLabels", labels),
            "template",
            map("metadata", map("labels", labels), "spec", podSpec(List.of(images)))));
  }

  private static Map<String, Object> podSpec(List<String> images) {
    return map(
        "containers",
        IntStream.range(0, images.size())
            .mapToObj(i -> map("name", "c" + i, "image", images.get(i)))
            .toList());
  }

  /** An admission policy or its binding. */
  static Map<String, Object> policy(String kind, String name, Map<String, Object> spec) {
    return map(
        "apiVersion",
        "admissionregistration.k8s.io/v1",
        "kind",
        kind,
        "metadata",
        map("name", name),
        "spec",
        spec);
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> metadata(Map<String, Object> object) {
    return (Map<String, Object>) object.get("metadata");
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> spec(Map<String, Object> object) {
    return (Map<String, Object>) object.get("spec");
  }

  /** The images of a list of containers. */
  static List<String> images(JsonNode containers) {
    var images = new ArrayList<String>();
    containers.forEach(container -> images.add(container.get("image").textValue()));
    return images;
  }
}

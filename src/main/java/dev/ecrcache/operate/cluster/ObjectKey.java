package dev.ecrcache.operate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * Names an object of a cluster.
 *
 * @param kind such as {@code Deployment}
 * @param namespace its namespace; empty for what has none
 * @param name its name
 */
public record ObjectKey(String kind, String namespace, String name) {
  /** One of a kind, from its metadata. */
  static ObjectKey of(String kind, JsonNode object) {
    var metadata = object.path("metadata");
    return new ObjectKey(kind, metadata.path("namespace").asText(), metadata.path("name").asText());
  }

  /**
   * What controls an object.
   *
   * @see <a
   *     href="https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/">Owners
   *     and Dependents</a>
   */
  static Optional<ObjectKey> controller(JsonNode object) {
    var metadata = object.path("metadata");
    for (var owner : metadata.path("ownerReferences")) {
      if (owner.path("controller").asBoolean()) {
        return Optional.of(
            new ObjectKey(
                owner.path("kind").asText(),
                metadata.path("namespace").asText(),
                owner.path("name").asText()));
      }
    }
    return Optional.empty();
  }

  /** Kind, namespace and name, such as {@code Deployment shop/web}. */
  @Override
  public String toString() {
    return "%s %s%s".formatted(kind, namespace.isEmpty() ? "" : namespace + "/", name);
  }
}

package dev.ecrcache.distribution;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The manifest of an image, or of an index: a manifest list.
 *
 * @param self its own type, digest and size
 * @param manifests the manifests of an index; empty for an image
 * @param blobs the configuration and the layers of an image that registries hold; empty for an
 *     index
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/manifest.md">OCI image
 *     manifest</a>
 */
public record Manifest(Descriptor self, List<Descriptor> manifests, List<Descriptor> blobs) {
  private static final JsonMapper JSON = new JsonMapper();

  /** More than any image has: Docker's limit for layers is 127. */
  private static final int MOST = 1000;

  /** What is asked for: the two forms of an index, and the two of an image. */
  static final List<String> TYPES =
      List.of(
          "application/vnd.oci.image.index.v1+json",
          "application/vnd.docker.distribution.manifest.list.v2+json",
          "application/vnd.oci.image.manifest.v1+json",
          "application/vnd.docker.distribution.manifest.v2+json");

  /** Whether it is an index. */
  public boolean isIndex() {
    return !manifests.isEmpty();
  }

  /**
   * Reads what a registry answered.
   *
   * @throws IllegalArgumentException if it is no manifest
   */
  public static Manifest parse(byte[] bytes, String mediaType, String digest) {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (IOException e) {
      throw new IllegalArgumentException("is not JSON", e);
    }
    if (json == null || json.path("schemaVersion").intValue() != 2) {
      throw new IllegalArgumentException("is no manifest of schema version 2");
    }
    var self = new Descriptor(mediaType, digest, bytes.length, Optional.empty());
    if (json.has("manifests")) {
      return new Manifest(self, descriptors(json.path("manifests")).toList(), List.of());
    }
    var blobs = Stream.concat(Stream.of(descriptor(json.path("config"))), layers(json));
    return new Manifest(self, List.of(), blobs.distinct().toList());
  }

  private static Stream<Descriptor> layers(JsonNode json) {
    // Those of Windows' base images are at Microsoft, and in no other registry.
    return descriptors(json.path("layers"))
        .filter(it -> !it.mediaType().contains("foreign"))
        .filter(it -> !it.mediaType().contains("nondistributable"));
  }

  private static Stream<Descriptor> descriptors(JsonNode array) {
    if (!array.isArray() || array.size() > MOST) {
      throw new IllegalArgumentException("names no list of up to %d parts".formatted(MOST));
    }
    return StreamSupport.stream(array.spliterator(), false).map(Manifest::descriptor);
  }

  private static Descriptor descriptor(JsonNode json) {
    var digest = json.path("digest").asText();
    if (!Digests.isDigest(digest)) {
      throw new IllegalArgumentException("names a part without a digest of sha256 or sha512");
    }
    var platform = json.path("platform");
    return new Descriptor(
        json.path("mediaType").asText(),
        digest,
        json.path("size").asLong(),
        platform.isObject()
            ? Optional.of(
                new Platform(
                    platform.path("os").asText(),
                    platform.path("architecture").asText(),
                    Optional.ofNullable(platform.path("variant").textValue())))
            : Optional.empty());
  }
}

package dev.ecrcache.operate.contents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.operate.AwsRefusalException;
import java.util.ArrayList;
import java.util.List;

/**
 * The manifests that an index names.
 *
 * @param images those of images, with their platforms
 * @param all the digests of all, with those of attestations
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md">OCI image
 *     index</a>
 */
record IndexManifest(List<Child> images, List<String> all) {
  private static final JsonMapper JSON = new JsonMapper();
  // https://docs.docker.com/build/metadata/attestations/attestation-storage/
  private static final String ATTESTATION = "vnd.docker.reference.type";

  /**
   * An image of an index.
   *
   * @param digest its digest
   * @param platform such as {@code linux/arm/v7}
   */
  record Child(String digest, String platform) {}

  /**
   * Reads one that ECR holds.
   *
   * @throws AwsRefusalException if it is no index
   */
  static IndexManifest parse(String repository, String manifest) {
    var images = new ArrayList<Child>();
    var all = new ArrayList<String>();
    try {
      for (var child : JSON.readTree(manifest).path("manifests")) {
        var digest = child.path("digest").asText();
        all.add(digest);
        if (!child.path("annotations").has(ATTESTATION)) {
          images.add(new Child(digest, platform(child.path("platform"))));
        }
      }
    } catch (JsonProcessingException e) {
      throw new AwsRefusalException("%s: a manifest is no JSON".formatted(repository), e);
    }
    return new IndexManifest(List.copyOf(images), List.copyOf(all));
  }

  private static String platform(JsonNode platform) {
    var variant = platform.path("variant").asText();
    return "%s/%s%s"
        .formatted(
            platform.path("os").asText("unknown"),
            platform.path("architecture").asText("unknown"),
            variant.isEmpty() ? "" : "/" + variant);
  }
}

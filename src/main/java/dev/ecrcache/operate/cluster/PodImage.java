package dev.ecrcache.operate.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An image that the node pulls for a pod.
 *
 * @param container the name of the container or of the volume
 * @param role who has it
 * @param image the reference of the pod
 * @param imageId what the node says that it runs, with a digest; empty until then
 */
public record PodImage(String container, Role role, String image, Optional<String> imageId) {

  /** Who has an image. */
  public enum Role {
    CONTAINER("containers", "containerStatuses"),
    INIT("initContainers", "initContainerStatuses"),
    EPHEMERAL("ephemeralContainers", "ephemeralContainerStatuses"),
    /** https://kubernetes.io/docs/concepts/storage/volumes/#image */
    VOLUME("volumes", "");

    private final String key;
    private final String statuses;

    Role(String key, String statuses) {
      this.key = key;
      this.statuses = statuses;
    }

    /** Its lower-case word. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** All of a pod. */
  static List<PodImage> of(JsonNode pod) {
    var images = new ArrayList<PodImage>();
    for (var role : Role.values()) {
      var ids = ids(pod.path("status").path(role.statuses));
      for (var part : pod.path("spec").path(role.key)) {
        var name = part.path("name").asText();
        var image = part.path("image");
        var text = image.isObject() ? image.path("reference").asText() : image.asText();
        if (!text.isBlank()) {
          images.add(new PodImage(name, role, text, Optional.ofNullable(ids.get(name))));
        }
      }
    }
    return images;
  }

  private static Map<String, String> ids(JsonNode statuses) {
    var ids = new HashMap<String, String>();
    for (var status : statuses) {
      var id = status.path("imageID").asText();
      if (!id.isBlank()) {
        ids.put(status.path("name").asText(), id.replaceFirst("^[a-z-]+://", ""));
      }
    }
    return ids;
  }
}

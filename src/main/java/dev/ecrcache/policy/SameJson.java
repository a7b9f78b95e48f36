package dev.ecrcache.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;

/** Whether two texts are the same JSON, such as a policy and what AWS keeps of it. */
public final class SameJson {
  private static final JsonMapper JSON = new JsonMapper();

  private SameJson() {}

  /** Whether both are empty, or the same whatever the order of keys and the spaces. */
  public static boolean of(Optional<String> one, Optional<String> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() && other.isEmpty();
    }
    try {
      return JSON.readTree(one.get()).equals(JSON.readTree(other.get()));
    } catch (JsonProcessingException e) {
      return one.equals(other);
    }
  }
}

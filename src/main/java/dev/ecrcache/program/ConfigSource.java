package dev.ecrcache.program;

import com.pulumi.core.Output;
import java.util.Optional;
import java.util.Set;

/** Where configuration comes from. Keys are full, such as {@code aws:region}. */
interface ConfigSource {
  /** The project, whose own keys begin with its name. */
  String project();

  /** All keys. */
  Set<String> keys();

  /** The text or JSON under a key. */
  Optional<String> get(String key);

  /** Whether the value under a key is a secret or holds one. */
  boolean isSecret(String key);

  /** The value under a key that a credential names; empty if there is none. */
  Optional<Output<String>> secret(String key);
}

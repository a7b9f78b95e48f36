package dev.ecrcache.program;

import com.pulumi.Context;
import com.pulumi.core.Output;
import com.pulumi.deployment.internal.DeploymentInternal;
import java.util.Optional;
import java.util.Set;

/** The configuration of a running deployment. */
final class EngineConfig implements ConfigSource {
  private final Context context;
  private final Set<String> keys;

  /**
   * @param keys the full keys of everything that the engine handed over
   */
  EngineConfig(Context context, Set<String> keys) {
    this.context = context;
    this.keys = keys;
  }

  @Override
  public String project() {
    return context.config().getName();
  }

  @Override
  public Set<String> keys() {
    return keys;
  }

  @Override
  public Optional<String> get(String key) {
    var colon = key.indexOf(':');
    return context.config(key.substring(0, colon)).get(key.substring(colon + 1));
  }

  @Override
  public boolean isSecret(String key) {
    // Config itself does not tell a secret from plain text.
    return DeploymentInternal.getInstance().isConfigSecret(key);
  }

  @Override
  public Optional<Output<String>> secret(String key) {
    return get(key).map(Output::ofSecret);
  }
}

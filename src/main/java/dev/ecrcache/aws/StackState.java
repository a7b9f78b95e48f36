package dev.ecrcache.aws;

import com.pulumi.Context;
import com.pulumi.core.TypeShape;
import com.pulumi.core.annotations.Import;
import com.pulumi.deployment.Deployment;
import com.pulumi.resources.InvokeArgs;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/**
 * What the stack held when its program began. A program does not see its own state; the engine
 * reads it, as that of any stack. It may hold secrets: none of it is told.
 */
public final class StackState {
  private static final String FUNCTION = "pulumi:pulumi:readStackResourceOutputs";

  private final Collection<?> resources;

  private StackState(Collection<?> resources) {
    this.resources = resources;
  }

  /**
   * Asks the engine. Before Pulumi 3.136 it breaks down over a state in files that is still empty.
   *
   * @return empty where nobody keeps a state, as in unit tests
   * @throws IllegalArgumentException if it cannot be read
   */
  public static Optional<StackState> read(Context context) {
    var stack =
        String.join("/", context.organizationName(), context.projectName(), context.stackName());
    try {
      var answer =
          Deployment.getInstance()
              .invokeAsync(
                  FUNCTION, TypeShape.map(String.class, Object.class), new StackName(stack))
              .join();
      return answer.get("outputs") instanceof Map<?, ?> byUrn
          ? Optional.of(new StackState(byUrn.values()))
          : Optional.empty();
    } catch (CompletionException e) {
      throw new IllegalArgumentException(ProviderMessage.of(e), e);
    }
  }

  /** Whether there is a resource of the type in which the output has this value. */
  public boolean holds(String type, String output, String value) {
    return resources.stream()
        .anyMatch(
            resource ->
                resource instanceof Map<?, ?> parts
                    && type.equals(parts.get("type"))
                    && parts.get("outputs") instanceof Map<?, ?> outputs
                    && value.equals(outputs.get(output)));
  }

  private static final class StackName extends InvokeArgs {
    @Import private final String stackName;

    StackName(String stackName) {
      this.stackName = stackName;
    }
  }
}

package dev.ecrcache.aws;

import com.pulumi.core.Output;
import dev.ecrcache.bind.InvalidArgumentException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Values that are known, and may be refused, while resources are registered. Pulumi prints a stack
 * trace of an output that fails on its way into a resource. So the refusal fails by itself, which
 * is one line, and whoever waits for the value waits until the program has ended.
 */
public final class Late {
  private Late() {}

  /**
   * @param check may throw {@link InvalidArgumentException}; is called twice
   */
  public static <T, U> Output<U> checked(Output<T> value, Function<T, U> check) {
    value.applyValue(check);
    return value.apply(
        it -> {
          try {
            return Output.of(check.apply(it));
          } catch (InvalidArgumentException e) {
            return Output.of(new CompletableFuture<U>());
          }
        });
  }

  /**
   * The provider's answer.
   *
   * @param argument what it was asked for
   * @param problem what is wrong when there is none; {@code %s} is what the provider says
   */
  public static <T> Output<T> answered(
      CompletableFuture<T> question, String argument, String problem) {
    var answer = new CompletableFuture<T>();
    var outcome =
        question.handle(
            (it, failed) -> {
              if (failed != null) {
                throw new InvalidArgumentException(
                    argument, problem.formatted(ProviderMessage.of(failed)));
              }
              answer.complete(it);
              return it;
            });
    Output.of(outcome);
    return Output.of(answer);
  }
}

package dev.ecrcache.provider;

import com.pulumi.exceptions.RunException;
import dev.ecrcache.aws.ProviderMessage;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.process.UnexpectedFailure;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a component could not be made, in one line. */
final class Failure {
  private Failure() {}

  /**
   * @param thrown what went wrong, with what went wrong beside it or behind it
   */
  static String line(Throwable thrown) {
    var all = all(thrown).toList();
    return first(all, InvalidArgumentException.class)
        .or(() -> first(all, RunException.class))
        .map(Throwable::getMessage)
        .or(
            () ->
                first(all, StatusRuntimeException.class)
                    .map(engine -> "Pulumi's engine: " + ProviderMessage.of(engine)))
        .orElseGet(() -> new UnexpectedFailure(all.get(all.size() - 1)).getMessage());
  }

  private static Stream<Throwable> all(Throwable thrown) {
    return Stream.of(
            Stream.of(thrown),
            Stream.of(thrown.getSuppressed()).flatMap(Failure::all),
            Stream.ofNullable(thrown.getCause()).flatMap(Failure::all))
        .flatMap(it -> it);
  }

  private static <T extends Throwable> Optional<Throwable> first(
      List<Throwable> all, Class<T> type) {
    return all.stream().filter(type::isInstance).findFirst();
  }
}

package dev.ecrcache.process;

import com.pulumi.exceptions.RunException;
import java.util.stream.Stream;

/**
 * A fault of this program: what failed and where, in one line. It repeats no message of others,
 * which may quote what the user gave.
 */
public final class UnexpectedFailure extends RunException {
  private static final long serialVersionUID = 1L;
  private static final String OWN = "dev.ecrcache.";

  /**
   * @param cause what was thrown and is nobody's refusal
   */
  public UnexpectedFailure(Throwable cause) {
    super(line(cause));
  }

  private static String line(Throwable cause) {
    var first = cause;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    if (first instanceof OutOfMemoryError) {
      return "Java has no memory left, of which it takes %d MiB here; give it less to read"
          .formatted(Runtime.getRuntime().maxMemory() >> 20);
    }
    var frames = first.getStackTrace();
    var place =
        Stream.of(frames)
            .filter(frame -> frame.getClassName().startsWith(OWN))
            .findFirst()
            .or(() -> Stream.of(frames).findFirst())
            .map(frame -> " at " + frame)
            .orElse("");
    return "unexpected failure, a fault of ecr-cache: %s%s; please report this line and what you ran"
            .formatted(first.getClass().getName(), place)
        + " to the project's issue tracker";
  }
}

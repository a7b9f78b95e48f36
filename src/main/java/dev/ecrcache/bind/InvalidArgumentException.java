package dev.ecrcache.bind;

import static java.util.stream.Collectors.joining;

import com.pulumi.exceptions.RunException;
import dev.ecrcache.image.PublicText;
import dev.ecrcache.image.Quoted;
import java.util.stream.Stream;

/**
 * A setting that cannot work, found before anything is registered. As a {@link RunException} it
 * reaches the user of {@code pulumi} as its one line, without a stack trace.
 */
public final class InvalidArgumentException extends RunException {
  private static final long serialVersionUID = 1L;

  private static final int LONGEST = 500;

  private final String argument;
  private final String problem;

  /**
   * @param argument the argument, as a path of builder methods or stack-file keys joined by dots
   * @param problem what is wrong, what is allowed, what to do; never a secret value
   */
  public InvalidArgumentException(String argument, String problem) {
    super(path(PublicText.of(argument)) + ": " + printable(problem));
    this.argument = argument;
    this.problem = problem;
  }

  /** The refusal without its argument, for whoever was not asked for one by that name. */
  public String problem() {
    return printable(problem);
  }

  // Keys are the user's too: each stays short, and shows what it is.
  private static String path(String argument) {
    if (argument.length() > LONGEST) {
      return Quoted.visible(argument);
    }
    return Stream.of(argument.split("\\.", -1)).map(Quoted::visible).collect(joining("."));
  }

  // Values are quoted as the user wrote them; the refusal stays one line, and keeps secrets.
  private static String printable(String text) {
    return PublicText.ofMessage(text).replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
  }

  /** The same refusal, its argument seen from further outside. */
  public InvalidArgumentException in(String outer) {
    return new InvalidArgumentException(outer + "." + argument, problem);
  }

  /** The same refusal, its argument as a configuration key of a project. */
  public InvalidArgumentException of(String project) {
    return new InvalidArgumentException(project + ":" + argument, problem);
  }
}

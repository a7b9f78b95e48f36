package dev.ecrcache.image;

/**
 * A text that is no image reference. The message is one line with the text (shortened when long,
 * control characters made visible), the place and the reason.
 */
public final class InvalidImageReferenceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String text;
  private final int index;
  private final String reason;

  InvalidImageReferenceException(String text, int index, String reason) {
    super("invalid image reference %s at index %d: %s".formatted(Quoted.of(text), index, reason));
    this.text = text;
    this.index = index;
    this.reason = reason;
  }

  /** The whole text that was refused. */
  public String text() {
    return text;
  }

  /** The place in the text, counted in chars from 0; the length of the text for its end. */
  public int index() {
    return index;
  }

  /** What is wrong at that place. */
  public String reason() {
    return reason;
  }
}

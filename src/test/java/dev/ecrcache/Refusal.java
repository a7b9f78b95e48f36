package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ecrcache.bind.InvalidArgumentException;
import org.junit.jupiter.api.function.Executable;

/** An attempt that must be refused, and the message in full. */
public record Refusal(String message, Executable attempt) {

  public static Refusal of(String message, Executable attempt) {
    return new Refusal(message, attempt);
  }

  public void check() {
    assertEquals(message, assertThrows(InvalidArgumentException.class, attempt).getMessage());
  }

  @Override
  public String toString() {
    return message;
  }
}

package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** An attempt that must be refused, and the message in full. */
record Refusal(String message, Executable attempt) {

  static Refusal of(String message, Executable attempt) {
    return new Refusal(message, attempt);
  }

  void check() {
    assertEquals(message, assertThrows(InvalidArgumentException.class, attempt).getMessage());
  }

  @Override
  public String toString() {
    return message;
  }
}

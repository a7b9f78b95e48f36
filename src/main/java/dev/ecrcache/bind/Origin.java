package dev.ecrcache.bind;

/** Who gives arguments. */
public enum Origin {
  /** The stack file of this project's own program. */
  STACK_FILE,
  /** A program in another language than Java, whose own have all methods of a builder. */
  PROGRAM
}

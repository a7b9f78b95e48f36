package dev.ecrcache.bind;

/** Who gives arguments. */
public enum Use {
  /** The stack file of this project's own program. */
  STACK_FILE,
  /** A program, in any language. */
  PROGRAM
}

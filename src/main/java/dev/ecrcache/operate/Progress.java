package dev.ecrcache.operate;

/** Is told how far long work has come; from several threads at once. */
@FunctionalInterface
public interface Progress {
  /** Keeps it to itself. */
  Progress NONE = (what, done, total) -> {};

  /**
   * Work has come this far.
   *
   * @param what what is done, such as {@code repositories}
   * @param done how many are done
   * @param total how many there are; 0 while that is not known
   */
  void at(String what, long done, long total);
}

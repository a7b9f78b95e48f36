package dev.ecrcache.fleet;

/** Hears what happens, from many threads. */
public interface Progress {
  /** A stack's turn has come. */
  void started(String stack);

  /** A stack has ended, or will not have a turn. */
  void ended(Outcome outcome);
}

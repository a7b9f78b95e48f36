package dev.ecrcache.cli.console;

import java.io.IOException;

/** Writes records one by one. */
public interface RowWriter<T extends Record> {
  /** Writes one record, now or at the end. */
  void write(T row) throws IOException;

  /** Writes what remains. */
  void end() throws IOException;
}

package dev.ecrcache.cli;

import java.io.IOException;

/** Writes records one by one. */
interface RowWriter<T extends Record> {
  /** Writes one record, now or at the end. */
  void write(T row) throws IOException;

  /** Writes what remains. */
  void end() throws IOException;
}

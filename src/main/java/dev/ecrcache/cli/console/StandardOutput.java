package dev.ecrcache.cli.console;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Standard output, buffered. A reader that goes away early, such as {@code head}, is no error. */
public final class StandardOutput extends OutputStream {
  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private boolean broken;

  public StandardOutput(OutputStream out) {
    this.out = new BufferedOutputStream(out, BUFFER);
  }

  /** Whether nothing more can be written. */
  public boolean isBroken() {
    return broken;
  }

  @Override
  public void write(int b) throws IOException {
    unlessBroken(() -> out.write(b));
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    unlessBroken(() -> out.write(bytes, offset, length));
  }

  @Override
  public void flush() throws IOException {
    unlessBroken(out::flush);
  }

  private void unlessBroken(Writing writing) throws IOException {
    if (broken) {
      return;
    }
    try {
      writing.run();
    } catch (IOException e) {
      broken = true;
      // Java has no type for EPIPE.
      if (!"Broken pipe".equals(e.getMessage())) {
        throw e;
      }
    }
  }

  /** What may fail. */
  private interface Writing {
    void run() throws IOException;
  }
}

package dev.ecrcache.cli.console;

import dev.ecrcache.operate.Progress;
import java.io.PrintWriter;
import java.time.Duration;

/**
 * Tells on standard error how far long work is: a bar on a terminal, now and then a line elsewhere.
 */
public final class ProgressLine implements Progress, AutoCloseable {
  private static final int WIDTH = 30;
  private static final Duration BAR = Duration.ofMillis(100);
  private static final Duration LINE = Duration.ofSeconds(10);

  private final PrintWriter errors;
  private final boolean terminal;
  private long last = System.nanoTime();
  private int shown;

  public ProgressLine(PrintWriter errors) {
    this.errors = errors;
    this.terminal = System.console() != null;
  }

  @Override
  public synchronized void at(String what, long done, long total) {
    var now = System.nanoTime();
    if (now - last < (terminal ? BAR : LINE).toNanos()) {
      return;
    }
    last = now;
    var count = total == 0 ? "%d".formatted(done) : "%d of %d".formatted(done, total);
    if (terminal) {
      draw("%s %s %s".formatted(bar(done, total), count, what));
    } else {
      errors.println("%s %s …".formatted(count, what));
    }
  }

  /** Takes the bar away. */
  @Override
  public synchronized void close() {
    if (shown > 0) {
      draw("");
      errors.print("\r");
      errors.flush();
    }
  }

  private void draw(String text) {
    errors.print("\r" + text + " ".repeat(Math.max(0, shown - text.length())));
    errors.flush();
    shown = text.length();
  }

  private static String bar(long done, long total) {
    var full = total == 0 ? 0 : (int) Math.min(WIDTH, WIDTH * done / total);
    return "[%s%s]".formatted("=".repeat(full), " ".repeat(WIDTH - full));
  }
}

package dev.ecrcache.cli.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes aligned columns, once the widest cells are known. */
final class TableWriter<T extends Record> implements RowWriter<T> {
  /** A longer cell moves the rest of its own line only. */
  private static final int WIDEST = 100;

  private final OutputStream out;
  private final Function<T, List<String>> cells;
  private final List<List<String>> lines = new ArrayList<>();

  TableWriter(OutputStream out, Function<T, List<String>> cells) {
    this.out = out;
    this.cells = cells;
  }

  @Override
  public void write(T row) {
    lines.add(cells.apply(row).stream().map(Printable::of).toList());
  }

  @Override
  public void end() throws IOException {
    var columns = lines.stream().mapToInt(List::size).max().orElse(0);
    var widths = new int[columns];
    for (var line : lines) {
      for (var column = 0; column < line.size(); column++) {
        var length = line.get(column).length();
        widths[column] = length > WIDEST ? widths[column] : Math.max(widths[column], length);
      }
    }
    for (var line : lines) {
      out.write(text(line, widths).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String text(List<String> line, int[] widths) {
    var text = new StringBuilder();
    for (var column = 0; column < line.size() - 1; column++) {
      var cell = line.get(column);
      text.append(cell).append(" ".repeat(Math.max(0, widths[column] - cell.length()) + 2));
    }
    return text.append(line.get(line.size() - 1)).append('\n').toString();
  }
}

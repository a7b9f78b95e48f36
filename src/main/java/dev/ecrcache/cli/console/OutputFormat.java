package dev.ecrcache.cli.console;

import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;

/** The form of the output. */
public enum OutputFormat {
  /** For people. */
  TABLE,
  /** For scripts. */
  JSON,
  /** For sending on; a few commands have it. */
  HTML,
  /** For a cluster; a few commands have it. */
  YAML;

  /**
   * A writer of records in this form.
   *
   * @param cells the columns of a record in a table
   */
  public <T extends Record> RowWriter<T> writer(OutputStream out, Function<T, List<String>> cells) {
    return switch (this) {
      case TABLE -> new TableWriter<>(out, cells);
      case JSON -> new JsonWriter<>(out);
      case HTML, YAML -> throw new IllegalStateException("no records in " + this);
    };
  }

  /** Reads the word for a form. */
  public static final class Converter implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String word) {
      return Words.choose(word, Map.of("table", TABLE, "json", JSON, "html", HTML, "yaml", YAML));
    }
  }
}

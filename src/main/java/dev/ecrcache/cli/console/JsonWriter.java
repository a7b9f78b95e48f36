package dev.ecrcache.cli.console;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes a JSON array, one record a line, as the records come. */
public final class JsonWriter<T extends Record> implements RowWriter<T> {
  private final OutputStream out;
  private final JsonMapper mapper = new JsonMapper();
  private String before = "[\n  ";
  private String end = "[]\n";

  public JsonWriter(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(T row) throws IOException {
    print(before);
    out.write(mapper.writeValueAsBytes(row));
    before = ",\n  ";
    end = "\n]\n";
  }

  @Override
  public void end() throws IOException {
    print(end);
  }

  private void print(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}

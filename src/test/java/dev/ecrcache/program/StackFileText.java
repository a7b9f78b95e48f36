package dev.ecrcache.program;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.representer.Representer;

/** The text of a stack file, read as the engine reads it. */
public final class StackFileText {
  private static final JsonMapper JSON = new JsonMapper();

  static {
    JSON.getSerializerProvider().setNullKeySerializer(new NullKey());
  }

  private StackFileText() {}

  public static JsonNode read(String yaml) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    return JSON.valueToTree(
        new Yaml(
                new EngineScalars(options),
                new Representer(new DumperOptions()),
                new DumperOptions(),
                options,
                new EngineScalars.Plain())
            .<Object>load(yaml));
  }

  /** As Go prints it. */
  private static final class NullKey extends StdSerializer<Object> {
    private static final long serialVersionUID = 1L;

    NullKey() {
      super(Object.class);
    }

    @Override
    public void serialize(Object key, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      json.writeFieldName("<nil>");
    }
  }
}

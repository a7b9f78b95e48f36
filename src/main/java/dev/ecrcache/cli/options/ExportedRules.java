package dev.ecrcache.cli.options;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ecrcache.CacheEndpoint;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.cli.console.InputFile;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import java.io.IOException;

/** The rules of a cache that its stack exports as JSON. */
public final class ExportedRules {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ExportedRules() {}

  /**
   * @throws IllegalArgumentException if the file is no JSON
   * @throws InvalidArgumentException if it is not what a stack exports
   */
  public static CachedImages read(InputFile file, Digests digests) {
    var endpoint = endpoint(file);
    return new CachedImages(endpoint.plainHost().orElseThrow(), endpoint.rules(), digests);
  }

  /** The cache itself; throws as {@link #read}. */
  static CacheEndpoint endpoint(InputFile file) {
    return CacheEndpoint.ofExport(json(file), file.toString());
  }

  private static Object json(InputFile file) {
    try {
      return JSON.readValue(file.bytes(), Object.class);
    } catch (IOException e) {
      throw file.refusal("is not JSON; write it with `pulumi stack output cacheEndpoint --json`");
    }
  }
}

package dev.ecrcache.overlay;

import dev.ecrcache.chart.Values;
import dev.ecrcache.chart.YamlText;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The cache and the charts of these tests. */
public final class Caches {
  public static final String HOST = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
  public static final String DIGEST = "0a".repeat(32);
  public static final CachedImages CACHE = with(Digests.KEEP);

  private Caches() {}

  public static CachedImages with(Digests digests) {
    return new CachedImages(
        HOST,
        List.of(
            CacheRule.of("docker-hub", "docker.io"),
            CacheRule.of("ecr", "public.ecr.aws"),
            CacheRule.of("k8s", "registry.k8s.io"),
            CacheRule.of("quay", "quay.io"),
            CacheRule.of("github", "ghcr.io")),
        digests);
  }

  public static Path chart(String name) {
    try {
      return Path.of(Caches.class.getResource("charts/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public static String resource(String name) {
    try (var in = Caches.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .replace("CACHE", HOST)
          .replace("DIGEST", DIGEST);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static Map<String, Object> values(String yaml) {
    return Values.block(YamlText.read(yaml.replace("CACHE", HOST).replace("DIGEST", DIGEST)));
  }
}

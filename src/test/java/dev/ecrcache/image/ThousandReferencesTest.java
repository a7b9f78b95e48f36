package dev.ecrcache.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.testcontainers.utility.DockerImageName;

/** What benchmarks read is the same for everyone who reads it. */
class ThousandReferencesTest {
  private static final List<String> TEXTS = ThousandReferences.get();

  @Test
  void thereAreAThousandOfEveryKind() {
    assertEquals(1_000, new HashSet<>(TEXTS).size());
    var kinds = new TreeSet<String>();
    for (var text : TEXTS) {
      var image = ImageReference.parse(text);
      kinds.add(image.tag().isPresent() ? "tag" : image.digest().isPresent() ? "digest" : "name");
      kinds.add(text.startsWith(image.registry()) ? "registry" : "Docker Hub's");
      kinds.add(image.registry().contains(":") ? "port" : "no port");
      kinds.add(ReferencesBenchmark.CACHE.resolve(image).getClass().getSimpleName());
    }
    assertEquals(
        Set.of(
            "AlreadyEcr",
            "Cached",
            "Docker Hub's",
            "NotCached",
            "digest",
            "name",
            "no port",
            "port",
            "registry",
            "tag"),
        kinds);
  }

  @Test
  void jibReadsTheSame() throws InvalidImageReferenceException {
    for (var text : TEXTS) {
      var jib = com.google.cloud.tools.jib.api.ImageReference.parse(text);
      var image = ImageReference.parse(text);
      assertEquals(image.registry(), jib.getRegistry().replace("registry-1.", ""), text);
      assertEquals(image.repository(), jib.getRepository(), text);
      assertEquals(image.digest(), jib.getDigest(), text);
      assertTrue(image.tag().isEmpty() || image.tag().equals(jib.getTag()), text);
    }
  }

  @Test
  void testcontainersReadsTheSame() {
    for (var text : TEXTS) {
      var name = DockerImageName.parse(text);
      name.assertValid();
      var unversioned = ImageReference.parse(name.getUnversionedPart());
      var image = ImageReference.parse(text);
      assertEquals(image.registry(), unversioned.registry(), text);
      assertEquals(image.repository(), unversioned.repository(), text);
      assertEquals(image.digest().or(image::tag).orElse("latest"), name.getVersionPart(), text);
    }
  }
}

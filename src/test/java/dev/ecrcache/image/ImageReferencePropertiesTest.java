package dev.ecrcache.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferencePropertiesTest {
  private static final int TEXTS = 5_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 20})
  void validReferenceIsReadAndPrinted(long seed) {
    RandomReferences references = new RandomReferences(new Random(seed));
    for (int i = 0; i < TEXTS; i++) {
      String text = references.valid();
      ImageReference reference = ImageReference.parse(text);
      assertEquals(ReferenceModel.parts(text), Optional.of(ReferenceModel.parts(reference)), text);
      assertEquals(reference, ImageReference.parse(reference.toString()), text);
      assertEquals(reference, ImageReference.parse(reference.familiar()), text);
      assertTrue(reference.familiar().length() <= reference.toString().length(), text);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 20})
  void anyTextIsReadAsTheGrammarSaysOrRefused(long seed) {
    RandomReferences references = new RandomReferences(new Random(seed));
    int accepted = 0;
    for (int i = 0; i < TEXTS; i++) {
      String text = references.mutated();
      Optional<String> parts = read(text);
      assertEquals(ReferenceModel.parts(text), parts, () -> Quoted.of(text));
      accepted += parts.isPresent() ? 1 : 0;
    }
    assertTrue(accepted > TEXTS / 20 && accepted < TEXTS / 2, "accepted: " + accepted);
  }

  /** The parts of a reference; empty if it is refused in the documented way. */
  private static Optional<String> read(String text) {
    try {
      return Optional.of(ReferenceModel.parts(ImageReference.parse(text)));
    } catch (InvalidImageReferenceException refusal) {
      assertEquals(text, refusal.text());
      assertTrue(refusal.index() >= 0 && refusal.index() <= text.length(), refusal.getMessage());
      assertTrue(
          refusal.getMessage().chars().noneMatch(Character::isISOControl), refusal.getMessage());
      assertTrue(refusal.getMessage().length() < 800, refusal.getMessage());
      return Optional.empty();
    }
  }

  static List<String> hostile() {
    int size = 1 << 20;
    return List.of(
        "a".repeat(size),
        "A".repeat(size),
        "-".repeat(size),
        "/".repeat(size),
        ":".repeat(size),
        "@".repeat(size),
        "\u0000".repeat(size),
        "a-".repeat(size / 2),
        "a/".repeat(size / 2),
        "a.".repeat(size / 2),
        "a_".repeat(size / 2),
        "a" + "-".repeat(size) + "!",
        "a" + "-a".repeat(size / 2) + "!",
        "a" + ".a".repeat(size / 2) + "/a!",
        "a.b" + "-".repeat(size) + "/a",
        "a.b_".repeat(size / 4) + "/a",
        "a:" + "1".repeat(size) + "/A",
        "a:" + "t".repeat(size),
        "a@sha256:" + "0".repeat(size),
        "a@" + "b+".repeat(size / 2) + ":",
        "[" + ":".repeat(size) + "]/A",
        "[" + ":".repeat(size),
        "a.b/" + "a/".repeat(size / 2) + "A",
        "111111111111.dkr.ecr." + "a-".repeat(size / 2) + ".amazonaws.com/a",
        "a" + "://".repeat(size / 3));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("hostile")
  void longTextIsRefusedInLinearTime(String text) {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertEquals(Optional.empty(), read(text));
          assertThrows(IllegalArgumentException.class, () -> Upstream.of(text));
          assertThrows(IllegalArgumentException.class, () -> CacheRule.of("ab", text));
          assertThrows(IllegalArgumentException.class, () -> CacheRule.of(text, "quay.io"));
          assertEquals(Optional.empty(), EcrRegistry.ofHost(text));
        });
  }

  /** A registry may be as long as it likes; what is said about it may not. */
  @Test
  void longRegistryIsResolvedInLinearTime() {
    CachedImages images = new CachedImages("a.b", List.of(CacheRule.of("quay", "quay.io")));
    ImageReference reference = ImageReference.parse("a" + ".a".repeat(1 << 19) + "/x");
    Resolution resolution =
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> images.resolve(reference));
    assertTrue(resolution.reason().orElseThrow().length() < 300);
  }
}

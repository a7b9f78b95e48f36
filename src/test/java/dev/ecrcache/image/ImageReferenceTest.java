package dev.ecrcache.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ImageReferenceTest {
  private static final String SHA256 = "sha256:" + "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvFileSource(
      resources = "distribution-accepted.csv",
      delimiter = '|',
      useHeadersInDisplayName = true)
  void readsWhatTheGoLibraryReads(
      String text, String registry, String repository, String tag, String digest) {
    ImageReference reference = ImageReference.parse(text);
    assertEquals(registry, reference.registry());
    assertEquals(repository, reference.repository());
    assertEquals(Optional.ofNullable(tag), reference.tag());
    assertEquals(Optional.ofNullable(digest), reference.digest());
    assertEquals(reference, ImageReference.parse(reference.toString()));
    assertEquals(reference, ImageReference.parse(reference.familiar()));
  }

  @ParameterizedTest
  @CsvFileSource(
      resources = "distribution-refused.csv",
      delimiter = '|',
      useHeadersInDisplayName = true)
  void refusesWhatTheGoLibraryRefuses(String text, int index, String reason) {
    InvalidImageReferenceException refusal = refusal(text);
    assertEquals(text, refusal.text());
    assertEquals(index, refusal.index());
    assertEquals(reason, refusal.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "nats, docker.io/library/nats, nats",
    "nats:2.10, docker.io/library/nats:2.10, nats:2.10",
    "docker.io/library/nats:2.10, docker.io/library/nats:2.10, nats:2.10",
    "natsio/nats-box, docker.io/natsio/nats-box, natsio/nats-box",
    "library/a/b, docker.io/library/a/b, library/a/b",
    "quay.io/library/a, quay.io/library/a, quay.io/library/a",
    "localhost/a, localhost/a, localhost/a",
    "docker.io/localhost/a, docker.io/localhost/a, docker.io/localhost/a",
    "docker.io/quay.io/a, docker.io/quay.io/a, docker.io/quay.io/a"
  })
  void printsInFullAndShort(String text, String full, String familiar) {
    ImageReference reference = ImageReference.parse(text);
    assertEquals(full, reference.toString());
    assertEquals(familiar, reference.familiar());
  }

  @Test
  void shortFormIsNeverAnImageId() {
    String id = "ab".repeat(32);
    assertEquals("library/" + id, ImageReference.parse("docker.io/" + id).familiar());
    assertEquals(id + ":1", ImageReference.parse("docker.io/" + id + ":1").familiar());
    assertEquals(
        id + "@" + SHA256, ImageReference.parse("docker.io/" + id + "@" + SHA256).familiar());
  }

  @Test
  void changesTagAndDigest() {
    ImageReference plain = ImageReference.parse("nats");
    ImageReference tagged = plain.withTag("2.10");
    ImageReference both = tagged.withDigest(SHA256);
    assertEquals("docker.io/library/nats:2.10", tagged.toString());
    assertEquals("docker.io/library/nats:2.10@" + SHA256, both.toString());
    assertEquals("docker.io/library/nats:2.11@" + SHA256, both.withTag("2.11").toString());
    assertEquals(tagged, both.withoutDigest());
    assertEquals("docker.io/library/nats", plain.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, the tag is missing",
    "-a, 0, 'a tag is letters, digits and _, and behind the first also . and -'",
    "a:b, 1, 'a tag is letters, digits and _, and behind the first also . and -'",
    "a@b, 1, a tag ends before '@'"
  })
  void refusesMalformedTag(String tag, int index, String reason) {
    ImageReference nats = ImageReference.parse("nats");
    var refusal = assertThrows(InvalidImageReferenceException.class, () -> nats.withTag(tag));
    assertEquals(index, refusal.index());
    assertEquals(reason, refusal.reason());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0, 'a digest begins with sha256:, sha384: or sha512:'",
    "sha256:, 7, 'a sha256 digest has 64 digits, 0 here'",
    "sha256:abcg, 10, the digits of a digest are 0 to 9 and a to f"
  })
  void refusesMalformedDigest(String digest, int index, String reason) {
    ImageReference nats = ImageReference.parse("nats");
    var refusal = assertThrows(InvalidImageReferenceException.class, () -> nats.withDigest(digest));
    assertEquals(index, refusal.index());
    assertEquals(reason, refusal.reason());
  }

  @ParameterizedTest
  @CsvSource({"sha256, 64", "sha384, 96", "sha512, 128"})
  void digestHasTheLengthOfItsAlgorithm(String algorithm, int digits) {
    String digest = algorithm + ":" + "a".repeat(digits);
    assertEquals(Optional.of(digest), ImageReference.parse("a@" + digest).digest());
    assertEquals(
        "a %s digest has %d digits, %d here".formatted(algorithm, digits, digits + 1),
        refusal("a@" + digest + "a").reason());
    assertEquals(
        "a %s digest has %d digits, %d here".formatted(algorithm, digits, digits - 1),
        refusal("a@" + digest.substring(1 - 1, digest.length() - 1)).reason());
  }

  @ParameterizedTest
  @CsvSource({
    "'', 247, 'a repository name has at most 255 characters, with library/ 256 here'",
    "docker.io/, 247, 'a repository name has at most 255 characters, with library/ 256 here'",
    "quay.io/, 255, 'a repository name has at most 255 characters, 256 here'",
    "docker.io/a/, 253, 'a repository name has at most 255 characters, 256 here'"
  })
  void repositoryHas255Characters(String before, int longest, String reason) {
    String valid = before + "a".repeat(longest);
    assertEquals(255, ImageReference.parse(valid).repository().length());
    InvalidImageReferenceException refusal = refusal(valid + "a");
    assertEquals(reason, refusal.reason());
    assertEquals(valid.length(), refusal.index());
  }

  @Test
  void tagHas128Characters() {
    String valid = "nats:" + "t".repeat(128);
    assertEquals(Optional.of("t".repeat(128)), ImageReference.parse(valid).tag());
    assertEquals("a tag has at most 128 characters, 129 here", refusal(valid + "t").reason());
    assertEquals(valid.length(), refusal(valid + "t").index());
  }

  @Test
  void messageNamesTextPlaceAndReason() {
    assertEquals(
        "invalid image reference 'docker/Docker' at index 7: a repository name is lower case",
        refusal("docker/Docker").getMessage());
  }

  @Test
  void messageShowsControlCharactersAndCutsLongText() {
    assertEquals(
        "invalid image reference 'a\\u000ab\\u0000\\u001b\\u202e\\ud800\\u00a0 ü' at index 1:"
            + " a repository name is letters and digits, joined by one of . _ __ / or hyphens",
        refusal("a\nb\u0000\u001b\u202e\ud800\u00a0 ü").getMessage());
    assertEquals(
        "invalid image reference '%s…%s' (3000 characters) at index 247: a repository name has at"
                .formatted("a".repeat(50), "a".repeat(50))
            + " most 255 characters, with library/ 3008 here",
        refusal("a".repeat(3000)).getMessage());
  }

  @Test
  void equalityTakesInEveryPart() {
    ImageReference reference = ImageReference.parse("quay.io/a/b:1@" + SHA256);
    assertEquals(reference.hashCode(), ImageReference.parse(reference.toString()).hashCode());
    assertNotEquals(reference, ImageReference.parse("ghcr.io/a/b:1@" + SHA256));
    assertNotEquals(reference, ImageReference.parse("quay.io/a/c:1@" + SHA256));
    assertNotEquals(reference, ImageReference.parse("quay.io/a/b:2@" + SHA256));
    assertNotEquals(reference, ImageReference.parse("quay.io/a/b:1"));
    assertTrue(!reference.equals((Object) reference.toString()));
  }

  private static InvalidImageReferenceException refusal(String text) {
    return assertThrows(InvalidImageReferenceException.class, () -> ImageReference.parse(text));
  }
}

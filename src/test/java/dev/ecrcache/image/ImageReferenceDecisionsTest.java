package dev.ecrcache.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is decided where implementations disagree. The measure is {@code ParseNormalizedNamed} of
 * distribution/reference, since Docker, containerd's CRI and the kubelet call it.
 */
class ImageReferenceDecisionsTest {
  private static final String DIGEST = "sha256:" + "0a".repeat(32);

  /** go-containerregistry takes it for a repository of Docker Hub. */
  @Test
  void localhostWithoutPortIsARegistry() {
    assertParts("localhost/x", "localhost", "x");
  }

  /** Without a slash it is no registry, as go-containerregistry and the Go library agree. */
  @Test
  void bareLocalhostIsAName() {
    assertParts("localhost", "docker.io", "library/localhost");
  }

  /** Jib keeps the host as it is. */
  @Test
  void indexDockerIoIsDockerIo() {
    assertParts("index.docker.io/nats", "docker.io", "library/nats");
  }

  /** The Go library does not know them; {@link CachedImages} resolves them as aliases. */
  @ParameterizedTest
  @ValueSource(
      strings = {"registry-1.docker.io", "registry.hub.docker.com", "DOCKER.IO", "k8s.gcr.io"})
  void otherAliasesStayInTheReference(String host) {
    assertParts(host + "/nats", host, "nats");
  }

  /** {@code ParseDockerRef}, which containerd calls, drops the tag; the cache needs it. */
  @Test
  void tagBesideDigestIsKept() {
    ImageReference reference = ImageReference.parse("nats:2.10@" + DIGEST);
    assertEquals(Optional.of("2.10"), reference.tag());
    assertEquals(Optional.of(DIGEST), reference.digest());
  }

  /** Jib and {@code ParseDockerRef} put {@code latest}. */
  @Test
  void noTagIsMadeUp() {
    assertEquals(Optional.empty(), ImageReference.parse("nats").tag());
  }

  /** Jib takes upper case in the first part for an error. */
  @ParameterizedTest
  @CsvSource({"Docker/docker, Docker", "LOCALDOMAIN/docker, LOCALDOMAIN", "dockeR/docker, dockeR"})
  void upperCaseFirstPartIsARegistry(String text, String registry) {
    assertParts(text, registry, "docker");
  }

  /** Some parsers take a number behind the colon for a port. */
  @Test
  void bareHostAndPortIsANameAndATag() {
    assertParts("test.com:5000", "docker.io", "library/test.com");
    assertEquals(Optional.of("5000"), ImageReference.parse("test.com:5000").tag());
  }

  /** The grammar is content with 32 digits, and older Testcontainers too. */
  @ParameterizedTest
  @CsvSource({
    "sha256:0123456789abcdef0123456789abcdef, 'a sha256 digest has 64 digits, 32 here'",
    "md5:0123456789abcdef0123456789abcdef, 'a digest begins with sha256:, sha384: or sha512:'",
    "SHA256:0123456789abcdef0123456789abcdef, 'a digest begins with sha256:, sha384: or sha512:'"
  })
  void digestIsOfAKnownAlgorithmAndItsLength(String digest, String reason) {
    var refusal =
        assertThrows(
            InvalidImageReferenceException.class, () -> ImageReference.parse("nats@" + digest));
    assertEquals(reason, refusal.reason());
  }

  /** {@code ParseAnyReference}, for names of local images, takes it for a digest. */
  @Test
  void digestWithoutNameIsANameAndATag() {
    assertParts(DIGEST, "docker.io", "library/sha256");
  }

  /** Only the bare 64 digits are ambiguous. */
  @Test
  void imageIdIsANameBehindARegistry() {
    String id = "0a".repeat(32);
    assertParts("docker.io/" + id, "docker.io", "library/" + id);
    assertThrows(InvalidImageReferenceException.class, () -> ImageReference.parse(id));
  }

  /** The Go library leaves the registry empty and prints the same; containerd pulls from there. */
  @Test
  void underscoreInAFirstPartWithADotIsOfARegistry() {
    assertParts("foo_bar.com/app", "foo_bar.com", "app");
    assertParts("foo_bar/app", "docker.io", "foo_bar/app");
  }

  /** go-containerregistry wants two characters. */
  @Test
  void nameOfOneCharacterIsValid() {
    assertParts("quay.io/a", "quay.io", "a");
  }

  /** Before v0.6.0 the Go library counted the registry too. */
  @Test
  void registryDoesNotCountForTheLength() {
    String longest = "a".repeat(255);
    assertParts("registry.example.com/" + longest, "registry.example.com", longest);
  }

  /** To Docker and Jib it is a word for no image, but to the grammar a name. */
  @Test
  void scratchIsAName() {
    assertParts("scratch", "docker.io", "library/scratch");
  }

  private static void assertParts(String text, String registry, String repository) {
    ImageReference reference = ImageReference.parse(text);
    assertEquals(registry, reference.registry());
    assertEquals(repository, reference.repository());
    assertEquals(reference, ImageReference.parse(reference.toString()));
  }
}

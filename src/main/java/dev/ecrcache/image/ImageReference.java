package dev.ecrcache.image;

import java.util.Objects;
import java.util.Optional;

/**
 * A container image in full: registry, repository, and a tag, a digest, both or neither.
 *
 * <p>Grammar and normalisation are those of Docker, containerd and Kubernetes, which share {@code
 * ParseNormalizedNamed} of the Go library: {@code nats} is {@code docker.io/library/nats}, {@code
 * index.docker.io} is {@code docker.io}, and a first part is a registry if it is {@code localhost},
 * contains a dot or a colon, or is not all lower case. A tag beside a digest is kept, and no tag is
 * made up.
 *
 * @see <a href="https://pkg.go.dev/github.com/distribution/reference">distribution/reference</a>
 */
public final class ImageReference {
  static final String DOCKER_HUB = "docker.io";
  static final String OFFICIAL = "library/";

  private final String registry;
  private final String repository;
  private final String tag;
  private final String digest;

  /** Takes parts that are known to be valid; the last two may be null. */
  ImageReference(String registry, String repository, String tag, String digest) {
    this.registry = registry;
    this.repository = repository;
    this.tag = tag;
    this.digest = digest;
  }

  /**
   * Reads a reference such as {@code nats}, {@code
   * quay.io/jetstack/cert-manager-controller:v1.14.4} or {@code localhost:5000/app@sha256:…}.
   *
   * @throws InvalidImageReferenceException if the text is no image reference
   */
  public static ImageReference parse(String text) {
    return ReferenceParser.parse(text);
  }

  /** The registry's host with its port if there is one, such as {@code docker.io}. */
  public String registry() {
    return registry;
  }

  /** The path within the registry, such as {@code library/nats}; at most 255 characters. */
  public String repository() {
    return repository;
  }

  /** Registry and repository, such as {@code docker.io/library/nats}. */
  public String name() {
    return registry + "/" + repository;
  }

  /** The tag, at most 128 characters. */
  public Optional<String> tag() {
    return Optional.ofNullable(tag);
  }

  /** The digest with its algorithm, such as {@code sha256:…}. */
  public Optional<String> digest() {
    return Optional.ofNullable(digest);
  }

  /**
   * This reference with another tag.
   *
   * @throws InvalidImageReferenceException if the text is no tag
   */
  public ImageReference withTag(String tag) {
    int end = TagGrammar.end(tag, 0);
    if (end < tag.length()) {
      throw new InvalidImageReferenceException(tag, end, "a tag ends before '@'");
    }
    return new ImageReference(registry, repository, tag, digest);
  }

  /**
   * This reference with another digest.
   *
   * @throws InvalidImageReferenceException if the text is no digest
   */
  public ImageReference withDigest(String digest) {
    DigestGrammar.check(digest, 0);
    return new ImageReference(registry, repository, tag, digest);
  }

  /** This reference without its digest. */
  public ImageReference withoutDigest() {
    return new ImageReference(registry, repository, tag, null);
  }

  /** The same tag and digest in another place, whose parts are known to be valid. */
  ImageReference movedTo(String registry, String repository) {
    return new ImageReference(registry, repository, tag, digest);
  }

  /**
   * The shortest text that {@link #parse} reads as this reference, such as {@code nats:2.10}: it
   * leaves out {@code docker.io} and {@code library/} where that is not ambiguous.
   */
  public String familiar() {
    if (!registry.equals(DOCKER_HUB)) {
      return toString();
    }
    int slash = repository.indexOf('/');
    if (RegistryGrammar.isRegistry(repository, slash)) {
      return toString();
    }
    boolean official = repository.startsWith(OFFICIAL) && repository.indexOf('/', slash + 1) < 0;
    String shortest = official ? repository.substring(OFFICIAL.length()) : repository;
    boolean bare = tag == null && digest == null;
    return bare && ReferenceParser.isImageId(shortest) ? repository : suffixed(shortest);
  }

  /**
   * The reference in full, such as {@code docker.io/library/nats:2.10}; {@link #parse} reads it.
   */
  @Override
  public String toString() {
    return suffixed(name());
  }

  private String suffixed(String name) {
    String tagged = tag == null ? name : name + ":" + tag;
    return digest == null ? tagged : tagged + "@" + digest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageReference that
        && registry.equals(that.registry)
        && repository.equals(that.repository)
        && Objects.equals(tag, that.tag)
        && Objects.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Objects.hash(registry, repository, tag, digest);
  }
}

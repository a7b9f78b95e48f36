package dev.ecrcache.distribution;

import java.net.URI;
import java.util.Optional;

/** Where requests may go. */
final class Urls {
  private Urls() {}

  static Optional<URI> parse(String text) {
    try {
      return Optional.of(URI.create(text)).filter(it -> it.getHost() != null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** HTTPS anywhere, and plain HTTP on this machine. */
  static boolean isAllowed(URI url) {
    return "https".equals(url.getScheme())
        || "http".equals(url.getScheme()) && isLoopback(url.getHost());
  }

  /**
   * Whether one server may send a client to another: not from HTTPS to HTTP, or to this machine.
   */
  static boolean isAllowedAfter(URI from, URI to) {
    return isAllowed(to) && (!isLoopback(to.getHost()) || isLoopback(from.getHost()));
  }

  static boolean isSameServer(URI one, URI other) {
    return one.getScheme().equals(other.getScheme())
        && one.getRawAuthority().equals(other.getRawAuthority());
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
  }
}

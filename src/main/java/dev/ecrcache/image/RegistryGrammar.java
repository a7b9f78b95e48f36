package dev.ecrcache.image;

/**
 * The registry of an image reference.
 *
 * <pre>
 * registry = (label ("." label)* | "[" IPv6 "]") [":" digits]
 * label    = alnum | alnum (alnum | "-")* alnum
 * </pre>
 */
final class RegistryGrammar {
  private static final String LOCALHOST = "localhost";

  private RegistryGrammar() {}

  /** Whether what is before the first slash of a name is a registry and not a part of a path. */
  static boolean isRegistry(String name, int slash) {
    for (int i = 0; i < slash; i++) {
      char c = name.charAt(i);
      if (c == '.' || c == ':' || Ascii.isUpper(c)) {
        return true;
      }
    }
    return slash == LOCALHOST.length() && name.startsWith(LOCALHOST);
  }

  /** Checks the registry that a text begins with, up to {@code end}. */
  static void check(String text, int end) {
    if (text.startsWith("://", end - 1)) {
      throw new InvalidImageReferenceException(
          text, end - 1, "an image reference has no scheme; leave it out with the slashes");
    }
    int port = text.charAt(0) == '[' ? endOfIpv6(text, end) : endOfLabels(text, end);
    if (port < end) {
      checkPort(text, port, end);
    }
  }

  private static int endOfIpv6(String text, int end) {
    int at = 1;
    while (at < end && (Ascii.isHex(text.charAt(at)) || text.charAt(at) == ':')) {
      at++;
    }
    if (at == 1 || at == end || text.charAt(at) != ']') {
      throw new InvalidImageReferenceException(
          text, at, "an IPv6 address is hexadecimal digits and colons in brackets");
    }
    return at + 1;
  }

  private static int endOfLabels(String text, int end) {
    int label = 0;
    for (int at = 0; at < end; at++) {
      char c = text.charAt(at);
      if (Ascii.isLetterOrDigit(c) || (c == '-' && at > label)) {
        continue;
      }
      if (c == '_') {
        return endOfUnderscored(text, at, end);
      }
      if ((c != '.' && c != ':') || !labelEnds(text, label, at)) {
        throw refuseLabel(text, at);
      }
      if (c == ':') {
        return at;
      }
      label = at + 1;
    }
    if (!labelEnds(text, label, end)) {
      throw refuseLabel(text, end);
    }
    return end;
  }

  private static boolean labelEnds(String text, int label, int at) {
    return at > label && text.charAt(at - 1) != '-';
  }

  // distribution/reference knows no underscore in hosts; it takes such a name as a whole path and
  // leaves it as it is, so that whoever pulls it has it for a host.
  private static int endOfUnderscored(String text, int underscore, int end) {
    if (RepositoryGrammar.endOfPart(text, 0) != end) {
      throw new InvalidImageReferenceException(
          text, underscore, "a registry with an underscore is lower case and has no port");
    }
    return end;
  }

  private static void checkPort(String text, int colon, int end) {
    if (text.charAt(colon) != ':') {
      throw new InvalidImageReferenceException(
          text, colon, "an IPv6 address is followed by a port or a slash");
    }
    int at = colon + 1;
    while (at < end && Ascii.isDigit(text.charAt(at))) {
      at++;
    }
    if (at < end || at == colon + 1) {
      throw new InvalidImageReferenceException(text, at, "the port of a registry is digits");
    }
  }

  private static InvalidImageReferenceException refuseLabel(String text, int at) {
    return new InvalidImageReferenceException(
        text, at, "a registry is letters, digits and inner hyphens, joined by dots");
  }
}

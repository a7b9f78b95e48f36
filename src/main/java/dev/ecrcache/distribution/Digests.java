package dev.ecrcache.distribution;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Digests of the two algorithms that registries use. */
final class Digests {
  private static final Pattern DIGEST = Pattern.compile("sha256:[a-f0-9]{64}|sha512:[a-f0-9]{128}");

  private Digests() {}

  static boolean isDigest(String text) {
    return DIGEST.matcher(text).matches();
  }

  /** The digest of bytes, by the algorithm of another digest. */
  static String likeOf(String other, byte[] bytes) {
    var algorithm = other.startsWith("sha512:") ? "sha512" : "sha256";
    try {
      var digest = MessageDigest.getInstance("SHA-" + algorithm.substring(3)).digest(bytes);
      return algorithm + ":" + HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}

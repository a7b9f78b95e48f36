package dev.ecrcache.distribution;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Who asks a registry.
 *
 * @param user the user name, {@code AWS} for ECR; empty for nobody
 * @param password the password or token; in no text of this object
 */
public record Login(String user, String password) {
  /** Nobody: what everybody may read. */
  public static final Login NONE = new Login("", "");

  boolean isNone() {
    return user.isEmpty();
  }

  /** The header of Basic authentication. */
  String basic() {
    var both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  @Override
  public String toString() {
    return isNone() ? "nobody" : user;
  }
}

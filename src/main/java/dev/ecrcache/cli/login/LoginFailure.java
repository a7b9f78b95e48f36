package dev.ecrcache.cli.login;

import java.io.Serial;

/** A login that another program did not do; in one line. */
public final class LoginFailure extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  LoginFailure(String message) {
    super(message);
  }
}

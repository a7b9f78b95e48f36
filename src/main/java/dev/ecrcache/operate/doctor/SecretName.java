package dev.ecrcache.operate.doctor;

/** What a secret is called in a report. */
final class SecretName {
  private SecretName() {}

  /** The name in an ARN, without the six characters that Secrets Manager adds. */
  static String of(String arn) {
    return "the secret " + name(arn);
  }

  static String name(String arn) {
    var parts = arn.split(":", 7);
    return parts.length < 7 ? arn : parts[6].replaceFirst("-[A-Za-z0-9]{6}$", "");
  }
}

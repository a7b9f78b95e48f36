package dev.ecrcache.operate.doctor;

/** Numbers of things in words. */
final class Counted {
  private Counted() {}

  /** Such as {@code 1 rule} and {@code 2 rules}. */
  static String of(int count, String one) {
    var many = one.endsWith("y") ? one.substring(0, one.length() - 1) + "ies" : one + "s";
    return "%d %s".formatted(count, count == 1 ? one : many);
  }
}

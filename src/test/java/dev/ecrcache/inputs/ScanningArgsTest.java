package dev.ecrcache.inputs;

import dev.ecrcache.Refusal;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScanningArgsTest {
  private static final String NO_FILTER =
      "filters.%d: '%s' is not a repository filter: lower-case letters, digits and the wildcard *,"
          + " joined by one of . _ - or /";

  static Stream<Refusal> refusals() {
    return Stream.of(
        Refusal.of(
            "type: 'BASIC' is not known; allowed: basic, enhanced",
            () -> ScanningArgs.builder().type("BASIC")),
        Refusal.of(
            "frequency: 'manual' is not known; allowed: scan-on-push, continuous-scan",
            () -> ScanningArgs.builder().frequency("manual")),
        Refusal.of(
            "frequency: continuous-scan belongs to enhanced scanning; basic takes scan-on-push",
            () -> ScanningArgs.builder().frequency("continuous-scan").build()),
        Refusal.of(
            "rules: are 2 beside frequency and filters; ECR takes 2 rules in all",
            () -> enhanced().rules(List.of(rule("scan-on-push"), rule("scan-on-push"))).build()),
        Refusal.of(
            "rules.0.frequency: 'scan-on-push' is that of another rule; add the filters there",
            () -> enhanced().rules(List.of(rule("scan-on-push"))).build()),
        Refusal.of(
            "rules.0.frequency: continuous-scan belongs to enhanced scanning; basic takes"
                + " scan-on-push",
            () -> ScanningArgs.builder().rules(List.of(rule("continuous-scan"))).build()),
        Refusal.of(
            "filters: are empty; give one or more, such as \"*\"",
            () -> ScanningArgs.builder().filters(List.of())),
        Refusal.of(
            NO_FILTER.formatted(0, "Team/*"),
            () -> ScanningArgs.builder().filters(List.of("Team/*"))),
        Refusal.of(
            NO_FILTER.formatted(1, ""), () -> ScanningArgs.builder().filters(List.of("*", ""))),
        Refusal.of(
            NO_FILTER.formatted(0, "a..b"), () -> ScanningArgs.builder().filters(List.of("a..b"))),
        Refusal.of(
            NO_FILTER.formatted(0, "/*"), () -> ScanningArgs.builder().filters(List.of("/*"))),
        Refusal.of(
            "filters.0: has 256 characters; ECR takes 255",
            () -> ScanningArgs.builder().filters(List.of("a".repeat(256)))),
        Refusal.of(
            "filters.0: has 5 wildcards; ECR takes 4",
            () -> ScanningArgs.builder().filters(List.of("*a*b*c*d*"))),
        Refusal.of(
            "filters: are 101; ECR takes 100 in a rule",
            () -> ScanningArgs.builder().filters(Collections.nCopies(101, "a"))),
        Refusal.of(
            "filters.1: is empty; give a value or remove it",
            () -> ScanningArgs.builder().filters(Arrays.asList("a", null))),
        Refusal.of(
            "rules.0: is empty; give a value or remove it",
            () -> ScanningArgs.builder().rules(Collections.singletonList(null))));
  }

  private static ScanningArgs.Builder enhanced() {
    return ScanningArgs.builder().type("enhanced");
  }

  private static ScanningRuleArgs rule(String frequency) {
    return ScanningRuleArgs.builder().frequency(frequency).build();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefused(Refusal refusal) {
    refusal.check();
  }
}

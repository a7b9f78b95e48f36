package dev.ecrcache;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ScanningArgsTest {
  private static final String NO_FILTER =
      "filters: '%s' is not a repository filter of lower-case letters, digits, ._-/ and the"
          + " wildcard *";

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
            NO_FILTER.formatted("Team/*"), () -> ScanningArgs.builder().filters(List.of("Team/*"))),
        Refusal.of(NO_FILTER.formatted(""), () -> ScanningArgs.builder().filters(List.of("*", ""))),
        Refusal.of(
            NO_FILTER.formatted("a".repeat(257)),
            () -> ScanningArgs.builder().filters(List.of("a".repeat(257)))));
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

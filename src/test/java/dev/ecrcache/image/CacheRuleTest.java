package dev.ecrcache.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CacheRuleTest {
  private static final String ECR = "222222222222.dkr.ecr.eu-west-1.amazonaws.com";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab",
        "docker-hub",
        "a.b",
        "a_b",
        "a__b",
        "a---b",
        "team/docker",
        "0/1",
        "root",
        "ROOT",
        "abcdefghijabcdefghijabcdefghij"
      })
  void prefixFollowsTheGrammarOfEcr(String prefix) {
    assertEquals(prefix, CacheRule.of(prefix, "quay.io").prefix());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|prefix '' has 0 characters; ECR takes 2 to 30",
        "a|prefix 'a' has 1 characters; ECR takes 2 to 30",
        "/|prefix '/' has 1 characters; ECR takes 2 to 30",
        "abcdefghijabcdefghijabcdefghijk|prefix 'abcdefghijabcdefghijabcdefghijk' has 31"
            + " characters; ECR takes 2 to 30",
        "docker-hub/|prefix 'docker-hub/' ends with a slash, which ECR adds itself; write"
            + " docker-hub",
        "docker-hub//|prefix 'docker-hub//' ends with a slash, which ECR adds itself; write"
            + " docker-hub"
      })
  void prefixOfAnotherLengthOrWithASlashIsRefused(String prefix, String message) {
    assertEquals(message, refusal(prefix, "quay.io"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Docker", "Root", "-ab", "ab-", "a..b", "a___b", "a._b", "a//b", "/ab", "a b", "ab*",
        "ROOT/a", "käse"
      })
  void prefixAgainstTheGrammarIsRefused(String prefix) {
    assertEquals(
        "prefix '%s' is not lower-case letters and digits, joined by one of . _ - or / (or ROOT)"
            .formatted(prefix),
        refusal(prefix, "quay.io"));
  }

  @ParameterizedTest
  @CsvSource({
    "hub, docker.io, docker.io, ''",
    "hub, registry-1.docker.io, docker.io, ''",
    "ours, " + ECR + ", " + ECR + ", ''",
    "ours, " + ECR + "/team-a, " + ECR + "/team-a, team-a",
    "ours, " + ECR + "/team/a, " + ECR + "/team/a, team/a",
    "ours, " + ECR + "/ROOT, " + ECR + ", ''",
    "hub, docker.io/library, docker.io/library, library"
  })
  void textFormIsRead(String prefix, String text, String canonical, String upstreamPrefix) {
    CacheRule rule = CacheRule.of(prefix, text);
    assertEquals(upstreamPrefix, rule.upstreamPrefix());
    assertEquals(canonical, rule.upstreamText());
    assertEquals(rule, CacheRule.of(prefix, rule.upstreamText()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ECR
            + "/Team|upstream prefix 'Team' is not lower-case letters and digits, joined by one of"
            + " . _ - or / (or ROOT)",
        ECR
            + "/team-a/|upstream prefix 'team-a/' ends with a slash, which ECR adds itself; write"
            + " team-a",
        ECR + "/a|upstream prefix 'a' has 1 characters; ECR takes 2 to 30",
        "docker.io/|'docker.io/' has a path; write docker.io",
        "https://docker.io|'https://docker.io' has a scheme; write docker.io",
        "docker.io:443/library|'docker.io:443' has a port; write docker.io"
      })
  void malformedUpstreamIsRefused(String upstream, String message) {
    assertEquals(message, refusal("ours", upstream));
  }

  @Test
  void rootTakesNoUpstreamPrefix() {
    assertEquals(
        "prefix ROOT takes no upstream prefix, but has 'team-a'", refusal("ROOT", ECR + "/team-a"));
  }

  private static String refusal(String prefix, String upstream) {
    return assertThrows(IllegalArgumentException.class, () -> CacheRule.of(prefix, upstream))
        .getMessage();
  }
}

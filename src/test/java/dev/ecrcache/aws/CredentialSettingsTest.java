package dev.ecrcache.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CredentialSettingsTest {

  static Stream<Arguments> environments() {
    return Stream.of(
        Arguments.of(
            Map.of("AWS_ACCESS_KEY_ID", "AKIAHIDDEN", "AWS_SECRET_ACCESS_KEY", "hidden"),
            "the environment's AWS_ACCESS_KEY_ID"),
        Arguments.of(
            Map.of("AWS_PROFILE", "deploy", "AWS_ACCESS_KEY_ID", ""),
            "the environment's AWS_PROFILE=deploy"),
        Arguments.of(
            Map.of("AWS_WEB_IDENTITY_TOKEN_FILE", "/token", "AWS_ROLE_ARN", "arn"),
            "the environment's AWS_WEB_IDENTITY_TOKEN_FILE"),
        Arguments.of(
            Map.of(),
            "the default profile or the machine's own role, since neither this key nor"
                + " AWS_ACCESS_KEY_ID nor AWS_PROFILE is set"));
  }

  @ParameterizedTest
  @MethodSource("environments")
  void environmentIsNamedWithoutItsSecrets(Map<String, String> environment, String words) {
    assertEquals(
        "aws:profile: AWS cannot be asked who deploys, with %s: denied".formatted(words),
        CredentialSettings.of(environment).refusal("denied").getMessage());
  }
}

package dev.ecrcache.inputs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.core.Output;
import dev.ecrcache.Given;
import dev.ecrcache.Recorder;
import dev.ecrcache.Refusal;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialArgsTest {
  private static final String ARN =
      "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/hub-a1B2c3";
  private static final String STANDS_ALONE =
      "secretArn: stands alone; the secret is yours, so give no username, usernameSecret, token,"
          + " secretName, secretNamePrefix, recoveryDays or accountPolicy beside it";

  static Stream<Refusal> refusals() {
    return Stream.of(
        Refusal.of(
            "username: is missing; give username and token, or secretArn",
            () -> CredentialArgs.builder().build()),
        Refusal.of(
            "username: is empty; give the upstream's user name",
            () -> CredentialArgs.builder().username(" ").token(Output.of("t")).build()),
        Refusal.of(
            "username: cannot stand beside usernameSecret; give one of the two",
            () -> Given.unfinishedLogin().usernameSecret(Output.of("u")).build()),
        Refusal.of(
            "token: is missing; give username and token, or secretArn",
            () -> CredentialArgs.builder().username("acme-ci").build()),
        Refusal.of(
            "secretName: cannot stand beside secretNamePrefix; give one of the two",
            () ->
                Given.unfinishedLogin()
                    .secretName("ecr-pullthroughcache/a")
                    .secretNamePrefix("ecr-pullthroughcache/b")
                    .build()),
        Refusal.of(
            "secretName: is not a name that begins 'ecr-pullthroughcache/' and goes on"
                + " with letters, digits and /_+=.@-; ECR reads no other",
            () -> CredentialArgs.builder().secretName("docker-hub")),
        Refusal.of(
            "secretName: is not a name that begins 'ecr-pullthroughcache/'"
                + " and goes on with letters, digits and /_+=.@-; ECR reads no other",
            () -> CredentialArgs.builder().secretName("ecr-pullthroughcache/")),
        Refusal.of(
            "secretNamePrefix: is not a name that begins"
                + " 'ecr-pullthroughcache/' and goes on with letters, digits and /_+=.@-; ECR reads"
                + " no other",
            () -> CredentialArgs.builder().secretNamePrefix("ecr-pullthroughcache/a b")),
        Refusal.of(
            "secretArn: is not the ARN of a secret whose name begins"
                + " 'ecr-pullthroughcache/'; ECR takes no other",
            () -> CredentialArgs.builder().secretArn("ecr-pullthroughcache/hub")),
        Refusal.of(
            "secretArn: is not"
                + " the ARN of a secret whose name begins 'ecr-pullthroughcache/'; ECR takes no"
                + " other",
            () ->
                CredentialArgs.builder()
                    .secretArn("arn:aws:secretsmanager:eu-west-1:111111111111:secret:hub-a1B2c3")),
        Refusal.of(STANDS_ALONE, () -> withArn().username("acme-ci").build()),
        Refusal.of(STANDS_ALONE, () -> withArn().usernameSecret(Output.of("u")).build()),
        Refusal.of(STANDS_ALONE, () -> withArn().token(Output.of("t")).build()),
        Refusal.of(STANDS_ALONE, () -> withArn().secretName("ecr-pullthroughcache/a").build()),
        Refusal.of(
            STANDS_ALONE, () -> withArn().secretNamePrefix("ecr-pullthroughcache/a").build()),
        Refusal.of(STANDS_ALONE, () -> withArn().recoveryDays(7).build()),
        Refusal.of(STANDS_ALONE, () -> withArn().accountPolicy(false).build()));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefused(Refusal refusal) {
    refusal.check();
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 6, 31})
  void recoveryOutsideOfSecretsManagersDaysIsRefused(int days) {
    Refusal.of(
            "recoveryDays: %d is not possible; Secrets Manager takes 0 or 7 to 30".formatted(days),
            () -> CredentialArgs.builder().recoveryDays(days))
        .check();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 30})
  void recoveryDaysOfSecretsManagerAreTaken(int days) {
    assertEquals(days, Given.unfinishedLogin().recoveryDays(days).build().recoveryDays());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ARN,
        "arn:aws-cn:secretsmanager:cn-north-1:111111111111:secret:ecr-pullthroughcache/hub-a1B2c3",
        "arn:aws-us-gov:secretsmanager:us-gov-west-1:111111111111:secret:ecr-pullthroughcache/a/b",
      })
  void secretsOfEveryPartitionAreTaken(String arn) {
    assertEquals(
        arn,
        Recorder.value(CredentialArgs.builder().secretArn(arn).build().secretArn().orElseThrow()));
  }

  @Test
  void secretIsNamedAfterThePrefixUnlessNamed() {
    assertEquals(Optional.of("ecr-pullthroughcache/hub"), Given.login().secretName("hub"));
    assertEquals(
        Optional.of("ecr-pullthroughcache/own"),
        Given.unfinishedLogin().secretName("ecr-pullthroughcache/own").build().secretName("hub"));
    assertEquals(
        Optional.empty(),
        Given.unfinishedLogin()
            .secretNamePrefix("ecr-pullthroughcache/own-")
            .build()
            .secretName("hub"));
  }

  private static CredentialArgs.Builder withArn() {
    return CredentialArgs.builder().secretArn(ARN);
  }
}

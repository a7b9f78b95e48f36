package dev.ecrcache.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.context.LoggingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrException;
import software.amazon.awssdk.services.ecr.model.InvalidParameterException;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRuleNotFoundException;
import software.amazon.awssdk.services.ecr.model.SecretNotFoundException;
import software.amazon.awssdk.services.ecr.model.UnableToAccessSecretException;
import software.amazon.awssdk.services.ecr.model.UpdatePullThroughCacheRuleRequest;
import software.amazon.awssdk.services.ecr.model.UpdatePullThroughCacheRuleResponse;

/** What is done while ECR does not see a new secret, by what ECR answers. */
class SecretWaitTest {
  private static final String ARN =
      "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/hub-a1B2c3";
  private static final EcrException NOT_SEEN = SecretNotFoundException.builder().build();
  private static final EcrException NO_RULE =
      PullThroughCacheRuleNotFoundException.builder().build();
  private static final Duration AGE = Duration.ofSeconds(1);

  private final List<String> said = new ArrayList<>();
  private final AskedEcr ecr = new AskedEcr();

  /** Answers with one error after the other, the last of them again and again. */
  private static final class AskedEcr implements EcrClient {
    private final List<UpdatePullThroughCacheRuleRequest> asked = new ArrayList<>();
    private Iterator<? extends RuntimeException> answers;
    private RuntimeException last;
    private boolean closed;

    @Override
    public UpdatePullThroughCacheRuleResponse updatePullThroughCacheRule(
        UpdatePullThroughCacheRuleRequest request) {
      asked.add(request);
      last = answers.hasNext() ? answers.next() : last;
      throw last;
    }

    List<String> secrets() {
      return asked.stream().map(UpdatePullThroughCacheRuleRequest::credentialArn).toList();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private final class Log implements LoggingContext {
    private void add(String level, String message) {
      said.add(level + ": " + message.replace(ARN, "%s").replaceAll("after \\d+ s", "after N s"));
    }

    @Override
    public void debug(String message) {
      add("debug", message);
    }

    @Override
    public void debug(String format, Object... args) {
      add("debug", format);
    }

    @Override
    public void info(String message) {
      add("info", message);
    }

    @Override
    public void info(String format, Object... args) {
      add("info", format);
    }

    @Override
    public void warn(String message) {
      add("warn", message);
    }

    @Override
    public void warn(String format, Object... args) {
      add("warn", format);
    }

    @Override
    public void error(String message) {
      add("error", message);
    }

    @Override
    public void error(String format, Object... args) {
      add("error", format);
    }
  }

  @Test
  void secretThatEcrSeesAtOnceIsNotWaitedFor() {
    waitFor(NO_RULE, NOT_SEEN);

    assertEquals(List.of(), said);
    assertEquals(2, ecr.asked.size(), "the secret, and one that is none");
    assertEquals(ARN, ecr.secrets().get(0));
    assertTrue(
        ecr.secrets()
            .get(1)
            .matches(
                "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/ecr-cache-asks-[0-9a-f]{12}"),
        ecr.secrets()::toString);
    for (var request : ecr.asked) {
      assertEquals("111111111111", request.registryId());
      assertTrue(
          request.ecrRepositoryPrefix().matches("ecr-cache-asks-[0-9a-f]{12}"),
          request.ecrRepositoryPrefix());
    }
    assertTrue(ecr.closed);
  }

  @Test
  void secretIsAskedForUntilEcrSeesIt() {
    waitFor(NOT_SEEN, NOT_SEEN, NO_RULE);

    assertEquals(
        List.of(
            "info: ECR does not see the new secret %s yet: waiting for it, 60 s at most",
            "info: ECR sees the secret %s after N s"),
        said);
    assertEquals(List.of(ARN, ARN, ARN), ecr.secrets(), "the order of checks is known");
  }

  @Test
  void limitEndsTheWait() {
    var wait = wait(Duration.ZERO, NOT_SEEN);

    assertEquals(ARN, wait.get());
    assertEquals(
        List.of(
            "info: ECR does not see the new secret %s yet: waiting for it, 0 s at most",
            "warn: ECR does not see the new secret %s after N s: its rule is tried all the same"),
        said);
  }

  static Stream<List<EcrException>> answersThatTellNothing() {
    return Stream.of(
        List.of(NO_RULE, NO_RULE),
        List.of((EcrException) InvalidParameterException.builder().build()),
        List.of((EcrException) EcrException.builder().message("AccessDenied").build()),
        List.of(NO_RULE, (EcrException) EcrException.builder().message("AccessDenied").build()));
  }

  @ParameterizedTest
  @MethodSource("answersThatTellNothing")
  void secretGetsOldWhereEcrDoesNotTell(List<EcrException> answers) {
    var took = waitFor(answers.toArray(EcrException[]::new));

    assertTrue(took.toMillis() > 800, took::toString);
    assertEquals(
        List.of(
            "info: ECR does not tell whether it sees the new secret %s: waiting until it is 1 s old"),
        said);
  }

  @Test
  void secretThatEcrFindsWantingIsLeftToTheRule() {
    waitFor(UnableToAccessSecretException.builder().build(), NOT_SEEN);

    assertEquals(List.of(), said);
  }

  @Test
  void secretGetsOldWhereNobodyCanBeAsked() {
    new SecretWait(
            ARN,
            Instant.now(),
            Optional::empty,
            Optional.of(new Log()),
            patience(Duration.ofSeconds(60)))
        .get();

    assertEquals(1, said.size(), said::toString);
  }

  @Test
  void secretThatIsOldEnoughIsNotWaitedFor() {
    new SecretWait(
            ARN,
            Instant.now().minusSeconds(60),
            Optional::empty,
            Optional.of(new Log()),
            patience(Duration.ofSeconds(60)))
        .get();

    assertEquals(List.of(), said);
  }

  @ParameterizedTest
  @CsvSource({
    "terraform-20261126101530123400000001, 2026-11-26T10:15:30Z",
    "terraform-202611261015301234000000ff, 2026-11-26T10:15:30Z",
    "terraform-20261326101530123400000001,",
    "terraform-2026112610153012340000000,",
    "EXAMPLE1-90ab-cdef-fedc-ba987EXAMPLE,",
    "'',",
    ",",
  })
  void versionTellsWhenItWasMade(String version, String made) {
    assertEquals(Optional.ofNullable(made).map(Instant::parse), NewSecrets.made(version));
  }

  private Duration waitFor(EcrException... answers) {
    var start = Instant.now();
    assertEquals(ARN, wait(Duration.ofSeconds(60), answers).get());
    return Duration.between(start, Instant.now());
  }

  private SecretWait wait(Duration limit, EcrException... answers) {
    ecr.answers = Arrays.asList(answers).iterator();
    return new SecretWait(
        ARN, Instant.now(), () -> Optional.of(ecr), Optional.of(new Log()), patience(limit));
  }

  private static SecretWait.Patience patience(Duration limit) {
    return new SecretWait.Patience(limit, Duration.ofMillis(1), AGE);
  }
}

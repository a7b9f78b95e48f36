package dev.ecrcache.aws;

import com.pulumi.Config;
import com.pulumi.context.LoggingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * Waits until ECR sees a new secret, and says so. Where ECR does not tell, it waits until the
 * secret has the age at which others found that ECR sees it.
 */
final class SecretWait implements Supplier<String> {
  /**
   * @param limit how long ECR is asked at most
   * @param pause between two questions
   * @param age of a secret that ECR is taken to see
   */
  record Patience(Duration limit, Duration pause, Duration age) {}

  private static final Patience PATIENCE =
      new Patience(Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofSeconds(10));

  private final String arn;
  private final Instant made;
  private final Supplier<Optional<EcrClient>> client;
  private final Optional<LoggingContext> log;
  private final Patience patience;

  SecretWait(String arn, Instant made, Optional<Config> provider, Optional<LoggingContext> log) {
    this(
        arn,
        made,
        () -> provider.map(it -> new AwsProvider(it, arn.split(":", 6)[3]).ecr()),
        log,
        PATIENCE);
  }

  SecretWait(
      String arn,
      Instant made,
      Supplier<Optional<EcrClient>> client,
      Optional<LoggingContext> log,
      Patience patience) {
    this.arn = arn;
    this.made = made;
    this.client = client;
    this.log = log;
    this.patience = patience;
  }

  /** The secret's ARN, in the end. */
  @Override
  public String get() {
    if (!askedUntilSeen()) {
      untilOld();
    }
    return arn;
  }

  /** False if ECR does not tell. */
  private boolean askedUntilSeen() {
    var start = Instant.now();
    var waits = false;
    try (var sight = client.get().map(SecretSight::new).orElse(null)) {
      while (sight != null) {
        switch (sight.of(arn)) {
          case UNTOLD:
            return false;
          case SEEN:
            if (waits) {
              say("ECR sees the secret %s after %d s".formatted(arn, seconds(start)));
            }
            return true;
          case NOT_SEEN:
            if (!waits) {
              say(
                  "ECR does not see the new secret %s yet: waiting for it, %d s at most"
                      .formatted(arn, patience.limit().toSeconds()));
            }
            waits = true;
        }
        if (Instant.now().isAfter(start.plus(patience.limit()))) {
          log.ifPresent(
              it ->
                  it.warn(
                      "ECR does not see the new secret %s after %d s: its rule is tried all the same"
                          .formatted(arn, seconds(start))));
          return true;
        }
        sleep(patience.pause());
      }
      return false;
    } catch (SdkException | IllegalArgumentException e) {
      // The provider's settings are not enough for the AWS SDK.
      return false;
    }
  }

  private void untilOld() {
    var left = Duration.between(Instant.now(), made.plus(patience.age()));
    if (left.isNegative()) {
      return;
    }
    say(
        "ECR does not tell whether it sees the new secret %s: waiting until it is %d s old"
            .formatted(arn, patience.age().toSeconds()));
    sleep(left);
  }

  private void say(String what) {
    log.ifPresent(it -> it.info(what));
  }

  private static long seconds(Instant start) {
    return Duration.between(start, Instant.now()).toSeconds();
  }

  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

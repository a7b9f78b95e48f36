package dev.ecrcache.aws;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRuleNotFoundException;
import software.amazon.awssdk.services.ecr.model.SecretNotFoundException;
import software.amazon.awssdk.services.ecr.model.UnableToAccessSecretException;
import software.amazon.awssdk.services.ecr.model.UnableToDecryptSecretValueException;

/**
 * Whether ECR sees a secret. There is no question for it, so ECR is asked to put the secret into a
 * rule that does not exist, which changes nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_UpdatePullThroughCacheRule.html">UpdatePullThroughCacheRule</a>
 */
final class SecretSight implements AutoCloseable {
  /** ECR's answer; {@code UNTOLD} where it does not say. */
  enum Answer {
    SEEN,
    NOT_SEEN,
    UNTOLD
  }

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final EcrClient ecr;
  private final String nowhere = "ecr-cache-asks-" + random();
  private boolean looksForTheSecretFirst;

  SecretSight(EcrClient ecr) {
    this.ecr = ecr;
  }

  Answer of(String secretArn) {
    var answer = ask(secretArn);
    if (answer == Answer.NOT_SEEN) {
      looksForTheSecretFirst = true;
    } else if (answer == Answer.SEEN && !looksForTheSecretFirst) {
      // It may have looked for the rule only: of a secret that does not exist it then says the
      // same.
      looksForTheSecretFirst = ask(unlike(secretArn)) == Answer.NOT_SEEN;
      return looksForTheSecretFirst ? Answer.SEEN : Answer.UNTOLD;
    }
    return answer;
  }

  private Answer ask(String secretArn) {
    try {
      ecr.updatePullThroughCacheRule(
          it ->
              it.registryId(secretArn.split(":", 6)[4])
                  .ecrRepositoryPrefix(nowhere)
                  .credentialArn(secretArn)
                  .overrideConfiguration(call -> call.apiCallTimeout(TIMEOUT)));
      return Answer.UNTOLD;
    } catch (SecretNotFoundException e) {
      return Answer.NOT_SEEN;
    } catch (PullThroughCacheRuleNotFoundException
        | UnableToAccessSecretException
        | UnableToDecryptSecretValueException e) {
      return Answer.SEEN;
    } catch (SdkException e) {
      return Answer.UNTOLD;
    }
  }

  // A name of its own, in the same account and Region.
  private static String unlike(String secretArn) {
    return secretArn.substring(0, secretArn.lastIndexOf('/') + 1) + "ecr-cache-asks-" + random();
  }

  private static String random() {
    var bytes = new byte[6];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public void close() {
    ecr.close();
  }
}

package dev.ecrcache.aws;

import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What AWS says, without the service, status and request id that the SDK puts behind it. */
public final class SdkMessage {
  private static final Pattern ATTEMPTS = Pattern.compile(" \\(SDK Attempt Count: \\d+\\)$");

  private SdkMessage() {}

  /** The message in one line. */
  public static String of(SdkException e) {
    return e instanceof AwsServiceException answered
        ? Optional.ofNullable(answered.awsErrorDetails())
            .map(AwsErrorDetails::errorMessage)
            .orElseGet(answered::getMessage)
        : ATTEMPTS.matcher(e.getMessage()).replaceFirst("");
  }
}

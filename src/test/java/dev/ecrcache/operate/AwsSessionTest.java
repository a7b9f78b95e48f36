package dev.ecrcache.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ecrcache.FakeAws;
import dev.ecrcache.image.EcrRegistry;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever asks AWS is told in one line why it does not answer. */
class AwsSessionTest {
  private static final String ANSWER =
      "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111111111111</Account>"
          + "</GetCallerIdentityResult></GetCallerIdentityResponse>";

  private final FakeAws aws = new FakeAws();

  @BeforeEach
  void credentials() {
    System.setProperty("aws.accessKeyId", "AKIAECRC111111111111");
    System.setProperty("aws.secretAccessKey", "made-up-secret");
  }

  @AfterEach
  void close() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    aws.close();
  }

  @Test
  void registryIsThatOfTheCaller() {
    aws.with("GetCallerIdentity", ANSWER);

    assertEquals(new EcrRegistry("111111111111", "eu-west-1"), session(aws.endpoint()).registry());
  }

  @Test
  void refusalIsOneLine() {
    aws.refusing("GetCallerIdentity", 403, "ExpiredToken", "The security token is expired");

    assertEquals(
        "sts:GetCallerIdentity in eu-west-1 with the usual credential chain: The security token is"
            + " expired",
        refusal(session(aws.endpoint())));
  }

  @Test
  void networkThatIsNotThereIsOneLine() {
    aws.close();

    assertEquals(
        "sts:GetCallerIdentity in eu-west-1 with the usual credential chain: Unable to execute HTTP"
            + " request: Connection refused",
        refusal(session(aws.endpoint())));
  }

  @Test
  void missingCredentialsAreOneLine() {
    var session =
        AwsSession.open(
            Optional.of("no-such-profile"), Optional.of("eu-west-1"), Optional.of(aws.endpoint()));

    assertEquals(
        "the profile 'no-such-profile' gives no credentials; give --profile, set AWS_PROFILE or"
            + " AWS_ACCESS_KEY_ID, or sign in with `aws sso login`",
        refusal(session));
    assertEquals(0, aws.actions().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          Ireland   | http://127.0.0.1:9 | 'Ireland' is not an AWS Region such as eu-west-1
          eu-west-1 | ftp://127.0.0.1    | 'ftp://127.0.0.1' is no URL of AWS, such as http://localhost:4566
          eu-west-1 | localhost:4566     | 'localhost:4566' is no URL of AWS, such as http://localhost:4566
          """)
  void whatIsNoPlaceIsRefused(String region, URI endpoint, String problem) {
    var refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> AwsSession.open(Optional.empty(), Optional.of(region), Optional.of(endpoint)));

    assertEquals(problem, refusal.getMessage());
  }

  private static AwsSession session(URI endpoint) {
    return AwsSession.open(Optional.empty(), Optional.of("eu-west-1"), Optional.of(endpoint));
  }

  private static String refusal(AwsSession session) {
    return assertThrows(AwsRefusalException.class, session::registry).getMessage();
  }
}

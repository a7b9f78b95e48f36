package dev.ecrcache.operate;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import software.amazon.awssdk.services.ecr.EcrClient;

/**
 * What an account logs in to ECR's registries with, for twelve hours.
 *
 * @param endpoint the account's own registry, such as {@code
 *     https://111111111111.dkr.ecr.eu-west-1.amazonaws.com}
 * @param password the password of the user {@link #USER}; in no text of this object
 * @param expires when it is of no use any more
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html">GetAuthorizationToken</a>
 */
public record EcrToken(URI endpoint, String password, Instant expires) {
  /** The user of every such password. */
  public static final String USER = "AWS";

  /**
   * A token of the session's account.
   *
   * @throws AwsRefusalException if ECR gives none
   */
  public static EcrToken of(AwsSession session, EcrClient ecr) {
    var data =
        session.ask(
            "ecr:GetAuthorizationToken",
            () -> ecr.getAuthorizationToken(it -> {}).authorizationData().get(0));
    var login =
        new String(Base64.getDecoder().decode(data.authorizationToken()), StandardCharsets.UTF_8);
    return new EcrToken(
        URI.create(data.proxyEndpoint()),
        login.substring(login.indexOf(':') + 1),
        data.expiresAt() == null ? Instant.MAX : data.expiresAt());
  }

  @Override
  public String toString() {
    return "EcrToken[" + endpoint + "]";
  }
}

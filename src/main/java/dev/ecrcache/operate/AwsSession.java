package dev.ecrcache.operate;

import dev.ecrcache.aws.SdkMessage;
import dev.ecrcache.image.EcrRegistry;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;

/** Credentials, a Region and where AWS is: makes the clients that ask one account. */
public final class AwsSession {
  private static final String NAME = "ecr-cache";
  private static final Set<String> WEB = Set.of("http", "https");

  private final String by;
  private final AwsCredentialsProvider credentials;
  private final Region region;
  private final Optional<URI> endpoint;

  private AwsSession(
      String by, AwsCredentialsProvider credentials, Region region, Optional<URI> endpoint) {
    this.by = by;
    this.credentials = credentials;
    this.region = region;
    this.endpoint = endpoint;
  }

  /**
   * A session of the usual credential chain.
   *
   * @param profile the profile of the shared files; the chain's choice without one
   * @param region the Region; the profile's or the environment's without one
   * @param endpoint the URL of every service; that of AWS without one
   * @throws IllegalArgumentException if no Region is set anywhere, or Region or URL is malformed
   */
  public static AwsSession open(
      Optional<String> profile, Optional<String> region, Optional<URI> endpoint) {
    endpoint
        .filter(url -> url.getHost() == null || !WEB.contains(url.getScheme()))
        .ifPresent(
            url -> {
              throw new IllegalArgumentException(
                  "'%s' is no URL of AWS, such as http://localhost:4566".formatted(url));
            });
    return new AwsSession(
        profile.map("the profile '%s'"::formatted).orElse("the usual credential chain"),
        profile
            .<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
            .orElseGet(() -> DefaultCredentialsProvider.builder().build()),
        region(region.orElseGet(() -> usualRegion(profile))),
        endpoint);
  }

  private static Region region(String id) {
    // Any account will do: it is the Region that is checked.
    return Region.of(new EcrRegistry("000000000000", id).region());
  }

  private static String usualRegion(Optional<String> profile) {
    var chain = DefaultAwsRegionProviderChain.builder();
    profile.ifPresent(chain::profileName);
    try {
      return chain.build().getRegion().id();
    } catch (SdkException e) {
      throw new IllegalArgumentException(
          "no Region is set; give --region, AWS_REGION, or one in the profile", e);
    }
  }

  /** The session of a role that this one assumes, in a Region. */
  public AwsSession assume(String roleArn, Optional<String> externalId, String inRegion) {
    var request =
        AssumeRoleRequest.builder()
            .roleArn(roleArn)
            .roleSessionName(NAME)
            .externalId(externalId.orElse(null))
            .build();
    var role =
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(client(StsClient.builder()))
            .refreshRequest(request)
            .build();
    return new AwsSession("the role " + roleArn, role, Region.of(inRegion), endpoint);
  }

  /** The same session in a Region. */
  public AwsSession in(String other) {
    return new AwsSession(by, credentials, Region.of(other), endpoint);
  }

  /** The id of the Region. */
  public String region() {
    return region.id();
  }

  /**
   * A client, which whoever asks for it closes. It repeats what AWS throttles, slower and slower.
   */
  public <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
    builder
        .region(region)
        .credentialsProvider(credentials)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(it -> it.retryStrategy(RetryMode.ADAPTIVE_V2));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /**
   * The ECR registry of the account that the credentials are of.
   *
   * @throws AwsRefusalException if there are none, or AWS refuses them
   */
  public EcrRegistry registry() {
    checkCredentials();
    try (var sts = client(StsClient.builder())) {
      var account = ask("sts:GetCallerIdentity", () -> sts.getCallerIdentity(it -> {}).account());
      return new EcrRegistry(account, region());
    }
  }

  private void checkCredentials() {
    try {
      credentials.resolveCredentials();
    } catch (AwsServiceException e) {
      // An assumed role's come from AWS.
      throw refusal("sts:AssumeRole", e);
    } catch (RuntimeException e) {
      // The SDK tells in many exceptions, and of each link of the chain; whether a link's program
      // wrote a secret to its log, nobody knows.
      throw new AwsRefusalException(
          ("%s gives no credentials; give --profile, set AWS_PROFILE or AWS_ACCESS_KEY_ID, or sign"
                  + " in with `aws sso login`")
              .formatted(by),
          e);
    }
  }

  /**
   * What AWS answers.
   *
   * @param action what is asked, as IAM names it
   * @throws AwsRefusalException if it refuses, or cannot be reached
   */
  public <T> T ask(String action, Supplier<T> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      throw refusal(action, e);
    }
  }

  private AwsRefusalException refusal(String action, SdkException e) {
    return new AwsRefusalException(
        "%s in %s with %s: %s".formatted(action, region(), by, SdkMessage.of(e)), e);
  }
}

package dev.ecrcache.aws;

import com.pulumi.Config;
import com.pulumi.aws.config.inputs.AssumeRole;
import com.pulumi.aws.config.inputs.AssumeRoleWithWebIdentity;
import com.pulumi.aws.config.inputs.Endpoints;
import com.pulumi.core.TypeShape;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleWithWebIdentityCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/**
 * The default AWS provider's settings, for what AWS must be asked and the provider cannot: whoever
 * they make the provider act as, a client acts as too.
 */
final class AwsProvider {
  private static final String SESSION = "ecr-cache";

  private final Config settings;
  private final Region region;

  /**
   * @param settings the configuration keys under {@code aws}
   * @param region the Region that the provider works in
   */
  AwsProvider(Config settings, String region) {
    this.settings = settings;
    this.region = Region.of(region);
  }

  EksClient eks() {
    return client(EksClient.builder(), region, Endpoints::eks, credentials());
  }

  EcrClient ecr() {
    return client(EcrClient.builder(), region, Endpoints::ecr, credentials());
  }

  SecretsManagerClient secrets() {
    return client(SecretsManagerClient.builder(), region, Endpoints::secretsmanager, credentials());
  }

  private AwsCredentialsProvider credentials() {
    var own =
        settings
            .getObject("assumeRoleWithWebIdentity", AssumeRoleWithWebIdentity.class)
            .map(this::assumed)
            .or(() -> settings.get("accessKey").map(this::keys))
            .or(() -> settings.get("profile").map(ProfileCredentialsProvider::create))
            .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    return settings
        .getObject("assumeRole", AssumeRole.class)
        .map(role -> assumed(role, own))
        .orElse(own);
  }

  private AwsCredentialsProvider keys(String accessKey) {
    var secretKey = settings.get("secretKey").orElse("");
    var token = settings.get("token");
    return StaticCredentialsProvider.create(
        token.isPresent()
            ? AwsSessionCredentials.create(accessKey, secretKey, token.get())
            : AwsBasicCredentials.create(accessKey, secretKey));
  }

  private AwsCredentialsProvider assumed(AssumeRole role, AwsCredentialsProvider by) {
    var request =
        AssumeRoleRequest.builder()
            .roleArn(role.roleArn().orElse(null))
            .roleSessionName(role.sessionName().orElse(SESSION))
            .externalId(role.externalId().orElse(null))
            .sourceIdentity(role.sourceIdentity().orElse(null))
            .policy(role.policy().orElse(null))
            .policyArns(policies(role.policyArns()))
            .transitiveTagKeys(orNone(role.transitiveTagKeys()))
            .tags(
                orNone(
                    role.tags().entrySet().stream()
                        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                        .toList()))
            .build();
    return StsAssumeRoleCredentialsProvider.builder()
        .stsClient(sts(by))
        .refreshRequest(request)
        .build();
  }

  private AwsCredentialsProvider assumed(AssumeRoleWithWebIdentity role) {
    return StsAssumeRoleWithWebIdentityCredentialsProvider.builder()
        .stsClient(sts(AnonymousCredentialsProvider.create()))
        .refreshRequest(
            request ->
                request
                    .roleArn(role.roleArn().orElse(null))
                    .roleSessionName(role.sessionName().orElse(SESSION))
                    .webIdentityToken(
                        role.webIdentityToken()
                            .or(() -> role.webIdentityTokenFile().map(AwsProvider::read))
                            .orElse(null))
                    .policy(role.policy().orElse(null))
                    .policyArns(policies(role.policyArns())))
        .build();
  }

  private StsClient sts(AwsCredentialsProvider credentials) {
    return client(
        StsClient.builder(),
        settings.get("stsRegion").map(Region::of).orElse(region),
        Endpoints::sts,
        credentials);
  }

  private <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
      B builder,
      Region region,
      Function<Endpoints, Optional<String>> endpoint,
      AwsCredentialsProvider credentials) {
    builder
        .region(region)
        .credentialsProvider(credentials)
        .httpClientBuilder(UrlConnectionHttpClient.builder());
    settings.getBoolean("useFipsEndpoint").ifPresent(builder::fipsEnabled);
    settings.getBoolean("useDualstackEndpoint").ifPresent(builder::dualstackEnabled);
    settings.getObject("endpoints", TypeShape.list(Endpoints.class)).stream()
        .flatMap(List::stream)
        .flatMap(endpoints -> endpoint.apply(endpoints).stream())
        .findFirst()
        .map(URI::create)
        .ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static List<PolicyDescriptorType> policies(List<String> arns) {
    return orNone(
        arns.stream().map(arn -> PolicyDescriptorType.builder().arn(arn).build()).toList());
  }

  // STS refuses a list that is given and empty.
  private static <T> List<T> orNone(List<T> list) {
    return list.isEmpty() ? null : list;
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the web identity token in %s cannot be read".formatted(file), e);
    }
  }
}

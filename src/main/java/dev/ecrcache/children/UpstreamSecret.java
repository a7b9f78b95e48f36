package dev.ecrcache.children;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.pulumi.aws.secretsmanager.Secret;
import com.pulumi.aws.secretsmanager.SecretArgs;
import com.pulumi.aws.secretsmanager.SecretPolicy;
import com.pulumi.aws.secretsmanager.SecretPolicyArgs;
import com.pulumi.aws.secretsmanager.SecretVersion;
import com.pulumi.aws.secretsmanager.SecretVersionArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.CustomResourceOptions;
import com.pulumi.resources.Resource;
import dev.ecrcache.aws.Late;
import dev.ecrcache.aws.NewSecrets;
import dev.ecrcache.aws.Place;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.inputs.CredentialArgs;
import dev.ecrcache.inputs.SecretNames;
import dev.ecrcache.policy.EcrPolicies;
import java.util.ArrayList;
import java.util.List;

/**
 * The secret that ECR logs in with at one upstream.
 *
 * @param arn its ARN, which is known once ECR sees it
 * @param resources what must exist before a rule can use it: the secret alone is empty
 */
public record UpstreamSecret(Output<String> arn, List<Resource> resources) {
  /**
   * The secret of one upstream: the one that its credential names, or one that is made.
   *
   * @param name what the secret's name in the stack begins with
   * @param made waits until ECR sees a secret that is made
   * @throws dev.ecrcache.bind.InvalidArgumentException as the failure of its ARN, if that is none
   *     of a secret that the registry at {@code registry} can read
   */
  public static UpstreamSecret of(
      String name,
      String prefix,
      CredentialArgs credential,
      Output<EcrRegistry> registry,
      NewSecrets made,
      Resource parent) {
    return credential
        .secretArn()
        .map(arn -> existing(prefix, arn, registry))
        .orElseGet(() -> create(name + "-" + prefix, prefix, credential, registry, made, parent));
  }

  private static UpstreamSecret existing(
      String prefix, Output<String> arn, Output<EcrRegistry> registry) {
    var argument = "upstreams.%s.credential.secretArn".formatted(prefix);
    var checked =
        Late.checked(
            Output.tuple(arn, registry),
            both -> {
              SecretNames.checkArn(argument, both.t1);
              Place.of(both.t2).checkOwn(argument, both.t1);
              return both.t1;
            });
    return new UpstreamSecret(checked, List.of());
  }

  private static UpstreamSecret create(
      String name,
      String prefix,
      CredentialArgs credential,
      Output<EcrRegistry> registry,
      NewSecrets made,
      Resource parent) {
    var options = CustomResourceOptions.builder().parent(parent).build();
    var args =
        SecretArgs.builder()
            .description("Login of the ECR pull-through cache rule " + prefix)
            .recoveryWindowInDays(credential.recoveryDays());
    credential.secretName(prefix).ifPresent(args::name);
    credential.secretNamePrefix().ifPresent(args::namePrefix);
    var secret = new Secret(name, args.build(), options);
    var version =
        new SecretVersion(
            name,
            SecretVersionArgs.builder()
                .secretId(secret.arn())
                .secretString(
                    Output.tuple(credential.username(), credential.token())
                        .applyValue(both -> login(both.t1, both.t2)))
                .build(),
            // A new token replaces the version, which protection of the component would refuse.
            CustomResourceOptions.builder().parent(parent).protect(false).build());
    var resources = new ArrayList<Resource>(List.of(version));
    if (credential.accountPolicy()) {
      resources.add(
          new SecretPolicy(
              name,
              SecretPolicyArgs.builder()
                  .secretArn(secret.arn())
                  .policy(
                      registry.applyValue(
                          here ->
                              EcrPolicies.accountSecret(here.partition().id(), here.accountId())
                                  .toJson()))
                  .blockPublicPolicy(true)
                  .build(),
              options));
    }
    return new UpstreamSecret(made.seen(secret, version, parent), resources);
  }

  private static String login(String username, String token) {
    record Login(String username, String accessToken) {}
    try {
      return new JsonMapper().writeValueAsString(new Login(username, token));
    } catch (JsonProcessingException e) {
      // The cause is left out: it may quote the token.
      throw new IllegalStateException("the upstream login cannot be written as JSON");
    }
  }
}

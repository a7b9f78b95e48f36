package dev.ecrcache.aws;

import com.pulumi.Config;
import com.pulumi.aws.config.inputs.AssumeRole;
import com.pulumi.aws.config.inputs.AssumeRoleWithWebIdentity;
import dev.ecrcache.bind.InvalidArgumentException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where the AWS provider takes its credentials from, in words; of secrets, the names alone.
 *
 * @param key the setting that decides, as a configuration key
 * @param words what it says
 */
record CredentialSettings(String key, String words) {
  private static final List<String> VARIABLES =
      List.of(
          "AWS_ACCESS_KEY_ID",
          "AWS_PROFILE",
          "AWS_WEB_IDENTITY_TOKEN_FILE",
          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
          "AWS_CONTAINER_CREDENTIALS_FULL_URI");

  static CredentialSettings of(Config aws) {
    var own =
        aws.getObject("assumeRoleWithWebIdentity", AssumeRoleWithWebIdentity.class)
            .map(it -> role("assumeRoleWithWebIdentity", it.roleArn().orElse("")))
            .or(
                () ->
                    aws.get("accessKey")
                        .map(key -> new CredentialSettings("aws:accessKey", "the key given there")))
            .or(
                () ->
                    aws.get("profile")
                        .map(
                            it ->
                                new CredentialSettings(
                                    "aws:profile", "the profile '%s'".formatted(it))))
            .orElseGet(() -> of(System.getenv()));
    return aws.getObject("assumeRole", AssumeRole.class)
        .flatMap(AssumeRole::roleArn)
        .map(arn -> role("assumeRole", arn))
        .map(it -> new CredentialSettings(it.key, it.words + ", assumed with " + own.words))
        .orElse(own);
  }

  private static CredentialSettings role(String setting, String arn) {
    return new CredentialSettings("aws:" + setting, "the role " + arn);
  }

  static CredentialSettings of(Map<String, String> environment) {
    var set =
        VARIABLES.stream()
            .filter(name -> !environment.getOrDefault(name, "").isEmpty())
            .map(name -> name.equals("AWS_PROFILE") ? name + "=" + environment.get(name) : name)
            .collect(Collectors.joining(", "));
    return new CredentialSettings(
        "aws:profile",
        set.isEmpty()
            ? "the default profile or the machine's own role, since neither this key nor %s is set"
                .formatted(String.join(" nor ", VARIABLES.subList(0, 2)))
            : "the environment's " + set);
  }

  /** The refusal of what the provider or AWS said of these credentials. */
  InvalidArgumentException refusal(String said) {
    return new InvalidArgumentException(
        key, "AWS cannot be asked who deploys, with %s: %s".formatted(words, said));
  }
}

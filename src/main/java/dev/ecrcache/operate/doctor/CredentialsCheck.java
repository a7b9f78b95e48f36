package dev.ecrcache.operate.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * Looks at the secrets with which ECR logs in at upstreams. What they hold is read, and told
 * nowhere.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html">Storing
 *     your upstream repository credentials in a Secrets Manager secret</a>
 */
record CredentialsCheck(CacheFacts facts) implements Check {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> KEYS = List.of("username", "accessToken");
  private static final String WHY =
      "ECR cannot log in: no image of the rule can be imported, and cached tags are no longer"
          + " refreshed";

  @Override
  public Topic topic() {
    return Topic.CREDENTIALS;
  }

  @Override
  public void look(Findings findings) {
    var rules = facts.rules().stream().filter(it -> it.credentialArn() != null).toList();
    try (var secrets = facts.session().client(SecretsManagerClient.builder())) {
      rules.forEach(rule -> look(secrets, rule, findings));
    }
    if (!rules.isEmpty()) {
      findings.fineUnlessFound(
          "secrets of " + Counted.of(rules.size(), "rule"),
          "there, in the Region, readable, with a user name and a token");
    }
  }

  /** The same of one rule. */
  void look(SecretsManagerClient secrets, PullThroughCacheRule rule, Findings findings) {
    var arn = rule.credentialArn();
    var where = "secret %s of rule %s".formatted(SecretName.name(arn), rule.ecrRepositoryPrefix());
    if (isElsewhere(arn, where, findings)) {
      return;
    }
    var described = findings.ask(where, () -> describe(secrets, arn));
    if (described.isEmpty()) {
      return;
    }
    var secret = described.get();
    if (secret.isEmpty()) {
      findings.error(
          where,
          "does not exist",
          WHY,
          "make it with the keys username and accessToken, and name it in the rule; of a stack file,"
              + " run `pulumi up`");
      return;
    }
    if (secret.get().deletedDate() != null) {
      findings.error(
          where,
          "waits for its deletion",
          WHY,
          "restore it with `aws secretsmanager restore-secret`, or give the rule another one");
      return;
    }
    var key = secret.get().kmsKeyId();
    if (key != null && !key.endsWith("alias/aws/secretsmanager")) {
      findings.error(
          where,
          "is encrypted under a key of yours",
          "ECR decrypts secrets under the default key aws/secretsmanager alone, so that it cannot"
              + " log in",
          "update the secret to the key alias/aws/secretsmanager and store its value again");
    }
    findings
        .ask(where, () -> problem(secrets, arn))
        .flatMap(it -> it)
        .ifPresent(
            problem ->
                findings.error(
                    where,
                    problem,
                    WHY,
                    "store {\"username\": …, \"accessToken\": …}; of a stack file, set the secret"
                        + " that the credential names with `pulumi config set --secret`, and run"
                        + " `pulumi up`"));
  }

  private boolean isElsewhere(String arn, String where, Findings findings) {
    var parts = arn.split(":", 7);
    var registry = facts.registry();
    if (parts.length == 7
        && parts[3].equals(registry.region())
        && parts[4].equals(registry.accountId())) {
      return false;
    }
    findings.error(
        where,
        "is not in account %s and Region %s".formatted(registry.accountId(), registry.region()),
        WHY,
        "make the secret in the account and the Region of the rule");
    return true;
  }

  private Optional<DescribeSecretResponse> describe(SecretsManagerClient secrets, String arn) {
    return facts.ask(
        "secretsmanager:DescribeSecret",
        () -> {
          try {
            return Optional.of(secrets.describeSecret(it -> it.secretId(arn)));
          } catch (ResourceNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  private Optional<String> problem(SecretsManagerClient secrets, String arn) {
    return facts.ask(
        "secretsmanager:GetSecretValue",
        () -> {
          try {
            return problem(secrets.getSecretValue(it -> it.secretId(arn)).secretString());
          } catch (ResourceNotFoundException e) {
            return Optional.of("has no current value");
          }
        });
  }

  private static Optional<String> problem(String value) {
    JsonNode json;
    try {
      json = JSON.readTree(value == null ? "" : value);
    } catch (JsonProcessingException e) {
      // Its message would quote the secret.
      json = JSON.missingNode();
    }
    if (!json.isObject()) {
      return Optional.of("is not a JSON object");
    }
    for (var key : KEYS) {
      var text = json.path(key).textValue();
      if (text == null || text.isBlank()) {
        return Optional.of("has no text under the key " + key);
      }
      if (!text.equals(text.strip())) {
        return Optional.of("has spaces or a line break around the text of the key " + key);
      }
    }
    return Optional.empty();
  }
}

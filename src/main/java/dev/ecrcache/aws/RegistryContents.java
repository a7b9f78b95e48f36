package dev.ecrcache.aws;

import com.pulumi.Config;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;
import software.amazon.awssdk.services.ecr.model.RegistryPolicyNotFoundException;
import software.amazon.awssdk.services.ecr.model.RepositoryCreationTemplate;
import software.amazon.awssdk.services.ecr.model.ScanningRepositoryFilter;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/**
 * What an account's registry and its secrets hold, whoever made it. Each question is one call, or
 * one for each page, and throws {@link IllegalArgumentException} where AWS does not answer.
 */
public final class RegistryContents implements AutoCloseable {
  private final EcrClient ecr;
  private final SecretsManagerClient secrets;
  private CompletableFuture<Map<String, String>> rules;

  /**
   * @param aws the configuration keys of the AWS provider
   * @param region the Region that it works in
   */
  public RegistryContents(Config aws, String region) {
    var provider = new AwsProvider(aws, region);
    ecr = provider.ecr();
    secrets = provider.secrets();
  }

  /**
   * A registry's scanning configuration.
   *
   * @param type {@code BASIC} or {@code ENHANCED}
   * @param filters the filters by frequency, such as {@code SCAN_ON_PUSH}
   */
  public record Scanning(String type, Map<String, Set<String>> filters) {}

  /** Asks for the rules, which are the first question, and does not wait. */
  public void askRules() {
    if (rules == null) {
      rules = CompletableFuture.supplyAsync(this::readRules, RegistryContents::inTheBackground);
    }
  }

  // The SDK of Pulumi keeps workers of the common pool to itself.
  private static void inTheBackground(Runnable work) {
    var thread = new Thread(work, "rules");
    thread.setDaemon(true);
    thread.start();
  }

  /** The upstream URLs of the pull-through cache rules, by prefix. */
  public Map<String, String> rules() {
    askRules();
    try {
      return rules.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof IllegalArgumentException refusal ? refusal : e;
    }
  }

  private Map<String, String> readRules() {
    return answer(
        () ->
            ecr.describePullThroughCacheRulesPaginator(it -> {}).pullThroughCacheRules().stream()
                .collect(
                    Collectors.toMap(
                        PullThroughCacheRule::ecrRepositoryPrefix,
                        PullThroughCacheRule::upstreamRegistryUrl)));
  }

  /** The prefixes of the repository creation templates. */
  public Set<String> templates() {
    return answer(
        () ->
            ecr
                .describeRepositoryCreationTemplatesPaginator(it -> {})
                .repositoryCreationTemplates()
                .stream()
                .map(RepositoryCreationTemplate::prefix)
                .collect(Collectors.toSet()));
  }

  /** The registry's policy, as JSON; empty if there is none. */
  public Optional<String> policy() {
    return answer(
        () -> {
          try {
            return Optional.of(ecr.getRegistryPolicy(it -> {}).policyText());
          } catch (RegistryPolicyNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  /** How the registry scans; every registry does somehow. */
  public Scanning scanning() {
    var found =
        answer(() -> ecr.getRegistryScanningConfiguration(it -> {}).scanningConfiguration());
    var filters = new TreeMap<String, Set<String>>();
    for (var rule : found.rules()) {
      filters
          .computeIfAbsent(rule.scanFrequencyAsString(), it -> new TreeSet<>())
          .addAll(rule.repositoryFilters().stream().map(ScanningRepositoryFilter::filter).toList());
    }
    return new Scanning(found.scanTypeAsString(), filters);
  }

  /**
   * Whether a secret has the name: {@code true}, or {@code false} when it waits for its deletion.
   */
  public Optional<Boolean> secret(String name) {
    return answer(
        () -> {
          try {
            var found = secrets.describeSecret(it -> it.secretId(name));
            return Optional.of(found.deletedDate() == null);
          } catch (ResourceNotFoundException e) {
            return Optional.empty();
          }
        });
  }

  private static <T> T answer(Supplier<T> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      throw new IllegalArgumentException(SdkMessage.of(e), e);
    }
  }

  @Override
  public void close() {
    ecr.close();
    secrets.close();
  }
}

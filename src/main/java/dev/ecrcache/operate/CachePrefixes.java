package dev.ecrcache.operate;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.PullThroughCacheRule;
import software.amazon.awssdk.services.ecr.model.Repository;

/**
 * Which repositories of a registry are the cache's own: those below the prefix of a pull-through
 * cache rule.
 *
 * @param prefixes the prefixes of the rules, without {@code ROOT}, which may hold any repository
 * @param hasRoot whether there is a rule for {@code ROOT}
 */
public record CachePrefixes(List<String> prefixes, boolean hasRoot) {
  private static final String ROOT = "ROOT";

  /** Those of rules as ECR describes them. */
  static CachePrefixes of(List<PullThroughCacheRule> rules) {
    var all = rules.stream().map(PullThroughCacheRule::ecrRepositoryPrefix).toList();
    return new CachePrefixes(
        all.stream().filter(prefix -> !prefix.equals(ROOT)).toList(), all.contains(ROOT));
  }

  /** Whether a repository of this name is the cache's. */
  public boolean own(String repository) {
    return prefixes.stream().anyMatch(prefix -> repository.startsWith(prefix + "/"));
  }

  /** Whether a repository of this name may be the cache's: any, with a rule for {@code ROOT}. */
  public boolean mayOwn(String repository) {
    return hasRoot || own(repository);
  }

  /** Whether there is a rule at all. */
  public boolean exist() {
    return hasRoot || !prefixes.isEmpty();
  }

  /**
   * The names of all repositories that may be the cache's: all, with a rule for {@code ROOT}.
   *
   * @throws AwsRefusalException if ECR does not tell
   */
  public List<String> names(AwsSession session, EcrClient ecr) {
    return repositories(session, ecr, this::mayOwn).stream()
        .map(Repository::repositoryName)
        .toList();
  }

  /**
   * The cache's repositories, by name.
   *
   * @throws AwsRefusalException if ECR does not tell
   */
  public List<Repository> repositories(AwsSession session, EcrClient ecr) {
    return repositories(session, ecr, this::own);
  }

  private static List<Repository> repositories(
      AwsSession session, EcrClient ecr, Predicate<String> wanted) {
    return session.ask(
        "ecr:DescribeRepositories",
        () ->
            ecr.describeRepositoriesPaginator(it -> it.maxResults(1000)).repositories().stream()
                .filter(it -> wanted.test(it.repositoryName()))
                .sorted(Comparator.comparing(Repository::repositoryName))
                .toList());
  }
}

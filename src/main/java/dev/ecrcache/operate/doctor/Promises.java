package dev.ecrcache.operate.doctor;

import dev.ecrcache.NodePullAccessArgs;
import dev.ecrcache.OrganizationAccessArgs;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.inputs.RepositoriesArgs;
import dev.ecrcache.policy.OrganizationId;
import dev.ecrcache.policy.PolicyDocument;
import dev.ecrcache.policy.Statement;
import dev.ecrcache.program.LocalStackFile;
import java.util.List;
import java.util.Optional;

/**
 * What a stack file says that there is; nothing without one.
 *
 * @param cache the cache that the stack makes
 * @param access who may pull from it
 * @param nodes the node roles of the stack
 * @param cacheStack the full name of the stack whose cache it uses
 * @param endpoint the cache that it uses, where the file describes that
 */
public record Promises(
    Optional<RegistryCacheArgs> cache,
    Optional<OrganizationAccessArgs> access,
    Optional<NodePullAccessArgs> nodes,
    Optional<String> cacheStack,
    Optional<PulledCache> endpoint) {
  // No organisation has it, so that what names it is missing.
  private static final String NO_ORGANIZATION = "o-0000000000";

  /** Of no stack file. */
  public static final Promises NONE =
      new Promises(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /**
   * Those of a stack file.
   *
   * @throws InvalidArgumentException if a block cannot work
   */
  public static Promises of(LocalStackFile file) {
    return new Promises(
        file.cache(),
        file.access(),
        file.nodes(),
        file.cacheStack(),
        file.cacheEndpoint().map(PulledCache::of));
  }

  /** The cache that the stack makes, as pullers see it. */
  public Optional<PulledCache> made(EcrRegistry registry) {
    return cache.map(it -> new PulledCache(registry, it.prefixes(), it.tagsRepositories()));
  }

  /** The statements that each repository's policy has of its own. */
  List<Statement> repositoryStatements() {
    return cache
        .flatMap(RegistryCacheArgs::repositories)
        .map(RepositoriesArgs::statements)
        .orElse(List.of());
  }

  /**
   * The policy that creation templates carry, as JSON; empty for none.
   *
   * @param found the policy that there is, which tells the organisation where the file does not
   */
  Optional<String> repositoryPolicy(EcrRegistry registry, Optional<String> found) {
    var statements = repositoryStatements();
    if (access.isPresent()) {
      return access.map(it -> it.repositoryPolicy(organization(it, found), registry, statements));
    }
    return statements.isEmpty()
        ? Optional.empty()
        : Optional.of(PolicyDocument.of(statements.toArray(Statement[]::new)).toJson());
  }

  /** The policy of the registry, as JSON; empty where the stack does not own it. */
  Optional<String> registryPolicy(EcrRegistry registry, Optional<String> found) {
    return access
        .filter(OrganizationAccessArgs::ownsRegistryPolicy)
        .map(it -> it.registryPolicy(organization(it, found), registry));
  }

  private static String organization(OrganizationAccessArgs access, Optional<String> found) {
    return access.organization()
        ? access.organizationId().or(() -> OrganizationId.in(found)).orElse(NO_ORGANIZATION)
        : null;
  }
}

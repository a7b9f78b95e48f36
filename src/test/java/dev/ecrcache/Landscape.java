package dev.ecrcache;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecrcache.PolicySimulator.Kind;
import dev.ecrcache.PolicySimulator.Principal;
import dev.ecrcache.PolicySimulator.Resource;
import dev.ecrcache.image.EcrRegistry;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everybody and everything in the matrix, by the names that it uses. */
record Landscape(DeployedPolicies policies) {
  private static final String HOST = Recorder.ACCOUNT;
  private static final String UPSTREAM = "555555555555";

  /** The repositories that exist and were made from a template. */
  private static final Set<String> CACHED =
      Set.of("docker-hub/library/alpine", "k8s/pause", "base/app");

  Principal principal(String who) {
    return new Callers(policies).principal(who);
  }

  Resource resource(String what) {
    return switch (what) {
      case "registry" ->
          new Resource(Kind.REGISTRY, "*", HOST, policies.resourcePolicy(null, Optional.empty()));
      case "another Region" ->
          new Resource(
              Kind.REPOSITORY,
              policies
                  .arn("ecr", HOST, "repository/docker-hub/library/alpine")
                  .replaceFirst("-1:", "-2:"),
              HOST,
              null);
      case "key", "another key" ->
          new Resource(
              Kind.KEY,
              policies.arn("kms", HOST, "key/" + what.replace(' ', '-')),
              HOST,
              openToHost("kms"));
      case "secret" ->
          new Resource(
              Kind.SECRET,
              policies.arn("secretsmanager", HOST, "secret:ecr-pullthroughcache/docker-hub-AbCdEf"),
              HOST,
              document("SecretPolicy cache-docker-hub.policy"));
      case "templates' role" ->
          trusting("cache-templates", document("Role cache-templates.assumeRolePolicy"));
      case "upstream's role" ->
          trusting("cache-upstream-base", document("Role cache-upstream-base.assumeRolePolicy"));
      default ->
          what.startsWith("upstream ")
              ? upstream(what.substring("upstream ".length()))
              : repository(what);
    };
  }

  private Resource repository(String name) {
    var arn = policies.registry().repositoryArn(name);
    var prefix = name.substring(0, name.indexOf('/'));
    var own =
        List.of(prefix, "ROOT").stream()
            .map("RepositoryCreationTemplate cache-%s.repositoryPolicy"::formatted)
            .filter(it -> CACHED.contains(name) && document(it) != null)
            .findFirst();
    return new Resource(Kind.REPOSITORY, arn, HOST, policies.resourcePolicy(arn, own));
  }

  /** A repository whose owner leaves everything to the hosting account. */
  private Resource upstream(String name) {
    var arn = new EcrRegistry(UPSTREAM, policies.registry().region()).repositoryArn(name);
    return new Resource(Kind.REPOSITORY, arn, UPSTREAM, openToHost("ecr"));
  }

  private Resource trusting(String role, JsonNode trust) {
    return new Resource(Kind.ROLE, policies.iam(HOST, "role/" + role), HOST, trust);
  }

  /** The policy of a resource that leaves everything to the hosting account's own policies. */
  private JsonNode openToHost(String service) {
    return DeployedPolicies.parse(
        """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"%s"},
        "Action":"%s:*","Resource":"*"}]}"""
            .formatted(policies.iam(HOST, "root"), service));
  }

  private JsonNode document(String name) {
    return policies.document(name);
  }
}

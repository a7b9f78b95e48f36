package dev.ecrcache.program;

import com.pulumi.Context;
import dev.ecrcache.OrganizationAccessArgs;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.aws.RegistryContents;
import dev.ecrcache.aws.StackState;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.inputs.ScanningArgs;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What stands where the stack is about to make something of its own: ECR would replace it without a
 * word, or refuse in the middle of an {@code up}. Only what the stack does not hold yet is looked
 * for.
 */
final class FirstOwnership implements AutoCloseable {
  private static final String RULE = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule";
  private static final String TEMPLATE =
      "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate";
  private static final String SECRET = "aws:secretsmanager/secret:Secret";
  private static final String SCANNING =
      "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration";
  private static final String POLICY = "aws:ecr/registryPolicy:RegistryPolicy";
  private static final String ADOPT =
      "or import them as cache-<prefix> with the prefix as id, as docs/registry.md says";

  private final ConfigKeys keys;
  private final Context context;
  private Optional<StackState> state = Optional.empty();
  private Optional<String> unread = Optional.empty();
  private EcrRegistry registry;
  private RegistryContents contents;

  FirstOwnership(ConfigKeys keys, Context context) {
    this.keys = keys;
    this.context = context;
  }

  /** Reads the state of the stack, and begins to look where it is known that a look is needed. */
  void begin(StackFile file) {
    if (file.cache().isEmpty()) {
      return;
    }
    try {
      state = StackState.read(context);
    } catch (IllegalArgumentException e) {
      unread = Optional.of(e.getMessage());
    }
    if (state.isPresent() && !missingRules(file.cache().get()).isEmpty()) {
      keys.place().region().map(this::contents).ifPresent(RegistryContents::askRules);
    }
  }

  /**
   * @throws InvalidArgumentException if something stands there that is not to be taken over
   */
  void check(StackFile file) {
    unread.ifPresent(why -> warn("cache", "the state of the stack cannot be read: " + why));
    if (state.isPresent()) {
      registry = file.registry();
      checkRules(file.cache().get());
      checkTemplates(file.cache().get());
      checkSecrets(file.cache().get());
      file.cache().get().scanning().ifPresent(this::checkScanning);
      file.access().filter(OrganizationAccessArgs::ownsRegistryPolicy).ifPresent(this::checkPolicy);
    }
  }

  private void checkRules(RegistryCacheArgs cache) {
    var prefixes = missingRules(cache);
    if (prefixes.isEmpty()) {
      return;
    }
    look("cache.upstreams", RegistryContents::rules)
        .ifPresent(
            rules ->
                refuse(
                    "cache.upstreams",
                    prefixes.stream()
                        .filter(rules::containsKey)
                        .map(prefix -> "%s of %s".formatted(prefix, rules.get(prefix)))
                        .toList(),
                    "the registry has pull-through cache rules that are not this stack's: %s; choose"
                        + " other prefixes, delete the rules, "
                        + ADOPT));
  }

  private void checkTemplates(RegistryCacheArgs cache) {
    var prefixes = missing(cache.templatePrefixes(), TEMPLATE, "prefix");
    if (prefixes.isEmpty()) {
      return;
    }
    look("cache.repositories.template", RegistryContents::templates)
        .ifPresent(
            templates ->
                refuse(
                    "cache.repositories.template",
                    prefixes.stream().filter(templates::contains).toList(),
                    "the registry has creation templates that are not this stack's: %s; make none"
                        + " with template: none, delete them, "
                        + ADOPT));
  }

  private void checkSecrets(RegistryCacheArgs cache) {
    cache
        .secretNames()
        .forEach(
            (prefix, name) -> {
              var key = "cache.upstreams.%s.credential.secretName".formatted(prefix);
              if (!state.get().holds(SECRET, "name", name)) {
                look(key, it -> it.secret(name))
                    .flatMap(Function.identity())
                    .ifPresent(usable -> refuse(key, List.of(name), secretIsThere(usable)));
              }
            });
  }

  private static String secretIsThere(boolean usable) {
    return usable
        ? "there is a secret %s that is not this stack's; choose another name, or give its ARN as"
            + " secretArn"
        : "the secret %s waits for its deletion and keeps its name until then; choose another name,"
            + " or end it with `aws secretsmanager delete-secret --force-delete-without-recovery"
            + " --secret-id`";
  }

  private void checkScanning(ScanningArgs scanning) {
    if (!holds(SCANNING)) {
      look("cache.scanning", RegistryContents::scanning)
          .map(there -> scanning.losesOf(there.type(), there.filters()))
          .ifPresent(
              lost ->
                  takeOver(
                      "cache.scanning",
                      scanning.takesOver(),
                      lost,
                      "the registry's scanning, which is not this stack's, has what would go: %s",
                      "add it to type and rules, import the configuration as docs/registry.md says,"
                          + " leave it alone without scanning, or replace it with takeOver: true"));
    }
  }

  private void checkPolicy(OrganizationAccessArgs access) {
    if (!holds(POLICY)) {
      look("access", RegistryContents::policy)
          .flatMap(Function.identity())
          .map(access::losesOf)
          .ifPresent(
              lost ->
                  takeOver(
                      "access",
                      access.takesOver(),
                      lost,
                      "the registry's policy, which is not this stack's, has statements that would"
                          + " go: %s",
                      "add them to statements, import the policy as docs/registry.md says, leave it"
                          + " alone with registryPolicy: false, or replace it with takeOver: true"));
    }
  }

  private void takeOver(
      String key, boolean wanted, List<String> lost, String problem, String toDo) {
    if (wanted && !lost.isEmpty()) {
      context.log().warn(keys.full(key) + ": " + problem.formatted(String.join(", ", lost)));
    } else {
      refuse(key, lost, problem + "; " + toDo);
    }
  }

  private void refuse(String key, List<String> there, String problem) {
    keys.check(there.isEmpty(), key, problem.formatted(String.join(", ", there)));
  }

  private List<String> missingRules(RegistryCacheArgs cache) {
    return missing(cache.prefixes(), RULE, "ecrRepositoryPrefix");
  }

  private List<String> missing(List<String> names, String type, String output) {
    return names.stream().filter(name -> !state.get().holds(type, output, name)).toList();
  }

  /** Whether the stack has this single thing of the registry. */
  private boolean holds(String type) {
    return state.get().holds(type, "registryId", registry.accountId());
  }

  /** Whoever may not look is told; whether they may make it, ECR decides. */
  private <T> Optional<T> look(String key, Function<RegistryContents, T> question) {
    try {
      return Optional.of(question.apply(contents(registry.region())));
    } catch (IllegalArgumentException e) {
      warn(key, e.getMessage());
      return Optional.empty();
    }
  }

  private RegistryContents contents(String region) {
    if (contents == null) {
      contents = new RegistryContents(context.config("aws"), region);
    }
    return contents;
  }

  private void warn(String key, String why) {
    context
        .log()
        .warn(
            "%s: what is there already is not known, and may be replaced or in the way: %s"
                .formatted(keys.full(key), why));
  }

  @Override
  public void close() {
    if (contents != null) {
      contents.close();
    }
  }
}

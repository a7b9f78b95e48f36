package dev.ecrcache.cli.warm;

import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.cli.console.InputFile;
import dev.ecrcache.cli.options.ExportedRules;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.RegistryRules;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import software.amazon.awssdk.services.ecr.EcrClient;

/** In which cache images are meant. */
final class WantedCache {
  @Option(
      names = "--cache",
      paramLabel = "FILE",
      description =
          "the cache: what 'pulumi stack output cacheEndpoint --json' prints; by default the"
              + " account's own registry, with the rules that it has")
  private Path cache;

  @Spec(Target.MIXEE)
  private CommandSpec spec;

  /**
   * That of an account.
   *
   * @param stackFile the account's, where an option names it
   * @throws AwsRefusalException if ECR does not tell its rules
   * @throws ParameterException if a file cannot be used, or there is no rule
   */
  CachedImages of(Account account, EcrClient ecr, Optional<InputFile> stackFile) {
    return exported()
        .or(() -> told(spec, stackFile, () -> ofFile(account)))
        .orElseGet(
            () ->
                new CachedImages(
                    account.registry().host(),
                    ruled(account, RegistryRules.of(account.session(), ecr).known())));
  }

  private Optional<CachedImages> exported() {
    try {
      return Optional.ofNullable(cache)
          .map(it -> ExportedRules.read(new InputFile("--cache", it), Digests.KEEP));
    } catch (InvalidArgumentException | IllegalArgumentException e) {
      throw refusal(e.getMessage());
    }
  }

  /** The cache that the account's stack file uses or makes; empty if it tells of none. */
  private static Optional<CachedImages> ofFile(Account account) {
    return account
        .file()
        .flatMap(
            file ->
                file.cacheEndpoint()
                    .map(it -> new CachedImages(it.plainHost().orElseThrow(), it.rules()))
                    .or(
                        () ->
                            file.cache()
                                .map(
                                    it ->
                                        new CachedImages(account.registry().host(), it.rules()))));
  }

  private List<CacheRule> ruled(Account account, List<CacheRule> rules) {
    if (rules.isEmpty()) {
      throw refusal(
          "%s has no pull-through cache rule; give --cache, or credentials of the account that has"
                  .formatted(account.registry().host())
              + " the cache");
    }
    return rules;
  }

  /** What is read of a stack file. Whatever is wrong with it is told with the option, if given. */
  static <T> T told(CommandSpec spec, Optional<InputFile> stackFile, Supplier<T> read) {
    try {
      return read.get();
    } catch (InvalidArgumentException | IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(),
          stackFile.map(it -> it + ": " + e.getMessage()).orElse(e.getMessage()));
    }
  }

  private ParameterException refusal(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}

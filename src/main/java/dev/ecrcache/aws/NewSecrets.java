package dev.ecrcache.aws;

import com.pulumi.Config;
import com.pulumi.Context;
import com.pulumi.aws.secretsmanager.Secret;
import com.pulumi.aws.secretsmanager.SecretVersion;
import com.pulumi.aws.secretsmanager.SecretsmanagerFunctions;
import com.pulumi.aws.secretsmanager.inputs.GetSecretPlainArgs;
import com.pulumi.context.LoggingContext;
import com.pulumi.core.Output;
import com.pulumi.deployment.Deployment;
import com.pulumi.deployment.InvokeOptions;
import com.pulumi.resources.ComponentResourceOptions;
import com.pulumi.resources.Resource;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/**
 * The secrets that one run of a program creates. ECR may see them some seconds late, and refuses a
 * rule with {@code SecretNotFoundException} until then, after which the provider does not ask
 * again.
 */
public final class NewSecrets {
  /**
   * The provider names a version after the moment at which it makes it, in UTC. That is nowhere
   * promised; without it, no secret would be waited for.
   */
  private static final Pattern VERSION = Pattern.compile("terraform-(\\d{14})\\d{4}[0-9a-f]{8}");

  private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("yyyyMMddHHmmss");

  /** What AWS's clock and this machine's may differ by. */
  private static final Duration SKEW = Duration.ofMinutes(5);

  private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final boolean preview = Deployment.getInstance().isDryRun();
  private final Optional<Config> provider;
  private final Optional<LoggingContext> log;

  private NewSecrets(Optional<Config> provider, Optional<LoggingContext> log) {
    this.provider = provider;
    this.log = log;
  }

  /**
   * Those of a component; call it before the first is registered.
   *
   * @param context has the provider's settings, with which ECR is asked, and a log
   * @param options of the component; null for none
   */
  public static NewSecrets of(Optional<Context> context, ComponentResourceOptions options) {
    // What a parent or the options may have given is not the provider whose settings are known.
    var byDefault =
        options == null
            || options.getParent().isEmpty()
                && options.getProvider().isEmpty()
                && options.getProviders().isEmpty();
    return new NewSecrets(
        context.filter(it -> byDefault).map(it -> it.config("aws")), context.map(Context::log));
  }

  /**
   * The ARN of a secret. It is known as soon as ECR sees the secret, if this run creates it, and at
   * once otherwise.
   *
   * @param parent whose provider makes it
   */
  public Output<String> seen(Secret secret, SecretVersion version, Resource parent) {
    if (preview) {
      return secret.arn();
    }
    return Output.tuple(secret.arn(), version.versionId())
        .apply(
            both ->
                made(both.t2)
                    .filter(at -> !at.isBefore(start))
                    .map(at -> waited(both.t1, at, parent))
                    .orElseGet(() -> Output.of(both.t1)));
  }

  private Output<String> waited(String arn, Instant made, Resource parent) {
    // The version is new; whether the secret is, only AWS knows. An engine whose update has failed
    // elsewhere answers no more, which is nothing to tell.
    return Output.of(
        SecretsmanagerFunctions.getSecretPlain(
                GetSecretPlainArgs.builder().arn(arn).build(),
                InvokeOptions.builder().parent(parent).build())
            .handle((found, failed) -> failed != null || isOld(found.createdDate()))
            .thenCompose(
                old ->
                    old
                        ? CompletableFuture.completedFuture(arn)
                        : aside(new SecretWait(arn, made, provider, log))));
  }

  private static CompletableFuture<String> aside(SecretWait wait) {
    return CompletableFuture.supplyAsync(
        wait,
        task -> {
          // Pulumi's own threads have the rest of the stack to do.
          var thread = new Thread(task, "ecr-cache-new-secret");
          thread.setDaemon(true);
          thread.setContextClassLoader(NewSecrets.class.getClassLoader());
          thread.start();
        });
  }

  private static boolean isOld(String createdDate) {
    try {
      return OffsetDateTime.parse(createdDate).toInstant().isBefore(Instant.now().minus(SKEW));
    } catch (DateTimeException e) {
      return false;
    }
  }

  /** When a version was made, unless its name does not tell. */
  static Optional<Instant> made(String version) {
    var named = VERSION.matcher(Optional.ofNullable(version).orElse(""));
    try {
      return named.matches()
          ? Optional.of(LocalDateTime.parse(named.group(1), SECONDS).toInstant(ZoneOffset.UTC))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}

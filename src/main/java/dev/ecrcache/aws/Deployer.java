package dev.ecrcache.aws;

import com.pulumi.Config;
import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.inputs.GetCallerIdentityPlainArgs;
import com.pulumi.aws.inputs.GetRegionPlainArgs;
import com.pulumi.aws.outputs.GetCallerIdentityResult;
import com.pulumi.aws.outputs.GetRegionResult;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.EcrRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Who deploys: the account and Region in which the default AWS provider works. The engine may have
 * to start the provider before it can tell.
 */
public final class Deployer {
  private final CompletableFuture<GetCallerIdentityResult> identity;
  private final CompletableFuture<GetRegionResult> region;

  private Deployer() {
    identity = AwsFunctions.getCallerIdentityPlain(GetCallerIdentityPlainArgs.Empty);
    region = AwsFunctions.getRegionPlain(GetRegionPlainArgs.Empty);
  }

  /** Asks, and waits for nothing. */
  public static Deployer ask() {
    return new Deployer();
  }

  /**
   * The ECR registry of the deployer's account and Region, which tell the partition too; waits for
   * the answer.
   *
   * @param aws the configuration keys of the AWS provider
   * @throws InvalidArgumentException if AWS or the provider refuses the credentials
   */
  public EcrRegistry registry(Config aws) {
    return new EcrRegistry(answer(identity, aws).accountId(), answer(region, aws).name());
  }

  // Pulumi would print a stack trace.
  private static <T> T answer(CompletableFuture<T> question, Config aws) {
    try {
      return question.join();
    } catch (CompletionException e) {
      throw CredentialSettings.of(aws).refusal(ProviderMessage.of(e));
    }
  }
}

package dev.ecrcache.aws;

import com.pulumi.Config;
import com.pulumi.aws.AwsFunctions;
import com.pulumi.aws.inputs.GetCallerIdentityPlainArgs;
import com.pulumi.aws.inputs.GetRegionPlainArgs;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.EcrRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Who deploys: the account and Region in which the default AWS provider works. */
public final class Deployer {
  private Deployer() {}

  /**
   * The ECR registry of the deployer's account and Region, which tell the partition too.
   *
   * @param aws the configuration keys of the AWS provider
   * @throws InvalidArgumentException if AWS or the provider refuses the credentials
   */
  public static EcrRegistry registry(Config aws) {
    var identity = AwsFunctions.getCallerIdentityPlain(GetCallerIdentityPlainArgs.Empty);
    var region = AwsFunctions.getRegionPlain(GetRegionPlainArgs.Empty);
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

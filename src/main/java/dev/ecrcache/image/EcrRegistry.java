package dev.ecrcache.image;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The private ECR registry of one account in one Region.
 *
 * @param accountId the twelve digits of the account
 * @param region the Region, such as {@code eu-west-1}
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html">Amazon ECR
 *     private registry</a>
 */
public record EcrRegistry(String accountId, String region) {
  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern REGION =
      Pattern.compile("[a-z]{2,8}(?:-[a-z]{1,16}){1,3}-[0-9]{1,2}");
  private static final Pattern HOST =
      Pattern.compile(
          "(%s)\\.dkr([.-])ecr(?:-fips)?\\.(%s)\\.([a-z0-9.-]+)".formatted(ACCOUNT, REGION));

  /**
   * @throws IllegalArgumentException if the account or the Region is malformed
   */
  public EcrRegistry {
    if (!ACCOUNT.matcher(accountId).matches()) {
      throw new IllegalArgumentException(
          "%s is not an AWS account id of 12 digits".formatted(Quoted.of(accountId)));
    }
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException(
          "%s is not an AWS Region such as eu-west-1".formatted(Quoted.of(region)));
    }
  }

  /** The partition of the Region. */
  public Partition partition() {
    return Partition.ofRegion(region);
  }

  /** The registry's host, such as {@code 111111111111.dkr.ecr.eu-west-1.amazonaws.com}. */
  public String host() {
    return accountId + ".dkr.ecr." + region + "." + partition().dnsSuffix();
  }

  /**
   * All forms of the host that ECR answers to, {@link #host} first: IPv4, FIPS, dual-stack, and
   * both.
   *
   * @see <a href="https://docs.aws.amazon.com/general/latest/gr/ecr.html">Amazon ECR endpoints</a>
   */
  public List<String> hosts() {
    var dualStack = accountId + ".dkr-ecr%s." + region + "." + dualStackSuffix();
    return List.of(
        host(),
        host().replace(".dkr.ecr.", ".dkr.ecr-fips."),
        dualStack.formatted(""),
        dualStack.formatted("-fips"));
  }

  /**
   * The ARN of a repository in this registry.
   *
   * @param repository a repository name, or a pattern of names such as {@code docker-hub/*}
   */
  public String repositoryArn(String repository) {
    return "arn:%s:ecr:%s:%s:repository/%s"
        .formatted(partition().id(), region, accountId, repository);
  }

  /**
   * The registry behind a host name, in any of the forms that ECR answers to: IPv4, dual-stack
   * ({@code dkr-ecr}, {@code on.aws}) and FIPS, in any case; empty for every other host.
   *
   * @see <a href="https://docs.aws.amazon.com/general/latest/gr/ecr.html">Amazon ECR endpoints</a>
   */
  public static Optional<EcrRegistry> ofHost(String host) {
    // Most hosts are none of ECR's; this tells them apart without a match.
    if (host.length() < 20 || host.charAt(12) != '.') {
      return Optional.empty();
    }
    Matcher matcher = HOST.matcher(host.toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    EcrRegistry registry = new EcrRegistry(matcher.group(1), matcher.group(3));
    boolean dualStack = matcher.group(2).equals("-");
    String suffix = dualStack ? registry.dualStackSuffix() : registry.partition().dnsSuffix();
    return matcher.group(4).equals(suffix) ? Optional.of(registry) : Optional.empty();
  }

  /** The suffixes that the kubelet's ECR credential provider knows. */
  private String dualStackSuffix() {
    return partition() == Partition.AWS_CN ? "on.amazonwebservices.com.cn" : "on.aws";
  }
}

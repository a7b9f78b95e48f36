package dev.ecrcache.aws;

import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.Partition;
import java.util.List;
import java.util.Optional;

/**
 * Where the AWS provider works, as far as that is known, and what must lie there too.
 *
 * @param accounts the account, or those of which it is one; empty if not known
 * @param accountsBy how that is known, in words behind them
 * @param region the Region, which tells the partition; empty if not known
 * @param regionBy how that is known, in words behind it
 */
public record Place(
    List<String> accounts, String accountsBy, Optional<String> region, String regionBy) {

  /** The place that AWS itself told. */
  public static Place of(EcrRegistry registry) {
    return new Place(List.of(registry.accountId()), "", Optional.of(registry.region()), "");
  }

  /**
   * @throws InvalidArgumentException if the ARN's partition, Region or account is another one
   */
  public void checkOwn(String argument, String arn) {
    checkRegion(argument, arn);
    check(argument, "account", part(arn, 4), accounts, accountsBy);
  }

  /**
   * @throws InvalidArgumentException if the ARN's partition or Region is another one
   */
  public void checkRegion(String argument, String arn) {
    checkPartition(argument, arn);
    check(argument, "Region", part(arn, 3), region.stream().toList(), regionBy);
  }

  /**
   * @throws InvalidArgumentException if the ARN's partition is another one
   */
  public void checkPartition(String argument, String arn) {
    checkIsPartition(argument, part(arn, 1));
  }

  /**
   * @throws InvalidArgumentException if the registry is in another partition, whose credentials are
   *     of no use here
   */
  public void checkPartition(String argument, EcrRegistry other) {
    checkIsPartition(argument, other.partition().id());
  }

  private void checkIsPartition(String argument, String there) {
    var here = region.map(Partition::ofRegion).map(Partition::id).stream().toList();
    check(argument, "partition", there, here, regionBy);
  }

  private static void check(
      String argument, String what, String there, List<String> here, String by) {
    // The ARN of a role has no Region.
    if (!there.isEmpty() && !here.isEmpty() && !here.contains(there)) {
      throw new InvalidArgumentException(
          argument,
          "lies in the %s %s, and the AWS provider works in %s%s; they must be the same"
              .formatted(what, there, String.join(" or ", here), by));
    }
  }

  private static String part(String arn, int index) {
    return arn.split(":", 6)[index];
  }
}

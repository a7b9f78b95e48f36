package dev.ecrcache.image;

/**
 * An AWS partition: a group of Regions with its own ARNs and host names.
 *
 * @see <a href="https://github.com/boto/botocore/blob/develop/botocore/data/partitions.json">the
 *     partitions and their suffixes in botocore</a>
 */
public enum Partition {
  AWS("aws", "amazonaws.com", ""),
  AWS_CN("aws-cn", "amazonaws.com.cn", "cn-"),
  AWS_US_GOV("aws-us-gov", "amazonaws.com", "us-gov-"),
  AWS_EUSC("aws-eusc", "amazonaws.eu", "eusc-"),
  AWS_ISO("aws-iso", "c2s.ic.gov", "us-iso-"),
  AWS_ISO_B("aws-iso-b", "sc2s.sgov.gov", "us-isob-"),
  AWS_ISO_E("aws-iso-e", "cloud.adc-e.uk", "eu-isoe-"),
  AWS_ISO_F("aws-iso-f", "csp.hci.ic.gov", "us-isof-");

  private final String id;
  private final String dnsSuffix;
  private final String regionPrefix;

  Partition(String id, String dnsSuffix, String regionPrefix) {
    this.id = id;
    this.dnsSuffix = dnsSuffix;
    this.regionPrefix = regionPrefix;
  }

  /** The name in ARNs, such as {@code aws-cn}. */
  public String id() {
    return id;
  }

  /** The end of the partition's host names, such as {@code amazonaws.com.cn}. */
  public String dnsSuffix() {
    return dnsSuffix;
  }

  /**
   * The partition of a Region. A Region that is not known by its name belongs to {@code aws}, as in
   * the AWS SDKs.
   *
   * @param region a Region such as {@code eu-west-1}
   */
  public static Partition ofRegion(String region) {
    for (Partition partition : values()) {
      if (partition != AWS && region.startsWith(partition.regionPrefix)) {
        return partition;
      }
    }
    return AWS;
  }
}

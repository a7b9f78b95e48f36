package dev.ecrcache.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionTest {

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, aws, amazonaws.com",
    "us-east-1, aws, amazonaws.com",
    "mx-central-1, aws, amazonaws.com",
    "cn-north-1, aws-cn, amazonaws.com.cn",
    "cn-northwest-1, aws-cn, amazonaws.com.cn",
    "us-gov-east-1, aws-us-gov, amazonaws.com",
    "eusc-de-east-1, aws-eusc, amazonaws.eu",
    "us-iso-west-1, aws-iso, c2s.ic.gov",
    "us-isob-east-1, aws-iso-b, sc2s.sgov.gov",
    "eu-isoe-west-1, aws-iso-e, cloud.adc-e.uk",
    "us-isof-south-1, aws-iso-f, csp.hci.ic.gov",
    "zz-new-1, aws, amazonaws.com"
  })
  void regionHasPartition(String region, String id, String dnsSuffix) {
    Partition partition = Partition.ofRegion(region);
    assertEquals(id, partition.id());
    assertEquals(dnsSuffix, partition.dnsSuffix());
  }
}

package dev.ecrcache.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EcrRegistryTest {

  @ParameterizedTest
  @CsvFileSource(resources = "ecr-hosts.csv", delimiter = '|', useHeadersInDisplayName = true)
  void hostIsRecognised(String host, String account, String region, String canonical) {
    Optional<EcrRegistry> expected =
        Optional.ofNullable(account).map(id -> new EcrRegistry(id, region));
    assertEquals(expected, EcrRegistry.ofHost(host));
    assertEquals(Optional.ofNullable(canonical), expected.map(EcrRegistry::host));
  }

  @ParameterizedTest
  @CsvSource({
    "eu-west-1, arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*",
    "cn-north-1, arn:aws-cn:ecr:cn-north-1:111111111111:repository/docker-hub/*",
    "us-gov-west-1, arn:aws-us-gov:ecr:us-gov-west-1:111111111111:repository/docker-hub/*"
  })
  void repositoryArnIsOfThePartition(String region, String arn) {
    assertEquals(arn, new EcrRegistry("111111111111", region).repositoryArn("docker-hub/*"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "11111111111", "1111111111111", "11111111111a", "١١١١١١١١١١١١"})
  void malformedAccountIsRefused(String account) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> new EcrRegistry(account, "eu-west-1"));
    assertEquals(
        "'%s' is not an AWS account id of 12 digits".formatted(account), refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "eu", "eu-west", "EU-WEST-1", "eu-west-1a", "eu_west_1", "eu-west-1 "})
  void malformedRegionIsRefused(String region) {
    var refusal =
        assertThrows(IllegalArgumentException.class, () -> new EcrRegistry("111111111111", region));
    assertEquals(
        "'%s' is not an AWS Region such as eu-west-1".formatted(region), refusal.getMessage());
  }
}

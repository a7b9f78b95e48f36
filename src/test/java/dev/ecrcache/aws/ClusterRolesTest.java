package dev.ecrcache.aws;

import static dev.ecrcache.FakeAws.ROLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ecrcache.FakeAws;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eks.EksClient;

class ClusterRolesTest {
  private final FakeAws aws = new FakeAws();
  private EksClient eks;

  @BeforeEach
  void connect() {
    eks =
        EksClient.builder()
            .endpointOverride(aws.endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAEKS", "any")))
            .httpClientBuilder(UrlConnectionHttpClient.builder())
            .build();
  }

  @AfterEach
  void close() {
    eks.close();
    aws.close();
  }

  @Test
  void rolesOfEveryKindAreFoundOnce() {
    aws.withCluster(
            "team-a",
            ROLE + "auto",
            new TreeMap<>(Map.of("general", ROLE + "nodes", "spot", ROLE + "eks/spot")))
        .withFargate("team-a", new TreeMap<>(Map.of("dns", ROLE + "pods", "web", ROLE + "nodes")));

    assertEquals(
        List.of(ROLE + "auto", ROLE + "nodes", ROLE + "eks/spot", ROLE + "pods"),
        ClusterRoles.of(eks, "team-a"));
  }

  @Test
  void everyPageIsRead() {
    aws.withCluster("team-a", null, Map.of("second", ROLE + "b"))
        .with("/clusters/team-a/node-groups", "{\"nodegroups\":[\"first\"],\"nextToken\":\"n\"}")
        .with("/clusters/team-a/node-groups?nextToken=n", "{\"nodegroups\":[\"second\"]}")
        .with(
            "/clusters/team-a/node-groups/first",
            "{\"nodegroup\":{\"nodeRole\":\"%sa\"}}".formatted(ROLE))
        .with(
            "/clusters/team-a/fargate-profiles", "{\"fargateProfileNames\":[],\"nextToken\":\"f\"}")
        .with(
            "/clusters/team-a/fargate-profiles?nextToken=f", "{\"fargateProfileNames\":[\"dns\"]}")
        .with(
            "/clusters/team-a/fargate-profiles/dns",
            "{\"fargateProfile\":{\"podExecutionRoleArn\":\"%sc\"}}".formatted(ROLE));

    assertEquals(List.of(ROLE + "a", ROLE + "b", ROLE + "c"), ClusterRoles.of(eks, "team-a"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"computeConfig\":{\"enabled\":false,\"nodeRoleArn\":\"arn:aws:iam::1:role/auto\"}}",
        "{\"computeConfig\":{\"enabled\":true,\"nodePools\":[]}}",
      })
  void clusterWithoutRolesIsRefused(String cluster) {
    aws.withCluster("bare", null, Map.of()).with("/clusters/bare", "{\"cluster\":" + cluster + "}");

    assertRefused(
        "bare",
        "the EKS cluster 'bare' has no managed node group, no Fargate profile and no Auto Mode node"
            + " role; name the roles of its nodes");
  }

  @Test
  void clusterThatIsNotThereIsRefused() {
    assertRefused(
        "team-b",
        "there is no EKS cluster 'team-b' in the stack's account and Region; `aws eks"
            + " list-clusters` names those that are");
  }

  @ParameterizedTest
  @CsvSource({
    "/clusters/team-a, DescribeCluster",
    "/clusters/team-a/node-groups, ListNodegroups",
    "/clusters/team-a/node-groups/spot, DescribeNodegroup",
    "/clusters/team-a/fargate-profiles, ListFargateProfiles",
    "/clusters/team-a/fargate-profiles/dns, DescribeFargateProfile",
  })
  void whatIsDeniedIsToldAsAwsTellsIt(String request, String action) {
    var denied = "User: arn:aws:iam::1:user/a is not authorized to perform: eks:" + action;
    aws.withCluster("team-a", null, Map.of("spot", ROLE + "spot"))
        .withFargate("team-a", Map.of("dns", ROLE + "pods"))
        .refusing(request, 403, "AccessDeniedException", denied);

    assertRefused("team-a", "the EKS cluster 'team-a' cannot be looked up: " + denied);
  }

  @Test
  void whatGoesAwayMeanwhileIsNotTheCluster() {
    aws.withCluster("team-a", null, Map.of("spot", ROLE + "spot"))
        .refusing(
            "/clusters/team-a/node-groups/spot",
            404,
            "ResourceNotFoundException",
            "No node group found for name: spot.");

    assertRefused(
        "team-a",
        "the EKS cluster 'team-a' cannot be looked up: No node group found for name: spot.");
  }

  private void assertRefused(String cluster, String message) {
    var refused = assertThrows(IllegalArgumentException.class, () -> ClusterRoles.of(eks, cluster));
    assertEquals(message, refused.getMessage());
  }
}

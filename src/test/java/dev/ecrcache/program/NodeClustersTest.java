package dev.ecrcache.program;

import static dev.ecrcache.FakeAws.ROLE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.FakeAws;
import dev.ecrcache.Recorder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clusters in the stack file: their roles are looked up as the AWS provider would. */
class NodeClustersTest {
  private static final String KEYS = "aws:accessKey: AKIAPLAIN\n  aws:secretKey: any";

  private final FakeAws aws = new FakeAws();
  private final Recorder recorder = new Recorder();

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void everyRoleOfEveryClusterGetsThePolicyOnce() {
    teamA().withCluster("team-b", ROLE + "auto", Map.of("spot", ROLE + "eks/team-a/spot"));

    run(KEYS, "roles: [spot, bastion], clusters: [team-a, team-b]").succeeded();

    assertEquals(
        Set.of(
            "Policy nodes",
            "RolePolicyAttachment nodes-auto",
            "RolePolicyAttachment nodes-bastion",
            "RolePolicyAttachment nodes-pods",
            "RolePolicyAttachment nodes-spot"),
        recorder.children());
    assertEquals("pods", recorder.inputs("RolePolicyAttachment nodes-pods").get("role"));
  }

  @Test
  void clusterThatIsNotThereIsRefusedByItsKey() {
    teamA();

    run(KEYS, "clusters: [team-a, team-b]");

    assertEquals(
        "ecr-cache:nodes.clusters.1: there is no EKS cluster 'team-b' in the stack's account and"
            + " Region; `aws eks list-clusters` names those that are",
        recorder.refusalAfter(Recorder.IDENTITY));
  }

  @Test
  void roleOfAnotherAccountIsRefused() {
    var role = "arn:aws:iam::333333333333:role/nodes";
    aws.withCluster("team-a", null, Map.of("all", role));

    run(KEYS, "clusters: [team-a]");

    assertEquals(
        ("ecr-cache:nodes.clusters.0: the role %s of the EKS cluster 'team-a' lies in another"
                + " account than the stack, which is in 111111111111")
            .formatted(role),
        recorder.refusalAfter(Recorder.IDENTITY));
  }

  @Test
  void nothingIsAskedBeforeTheRestIsKnownToBeRight() {
    run(KEYS, "roles: [a b], clusters: [team-a]");

    recorder.refusalAfter("");
    assertEquals(List.of(), aws.keys());
  }

  @Test
  void keysOfTheStackFileSign() {
    teamA();

    run(KEYS + "\n  aws:token: any", "clusters: [team-a]").succeeded();

    assertEquals(List.of("AKIAPLAIN"), aws.keys());
  }

  @Test
  void profileOfTheStackFileSigns(@TempDir Path folder) throws IOException {
    teamA();
    var file =
        Files.writeString(
            folder.resolve("credentials"),
            "[deploy]\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = any\n");

    withProperties(
        Map.of("aws.sharedCredentialsFile", file.toString()),
        () -> run("aws:profile: deploy", "clusters: [team-a]").succeeded());

    assertEquals(List.of("AKIAPROFILE"), aws.keys());
  }

  @Test
  void environmentSignsWithoutAnyOfThem() {
    teamA();

    withProperties(
        Map.of("aws.accessKeyId", "AKIAENV", "aws.secretAccessKey", "any"),
        () -> run("aws:skipMetadataApiCheck: true", "clusters: [team-a]").succeeded());

    assertEquals(List.of("AKIAENV"), aws.keys());
  }

  @Test
  void roleOfTheStackFileIsAssumed() {
    teamA().with("/", credentials("AssumeRole"));

    run(
            KEYS
                + "\n  aws:assumeRole: { roleArn: \"arn:aws:iam::111111111111:role/deploy\","
                + " externalId: x-1, sessionName: ci, sourceIdentity: me, policy: \"{}\","
                + " policyArns: [\"arn:aws:iam::aws:policy/ReadOnlyAccess\"], tags: { team: a },"
                + " transitiveTagKeys: [team] }",
            "clusters: [team-a]")
        .succeeded();

    assertEquals(List.of("AKIAPLAIN", "ASIAASSUMED"), aws.keys());
    assertEquals(
        List.of(
            "Action=AssumeRole&Version=2011-06-15"
                + "&RoleArn=arn%3Aaws%3Aiam%3A%3A111111111111%3Arole%2Fdeploy&RoleSessionName=ci"
                + "&PolicyArns.member.1.arn=arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FReadOnlyAccess"
                + "&Policy=%7B%7D&Tags.member.1.Key=team&Tags.member.1.Value=a"
                + "&TransitiveTagKeys.member.1=team&ExternalId=x-1&SourceIdentity=me"),
        aws.forms());
  }

  @Test
  void webIdentityOfTheStackFileIsUsed(@TempDir Path folder) throws IOException {
    teamA().with("/", credentials("AssumeRoleWithWebIdentity"));
    var token = Files.writeString(folder.resolve("token"), "web-token\n");

    run(
            "aws:assumeRoleWithWebIdentity: { roleArn: \"arn:aws:iam::111111111111:role/ci\","
                + " webIdentityTokenFile: "
                + token
                + " }",
            "clusters: [team-a]")
        .succeeded();

    assertEquals(List.of("anonymous", "ASIAASSUMED"), aws.keys());
    assertEquals(
        List.of(
            "Action=AssumeRoleWithWebIdentity&Version=2011-06-15"
                + "&RoleArn=arn%3Aaws%3Aiam%3A%3A111111111111%3Arole%2Fci"
                + "&RoleSessionName=ecr-cache&WebIdentityToken=web-token"),
        aws.forms());
  }

  private FakeAws teamA() {
    return aws.withCluster(
            "team-a",
            null,
            new TreeMap<>(Map.of("a", ROLE + "spot", "b", ROLE + "eks/team-a/spot")))
        .withFargate("team-a", Map.of("dns", ROLE + "eks/pods"));
  }

  private static String credentials(String action) {
    return """
    <%1$sResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><%1$sResult><Credentials>
    <AccessKeyId>ASIAASSUMED</AccessKeyId><SecretAccessKey>any</SecretAccessKey>
    <SessionToken>any</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration>
    </Credentials></%1$sResult></%1$sResponse>\
    """
        .formatted(action);
  }

  private Recorder run(String provider, String nodes) {
    var config =
        """
        config:
          aws:region: eu-west-1
          aws:endpoints: [{ eks: "%1$s", sts: "%1$s" }]
          %2$s
          ecr-cache:cacheEndpoint:
            host: 111111111111.dkr.ecr.eu-west-1.amazonaws.com
            upstreams: { k8s: registry.k8s.io }
            tagsRepositories: false
          ecr-cache:nodes: { %3$s }
        """;
    return recorder.run(
        StackConfig.ofYaml(config.formatted(aws.endpoint(), provider, nodes)), App::stack);
  }

  private static void withProperties(Map<String, String> properties, Runnable test) {
    try {
      properties.forEach(System::setProperty);
      test.run();
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }
}

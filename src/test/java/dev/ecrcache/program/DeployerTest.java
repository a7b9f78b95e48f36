package dev.ecrcache.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.Recorder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who deploys is asked once, before anything is registered; everything is held against it. */
class DeployerTest {
  private static final String K8S = "upstreams: { k8s: { registry: registry.k8s.io } }";
  private static final String ENDPOINT =
      "ecr-cache:cacheEndpoint: { host: %s, upstreams: { k8s: registry.k8s.io }, tagsRepositories:"
          + " false }";
  private static final String HERE =
      ENDPOINT.formatted("222222222222.dkr.ecr.eu-west-1.amazonaws.com");

  private final Recorder recorder = new Recorder();

  @Test
  void componentsDoNotAskAgain() {
    run("ecr-cache:cache: { %s }\n  ecr-cache:access: { organizationId: o-a1b2c3d4e5 }"
            .formatted(K8S))
        .succeeded();

    assertEquals(Map.of("getCallerIdentity", 1, "getRegion", 1), recorder.asked());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nodes.roles.1 | arn:aws:iam::333333333333:role/nodes | account 333333333333 | 111111111111
          nodes.roles.1 | arn:aws-cn:iam::111111111111:role/nodes | partition aws-cn | aws
          """)
  void roleThatIamWouldNotFindIsRefused(String key, String arn, String there, String here) {
    run(HERE + "\n  ecr-cache:nodes: { roles: [a, \"%s\"] }".formatted(arn));

    assertRefused(key, there, here);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          arn:aws:secretsmanager:eu-west-1:222222222222 | account 222222222222 | 111111111111
          arn:aws:secretsmanager:us-east-1:111111111111 | Region us-east-1 | eu-west-1
          arn:aws-cn:secretsmanager:cn-north-1:111111111111 | partition aws-cn | aws
          """)
  void secretThatEcrWouldNotReadIsRefused(String begin, String there, String here) {
    run(
        ("ecr-cache:cache: { upstreams: { gitlab: { registry: registry.gitlab.com, credential: {"
                + " secretArn: \"%s:secret:ecr-pullthroughcache/a\" } } } }")
            .formatted(begin));

    assertRefused("cache.upstreams.gitlab.credential.secretArn", there, here);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          arn:aws:iam::222222222222:role/ecr | account 222222222222 | 111111111111
          arn:aws-cn:iam::111111111111:role/ecr | partition aws-cn | aws
          """)
  void roleThatEcrWouldNotAssumeIsRefused(String role, String there, String here) {
    run(
        ("ecr-cache:cache: { upstreams: { ecr: { registry:"
                + " 222222222222.dkr.ecr.eu-west-1.amazonaws.com, role: \"%s\" } } }")
            .formatted(role));

    assertRefused("cache.upstreams.ecr.role", there, here);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          arn:aws:kms:us-east-1:222222222222:key/k-1 | Region us-east-1 | eu-west-1
          arn:aws-cn:kms:eu-west-1:111111111111:key/k-1 | partition aws-cn | aws
          """)
  void keyThatEcrWouldNotUseIsRefused(String key, String there, String here) {
    run(
        "ecr-cache:cache: { %s, repositories: { encryption: { kmsKeyArn: \"%s\" } } }"
            .formatted(K8S, key));

    assertRefused("cache.repositories.encryption.kmsKeyArn", there, here);
  }

  @Test
  void keyOfAnotherAccountServes() {
    var key = "arn:aws:kms:eu-west-1:222222222222:key/k-1";
    run("ecr-cache:cache: { %s, repositories: { encryption: { kmsKeyArn: \"%s\" } } }"
            .formatted(K8S, key))
        .succeeded();
  }

  @Test
  void principalOfAnotherPartitionIsRefused() {
    run(
        ("ecr-cache:cache: { %s }\n  ecr-cache:access: { principals:"
                + " [\"arn:aws:iam::222222222222:role/a\", \"arn:aws-cn:iam::222222222222:role/a\"]"
                + " }")
            .formatted(K8S));

    assertRefused("access.principals.1", "partition aws-cn", "aws");
  }

  @Test
  void cacheOfAnotherPartitionIsRefused() {
    run(ENDPOINT.formatted("222222222222.dkr.ecr.cn-north-1.amazonaws.com.cn"));
    assertRefused("cacheEndpoint.host", "partition aws-cn", "aws");
  }

  @Test
  void hostInAnotherPartitionIsRefused() {
    var endpoint =
        Recorder.map(
            "host",
            "222222222222.dkr.ecr.cn-north-1.amazonaws.com.cn",
            "upstreams",
            Recorder.map("k8s", "registry.k8s.io"),
            "tagsRepositories",
            false);
    var recorder =
        new Recorder("eu-west-1", Map.of("cacheEndpoint", endpoint))
            .run(config("ecr-cache:cacheStack: organization/ecr-cache/prod"), App::stack);

    assertEquals(
        "ecr-cache:cacheStack: lies in the partition aws-cn, and the AWS provider works in aws; they"
            + " must be the same",
        recorder.refusal());
  }

  @Test
  void rolesOfTwoAccountsAreRefusedUnasked() {
    run(
        HERE
            + "\n  ecr-cache:nodes: { roles: [\"arn:aws:iam::333333333333:role/a\","
            + " \"arn:aws:iam::111111111111:role/eks/b\"] }");

    assertEquals(
        "ecr-cache:nodes.roles: lie in several accounts, arn:aws:iam::333333333333 and"
            + " arn:aws:iam::111111111111; they must be those of the one that the stack is deployed"
            + " to",
        recorder.refusalAfter(""));
  }

  @Test
  void assumedRoleTellsTheAccountUnasked() {
    run(
        "aws:assumeRole: { roleArn: \"arn:aws:iam::333333333333:role/deploy\", externalId:"
            + " \"444444444444\" }\n  "
            + HERE
            + "\n  ecr-cache:nodes: { roles: [\"arn:aws:iam::444444444444:role/a\"] }");

    assertEquals(
        "ecr-cache:nodes.roles.0: lies in the account 444444444444, and the AWS provider works in"
            + " 333333333333 by aws:assumeRole; they must be the same",
        recorder.refusalAfter(""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          aws:profile: deploy | aws:profile | the profile 'deploy'
          aws:accessKey: AKIAHIDDEN | aws:accessKey | the key given there
          aws:assumeRole: { roleArn: "arn:aws:iam::333333333333:role/d" } | aws:assumeRole \
          | the role arn:aws:iam::333333333333:role/d, assumed with ENVIRONMENT
          aws:assumeRoleWithWebIdentity: { roleArn: "arn:aws:iam::333333333333:role/d" } \
          | aws:assumeRoleWithWebIdentity | the role arn:aws:iam::333333333333:role/d
          """)
  void credentialsThatDoNotServeAreOneLine(String setting, String key, String words) {
    recorder.failing(
        "invocation of aws:index/getCallerIdentity:getCallerIdentity returned an error: operation"
            + " error STS: GetCallerIdentity,\n  ExpiredToken: The security token is expired");
    run(setting + "\n  " + HERE);

    assertEquals(
        key
            + ": AWS cannot be asked who deploys, with "
            + words.replace("ENVIRONMENT", "the environment")
            + ": operation error STS: GetCallerIdentity, ExpiredToken: The security token is"
            + " expired",
        recorder
            .refusal()
            .replaceAll(
                "assumed with the (default profile|environment's).*?: op",
                "assumed with the environment: op"));
  }

  private void assertRefused(String key, String there, String here) {
    assertEquals(
        "ecr-cache:%s: lies in the %s, and the AWS provider works in %s; they must be the same"
            .formatted(key, there, here),
        recorder.refusalAfter(Recorder.IDENTITY));
  }

  private Recorder run(String yaml) {
    return recorder.run(config(yaml), App::stack);
  }

  private static StackConfig config(String yaml) {
    return StackConfig.ofYaml("config:\n  " + yaml);
  }
}

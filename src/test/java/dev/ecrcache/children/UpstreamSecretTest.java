package dev.ecrcache.children;

import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.pulumi.aws.secretsmanager.SecretVersionArgs;
import com.pulumi.core.Output;
import dev.ecrcache.Given;
import dev.ecrcache.Recorder;
import dev.ecrcache.RegistryCache;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.inputs.CredentialArgs;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.program.StackConfig;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The credentials of a {@link RegistryCache}. */
class UpstreamSecretTest {
  private static final String SECRET_ARN =
      "arn:aws:secretsmanager:eu-west-1:111111111111:secret:ecr-pullthroughcache/hub";

  private final Recorder recorder = new Recorder();
  private RegistryCache cache;

  @Test
  void loginBecomesASecretThatTheRuleUses() {
    run(Given.login());

    assertEquals(
        Set.of("PullThroughCacheRule cache-hub", "Secret cache-hub", "SecretVersion cache-hub"),
        recorder.children());
    assertEquals(
        map(
            "name",
            "ecr-pullthroughcache/hub",
            "description",
            "Login of the ECR pull-through cache rule hub",
            "recoveryWindowInDays",
            7.0),
        recorder.inputs("Secret cache-hub"));
    assertEquals(
        map(
            "secretId",
            SECRET_ARN,
            "secretString",
            "{\"username\":\"acme-ci\",\"accessToken\":\"hidden-token\"}"),
        recorder.inputs("SecretVersion cache-hub"));
    assertEquals(
        map(
            "ecrRepositoryPrefix",
            "hub",
            "upstreamRegistryUrl",
            "registry-1.docker.io",
            "credentialArn",
            SECRET_ARN),
        recorder.inputs("PullThroughCacheRule cache-hub"));
  }

  @Test
  void userNameMayBeASecretToo() {
    var username = Output.of("hidden-user");
    run(CredentialArgs.builder().usernameSecret(username).token(Output.of("t")).build());

    assertEquals(
        "{\"username\":\"hidden-user\",\"accessToken\":\"t\"}",
        recorder.inputs("SecretVersion cache-hub").get("secretString"));
    assertTrue(
        Recorder.isSecret(
            CredentialArgs.builder()
                .usernameSecret(username)
                .token(Output.of("t"))
                .build()
                .username()));
  }

  @Test
  void secretVersionComesBeforeTheRule() {
    run(Given.login());

    assertEquals(
        Set.of("SecretVersion cache-hub"), recorder.dependsOn("PullThroughCacheRule cache-hub"));
  }

  @Test
  void nothingIsAskedAboutASecretOfAnEarlierRun() {
    recorder.withSecrets("terraform-20260101000000000000000001", "2026-01-01T00:00:00Z");
    run(Given.login());

    assertEquals(Set.of("getCallerIdentity", "getRegion"), recorder.calls().keySet());
  }

  @Test
  void newVersionOfAnOldSecretIsNotWaitedFor() {
    var later = LocalDateTime.now(ZoneOffset.UTC).plusMinutes(1);
    recorder.withSecrets(
        later.format(DateTimeFormatter.ofPattern("'terraform-'yyyyMMddHHmmss'000000000001'")),
        "2026-01-01T00:00:00Z");
    run(Given.login());

    assertEquals(Set.of("getCallerIdentity", "getRegion", "getSecret"), recorder.calls().keySet());
    assertEquals(
        SECRET_ARN, recorder.inputs("PullThroughCacheRule cache-hub").get("credentialArn"));
  }

  @Test
  void loginIsJsonWhateverIsInIt() {
    run(CredentialArgs.builder().username("a\"b").token(Output.of("c\\d\"é\n")).build());

    assertEquals(
        "{\"username\":\"a\\\"b\",\"accessToken\":\"c\\\\d\\\"é\\n\"}",
        recorder.inputs("SecretVersion cache-hub").get("secretString"));
  }

  @Test
  void nameAndRecoveryAreTheUsers() {
    run(Given.unfinishedLogin().secretName("ecr-pullthroughcache/own").recoveryDays(0).build());

    assertEquals(
        map(
            "name",
            "ecr-pullthroughcache/own",
            "description",
            "Login of the ECR pull-through cache rule hub",
            "recoveryWindowInDays",
            0.0),
        recorder.inputs("Secret cache-hub"));
  }

  @Test
  void namePrefixStandsInPlaceOfTheName() {
    run(
        Given.unfinishedLogin()
            .secretNamePrefix("ecr-pullthroughcache/own-")
            .recoveryDays(30)
            .build());

    assertEquals(
        map(
            "namePrefix",
            "ecr-pullthroughcache/own-",
            "description",
            "Login of the ECR pull-through cache rule hub",
            "recoveryWindowInDays",
            30.0),
        recorder.inputs("Secret cache-hub"));
  }

  @Test
  void accountPolicyBlocksPublicPoliciesAndComesBeforeTheRule() {
    run(Given.unfinishedLogin().accountPolicy(true).build());

    assertEquals(
        Set.of(
            "PullThroughCacheRule cache-hub",
            "Secret cache-hub",
            "SecretPolicy cache-hub",
            "SecretVersion cache-hub"),
        recorder.children());
    assertEquals(
        map(
            "secretArn",
            SECRET_ARN,
            "policy",
            EcrPolicies.accountSecret("aws", "111111111111").toJson(),
            "blockPublicPolicy",
            true),
        recorder.inputs("SecretPolicy cache-hub"));
    assertEquals(
        Set.of("SecretPolicy cache-hub", "SecretVersion cache-hub"),
        recorder.dependsOn("PullThroughCacheRule cache-hub"));
  }

  @Test
  void existingSecretIsUsedAsItIs() {
    run(CredentialArgs.builder().secretArn(SECRET_ARN + "-a1B2c3").build());

    assertEquals(Set.of("PullThroughCacheRule cache-hub"), recorder.children());
    assertEquals(
        map(
            "ecrRepositoryPrefix",
            "hub",
            "upstreamRegistryUrl",
            "registry-1.docker.io",
            "credentialArn",
            SECRET_ARN + "-a1B2c3"),
        recorder.inputs("PullThroughCacheRule cache-hub"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          arn:aws:secretsmanager:eu-west-1:222222222222 | account 222222222222 | 111111111111
          arn:aws:secretsmanager:eu-central-1:111111111111 | Region eu-central-1 | eu-west-1
          arn:aws-cn:secretsmanager:eu-west-1:111111111111 | partition aws-cn | aws
          """)
  void secretOfAnotherAccountOrRegionIsRefused(String begin, String there, String here) {
    var arn = begin + ":secret:ecr-pullthroughcache/hub-a1B2c3";
    var refusal =
        ("upstreams.hub.credential.secretArn: lies in the %s, and the AWS provider works in %s; they"
                + " must be the same")
            .formatted(there, here);

    attempt(CredentialArgs.builder().secretArn(arn).build());
    assertEquals(refusal, recorder.lateRefusal());

    var late = new Recorder();
    attempt(late, CredentialArgs.builder().secretArn(Output.of(arn)).build());
    assertEquals(refusal, late.lateRefusal());
  }

  @Test
  void secretOfTheProgramThatEcrDoesNotTakeIsRefused() {
    attempt(CredentialArgs.builder().secretArn(Output.of("hub")).build());

    assertEquals(
        "upstreams.hub.credential.secretArn: is not the ARN of a secret whose name begins"
            + " 'ecr-pullthroughcache/'; ECR takes no other",
        recorder.lateRefusal());
  }

  @Test
  void tokenIsSecretWhereverItIsRegistered() {
    run(Given.login());

    var version = recorder.args("SecretVersion cache-hub", SecretVersionArgs.class);
    assertTrue(Recorder.isSecret(version.secretString().orElseThrow()), "secretString");
    var inputs = recorder.args("RegistryCache cache", RegistryCacheArgs.class);
    var credential = inputs.upstreams().get("hub").credential().orElseThrow();
    assertTrue(Recorder.isSecret(credential.token()), "the component's input");
    assertEquals(
        Map.of("registryId", false, "host", false, "imagePrefixes", false, "endpoint", false),
        Map.of(
            "registryId", Recorder.isSecret(cache.registryId()),
            "host", Recorder.isSecret(cache.host()),
            "imagePrefixes", Recorder.isSecret(cache.imagePrefixes()),
            "endpoint", Recorder.isSecret(cache.endpoint().toExport())));
  }

  @Test
  void tokenIsInNoMessage() {
    recorder.run(
        StackConfig.NONE,
        context ->
            new RegistryCache(
                "cache",
                Given.k8s()
                    .upstream("hub", Given.dockerHub(Given.login()))
                    .upstream(
                        "own",
                        Given.dockerHub(
                            CredentialArgs.builder()
                                .secretArn(SECRET_ARN.replace("eu-west-1", "eu-west-2"))
                                .build()))
                    .build(),
                null));

    assertTrue(recorder.told().contains("upstreams.own.credential.secretArn"), recorder.told());
    assertFalse(recorder.told().contains(Given.TOKEN), recorder.told());
  }

  private void run(CredentialArgs credential) {
    attempt(credential).succeeded();
  }

  private Recorder attempt(CredentialArgs credential) {
    return attempt(recorder, credential);
  }

  private Recorder attempt(Recorder recorder, CredentialArgs credential) {
    return recorder.run(
        StackConfig.NONE,
        context ->
            cache =
                new RegistryCache(
                    "cache",
                    RegistryCacheArgs.builder()
                        .upstream("hub", Given.dockerHub(credential))
                        .build(),
                    null));
  }
}

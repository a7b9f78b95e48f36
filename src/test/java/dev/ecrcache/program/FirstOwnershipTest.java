package dev.ecrcache.program;

import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.FakeAws;
import dev.ecrcache.Recorder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands where a stack is to own something is looked at, named, and not replaced unasked. */
class FirstOwnershipTest {
  private static final String K8S = "upstreams: { k8s: { registry: registry.k8s.io } }";
  private static final String POLICY =
      "{\"policyText\":\"{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[%s]}\"}";
  private static final String REPLICATE =
      "{'Sid':'Replicate','Effect':'Allow','Principal':{'AWS':'arn:aws:iam::222222222222:root'},"
          + "'Action':'ecr:ReplicateImage','Resource':'*'}";
  private static final String REPLICATE_KEPT =
      "[{ Sid: Replicate, Effect: Allow, Principal: { AWS: [\"222222222222\"] }, Action:"
          + " [\"ecr:replicateImage\"], Resource: [\"*\"] }]";
  private static final String LOST =
      "ecr-cache:access: the registry's policy, which is not this stack's, has statements that"
          + " would go: %s; add them to statements, import the policy as docs/registry.md says,"
          + " leave it alone with registryPolicy: false, or replace it with takeOver: true";

  private final FakeAws aws = new FakeAws();
  private final Recorder recorder = new Recorder().holding(Map.of());

  @BeforeEach
  void nothingIsThere() {
    aws.with("DescribePullThroughCacheRules", "{\"pullThroughCacheRules\":[]}")
        .with("DescribeRepositoryCreationTemplates", "{\"repositoryCreationTemplates\":[]}")
        .with(
            "GetRegistryScanningConfiguration",
            "{\"scanningConfiguration\":{\"scanType\":\"BASIC\",\"rules\":[]}}")
        .refusing("GetRegistryPolicy", 400, "RegistryPolicyNotFoundException", "none");
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void oneQuestionEachWhereNothingIsThere() {
    everything().succeeded();

    assertEquals(
        List.of(
            "DescribePullThroughCacheRules",
            "DescribeRepositoryCreationTemplates",
            "DescribeSecret",
            "GetRegistryScanningConfiguration",
            "GetRegistryPolicy"),
        aws.actions());
  }

  @Test
  void whatTheStackHoldsIsNotLookedAt() {
    recorder.holding(
        map(
            "1",
            held("aws:ecr/pullThroughCacheRule:PullThroughCacheRule", "ecrRepositoryPrefix", "hub"),
            "2",
            held("aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate", "prefix", "hub"),
            "3",
            held("aws:secretsmanager/secret:Secret", "name", "ecr-pullthroughcache/hub"),
            "4",
            held(
                "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration",
                "registryId",
                Recorder.ACCOUNT),
            "5",
            held("aws:ecr/registryPolicy:RegistryPolicy", "registryId", Recorder.ACCOUNT)));

    everything().succeeded();

    assertEquals(List.of(), aws.actions());
  }

  @Test
  void nothingIsLookedAtWhereNobodyKeepsAState() {
    new Recorder().run(config("cache: { %s }".formatted(K8S)), App::stack).succeeded();

    assertEquals(List.of(), aws.actions());
  }

  @Test
  void rulesOfOthersAreNamed() {
    aws.with(
        "DescribePullThroughCacheRules",
        "{\"pullThroughCacheRules\":[%s,%s]}"
            .formatted(rule("k8s", "registry.k8s.io"), rule("other", "quay.io")));

    assertEquals(
        "ecr-cache:cache.upstreams: the registry has pull-through cache rules that are not this"
            + " stack's: k8s of registry.k8s.io; choose other prefixes, delete the rules, or import"
            + " them as cache-<prefix> with the prefix as id, as docs/registry.md says",
        refusal("cache: { %s }".formatted(K8S)));
  }

  @Test
  void templatesOfOthersAreNamed() {
    aws.with(
        "DescribeRepositoryCreationTemplates",
        "{\"repositoryCreationTemplates\":[{\"prefix\":\"ROOT\"}]}");

    assertEquals(
        "ecr-cache:cache.repositories.template: the registry has creation templates that are not"
            + " this stack's: ROOT; make none with template: none, delete them, or import them as"
            + " cache-<prefix> with the prefix as id, as docs/registry.md says",
        refusal("cache: { %s, repositories: { template: root } }".formatted(K8S)));
    run("cache: { %s, repositories: {} }".formatted(K8S)).succeeded();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {} | there is a secret ecr-pullthroughcache/hub that is not this stack's; choose another \
          name, or give its ARN as secretArn
          {"DeletedDate": 1.7e9} | the secret ecr-pullthroughcache/hub waits for its deletion and \
          keeps its name until then; choose another name, or end it with `aws secretsmanager \
          delete-secret --force-delete-without-recovery --secret-id`
          """)
  void secretsOfOthersAreNamed(String secret, String problem) {
    aws.with("DescribeSecret", secret);

    everything();

    assertEquals(
        "ecr-cache:cache.upstreams.hub.credential.secretName: " + problem,
        recorder.refusalAfter(Recorder.IDENTITY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {} | scan type ENHANCED, CONTINUOUS_SCAN of team/*
          { type: enhanced } | CONTINUOUS_SCAN of team/*
          { type: enhanced, frequency: continuous-scan, filters: [other] } \
          | CONTINUOUS_SCAN of team/*, SCAN_ON_PUSH of *
          """)
  void scanningThatWouldGoIsNamed(String scanning, String lost) {
    enhanced();

    assertEquals(
        ("ecr-cache:cache.scanning: the registry's scanning, which is not this stack's, has what"
                + " would go: %s; add it to type and rules, import the configuration as"
                + " docs/registry.md says, leave it alone without scanning, or replace it with"
                + " takeOver: true")
            .formatted(lost),
        refusal("cache: { %s, scanning: %s }".formatted(K8S, scanning)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ takeOver: true }",
        "{ type: enhanced, rules: [{ frequency: continuous-scan, filters: [\"team/*\"] }] }",
        "{ type: enhanced, rules: [{ frequency: continuous-scan, filters: [\"*\"] }] }",
      })
  void scanningThatStaysOrIsTakenOverIsNot(String scanning) {
    enhanced();

    run("cache: { %s, scanning: %s }".formatted(K8S, scanning)).succeeded();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          {'Sid':'Replicate','Effect':'Allow','Action':'ecr:ReplicateImage'} | 'Replicate'
          {'Effect':'Deny','Action':['ecr:C','ecr:A']} | one without a Sid, Deny [ecr:A, ecr:C]
          """)
  void statementsThatWouldGoAreNamed(String statement, String lost) {
    policy(REPLICATE + "," + statement);

    assertEquals(
        LOST.formatted(lost), refusal("access: { statements: %s }".formatted(REPLICATE_KEPT)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{ takeOver: true }", "{ statements: KEPT }"})
  void statementsThatStayOrAreTakenOverAreNot(String access) {
    policy(REPLICATE);

    run("access: " + access.replace("KEPT", REPLICATE_KEPT)).succeeded();
  }

  @Test
  void statementsOfACacheMakeRoomForTheirLike() {
    policy("{'Sid':'OrganizationPullThroughCache','Effect':'Allow','Action':'ecr:A'}");

    run("access: {}").succeeded();
  }

  @Test
  void whoMayNotLookMayTry() {
    aws.refusing("GetRegistryPolicy", 400, "AccessDeniedException", "not authorized");

    run("access: {}").succeeded();

    assertEquals(
        List.of(
            "ecr-cache:access: what is there already is not known, and may be replaced or in the"
                + " way: not authorized"),
        recorder.warnings());
  }

  @Test
  void policyThatIsLeftAloneIsNotTakenOver() {
    assertEquals(
        "ecr-cache:access.takeOver: replaces the registry policy, which registryPolicy: false leaves"
            + " alone; remove one",
        refusal("access: { registryPolicy: false, takeOver: true }"));
  }

  private void enhanced() {
    aws.with(
        "GetRegistryScanningConfiguration",
        "{\"scanningConfiguration\":{\"scanType\":\"ENHANCED\",\"rules\":[%s,%s]}}"
            .formatted(
                "{\"scanFrequency\":\"SCAN_ON_PUSH\",\"repositoryFilters\":[{\"filter\":\"*\"}]}",
                "{\"scanFrequency\":\"CONTINUOUS_SCAN\",\"repositoryFilters\":[{\"filter\":\"team/*\"}]}"));
  }

  private void policy(String statements) {
    aws.with("GetRegistryPolicy", POLICY.formatted(statements.replace("'", "\\\"")));
  }

  private static String rule(String prefix, String url) {
    return "{\"ecrRepositoryPrefix\":\"%s\",\"upstreamRegistryUrl\":\"%s\"}".formatted(prefix, url);
  }

  private static Map<String, Object> held(String type, String output, String value) {
    return map("type", type, "outputs", map(output, value));
  }

  /** A stack that owns one of everything. */
  private Recorder everything() {
    return recorder.run(
        config(
            "dockerHubToken: { secure: any }\n"
                + "  ecr-cache:cache: { upstreams: { hub: { registry: docker.io, credential: {"
                + " username: a, token: dockerHubToken } } }, repositories: {}, scanning: {} }\n"
                + "  ecr-cache:access: { organizationId: o-a1b2c3d4e5 }"),
        App::stack);
  }

  private String refusal(String block) {
    return run(block).refusal();
  }

  private Recorder run(String block) {
    var blocks =
        block.startsWith("access") ? "cache: { %s }\n  ecr-cache:%s".formatted(K8S, block) : block;
    return recorder.run(config(blocks), App::stack);
  }

  private StackConfig config(String blocks) {
    return StackConfig.ofYaml(
        """
        config:
          aws:region: eu-west-1
          aws:accessKey: AKIAPLAIN
          aws:secretKey: any
          aws:endpoints: [{ ecr: "%1$s", secretsmanager: "%1$s" }]
          ecr-cache:%2$s
        """
            .formatted(aws.endpoint(), blocks));
  }
}

package dev.ecrcache.children;

import static dev.ecrcache.Recorder.list;
import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.Given;
import dev.ecrcache.OrganizationAccess;
import dev.ecrcache.OrganizationAccessArgs;
import dev.ecrcache.Recorder;
import dev.ecrcache.RegistryCache;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.inputs.EncryptionArgs;
import dev.ecrcache.inputs.LifecycleArgs;
import dev.ecrcache.inputs.RepositoriesArgs;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.LifecyclePolicy;
import dev.ecrcache.policy.PolicyDocument;
import dev.ecrcache.policy.Pullers;
import dev.ecrcache.policy.Statement;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The repository creation templates of a {@link RegistryCache}, and their role. */
class CreationTemplatesTest {
  private static final String RULE = "PullThroughCacheRule cache-k8s";
  private static final String TEMPLATE = "RepositoryCreationTemplate cache-k8s";
  private static final String KEY = "arn:aws:kms:eu-west-1:111111111111:key/k-1";
  private static final List<String> ARNS =
      List.of("arn:aws:ecr:eu-west-1:111111111111:repository/k8s/*");

  private final Recorder recorder = new Recorder();

  static Stream<Arguments> templates() {
    return Stream.of(
        Arguments.of("prefix", Set.of("k8s", "quay")),
        Arguments.of("root", Set.of("ROOT")),
        Arguments.of("none", Set.of()));
  }

  @ParameterizedTest
  @MethodSource("templates")
  void templatesStandAtTheChosenPrefixes(String template, Set<String> prefixes) {
    run(
        Given.k8s()
            .upstream("quay", Given.upstream("quay.io"))
            .repositories(RepositoriesArgs.builder().template(template).build())
            .build());
    var templates =
        prefixes.stream().map(prefix -> "RepositoryCreationTemplate cache-" + prefix).toList();

    assertEquals(
        Stream.concat(templates.stream(), Stream.of(RULE, "PullThroughCacheRule cache-quay"))
            .collect(Collectors.toSet()),
        recorder.children());
    assertEquals(Set.copyOf(templates), recorder.dependsOn(RULE));
    prefixes.forEach(
        prefix ->
            assertEquals(
                template(prefix), recorder.inputs("RepositoryCreationTemplate cache-" + prefix)));
  }

  @Test
  void templateCarriesEverySetting() {
    var lifecycle = LifecycleArgs.builder().untaggedDays(7).imageDays(30).build();
    var settings =
        RepositoriesArgs.builder()
            .tags("immutable")
            .lifecycle(lifecycle)
            .encryption(EncryptionArgs.builder().kmsKeyArn(KEY).build())
            .resourceTags(Map.of("team", "platform", "cost", "42"))
            .build();
    run(Given.k8s().repositories(settings).build());

    assertEquals(
        map(
            "prefix",
            "k8s",
            "description",
            "Repositories of the pull-through cache",
            "appliedFors",
            list("PULL_THROUGH_CACHE"),
            "imageTagMutability",
            "IMMUTABLE",
            "encryptionConfigurations",
            list(map("encryptionType", "KMS", "kmsKey", KEY)),
            "lifecyclePolicy",
            LifecyclePolicy.expire(OptionalInt.of(7), OptionalInt.of(30)).toJson(),
            "resourceTags",
            map("team", "platform", "cost", "42"),
            "customRoleArn",
            "arn:aws:iam::111111111111:role/cache-templates"),
        recorder.inputs(TEMPLATE));
  }

  @Test
  void templateCarriesTheOrganisationsAccess() {
    recorder.run(
        context -> {
          var access =
              new OrganizationAccess(
                  "access",
                  OrganizationAccessArgs.builder()
                      .organizationId("o-a1b2c3d4e5")
                      .registryPolicy(false)
                      .build(),
                  null);
          var args = Given.k8s().repositories(RepositoriesArgs.builder().build()).build();
          new RegistryCache("cache", args.withAccess(access), null);
        });

    var expected = template("k8s");
    expected.put(
        "repositoryPolicy",
        EcrPolicies.organizationRepository(Given.REGISTRY, Pullers.organization("o-a1b2c3d4e5"))
            .toJson());
    assertEquals(expected, recorder.inputs(TEMPLATE));
  }

  @Test
  void furtherStatementsComeBehindTheOrganisations() {
    var mine =
        List.of(new Statement("Push", "Deny", "*", null, "ecr:PutImage", null, null, null, null));
    var args =
        Given.k8s().repositories(RepositoriesArgs.builder().statements(mine).build()).build();
    run(args);
    assertEquals(
        PolicyDocument.of(mine.get(0)).toJson(), recorder.inputs(TEMPLATE).get("repositoryPolicy"));

    var shared = new Recorder();
    shared.run(
        context -> {
          var access =
              new OrganizationAccess(
                  "access",
                  OrganizationAccessArgs.builder()
                      .organizationId("o-a1b2c3d4e5")
                      .registryPolicy(false)
                      .build(),
                  null);
          new RegistryCache("cache", args.withAccess(access), null);
        });
    assertEquals(
        EcrPolicies.organizationRepository(Given.REGISTRY, Pullers.organization("o-a1b2c3d4e5"))
            .and(mine)
            .toJson(),
        shared.inputs(TEMPLATE).get("repositoryPolicy"));
  }

  static Stream<Arguments> settingsThatNeedARole() {
    var tags = RepositoriesArgs.builder().resourceTags(Map.of("team", "platform"));
    var key = EncryptionArgs.builder().kmsKeyArn(KEY).build();
    return Stream.of(
        Arguments.of("tags", tags.build(), true, null),
        Arguments.of("key", RepositoriesArgs.builder().encryption(key).build(), false, KEY),
        Arguments.of("both", tags.encryption(key).build(), true, KEY));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settingsThatNeedARole")
  void tagsAndKeysNeedARole(String name, RepositoriesArgs settings, boolean tags, String key) {
    run(Given.k8s().repositories(settings).build());

    assertEquals(
        Set.of(RULE, TEMPLATE, "Role cache-templates", "RolePolicy cache-templates"),
        recorder.children());
    assertEquals(
        map(
            "description",
            "Lets ECR create repositories from the templates of the pull-through cache",
            "assumeRolePolicy",
            EcrPolicies.templateRoleTrust().toJson()),
        recorder.inputs("Role cache-templates"));
    assertEquals(
        map(
            "role",
            "cache-templates",
            "policy",
            EcrPolicies.templateRole(ARNS, tags, key).toJson()),
        recorder.inputs("RolePolicy cache-templates"));
    assertEquals(Set.of("RolePolicy cache-templates"), recorder.dependsOn(TEMPLATE));
    assertEquals(Set.of(TEMPLATE), recorder.dependsOn(RULE));
  }

  @Test
  void thosePullingMustTagOnlyWhereTemplatesDo() {
    var tags = RepositoriesArgs.builder().resourceTags(Map.of("team", "platform")).build();

    assertEquals(true, Given.k8s().repositories(tags).build().tagsRepositories());
    assertEquals(false, Given.k8s().build().tagsRepositories());
    assertEquals(
        false,
        Given.k8s().repositories(RepositoriesArgs.builder().build()).build().tagsRepositories());
  }

  private void run(RegistryCacheArgs args) {
    recorder.run(context -> new RegistryCache("cache", args, null));
  }

  private static Map<String, Object> template(String prefix) {
    return map(
        "prefix",
        prefix,
        "description",
        "Repositories of the pull-through cache",
        "appliedFors",
        list("PULL_THROUGH_CACHE"),
        "imageTagMutability",
        "MUTABLE",
        "encryptionConfigurations",
        list(map("encryptionType", "AES256")));
  }
}

package dev.ecrcache.children;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ecrcache.Given;
import dev.ecrcache.Golden;
import dev.ecrcache.OrganizationAccess;
import dev.ecrcache.OrganizationAccessArgs;
import dev.ecrcache.Recorder;
import dev.ecrcache.RegistryCache;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.inputs.EncryptionArgs;
import dev.ecrcache.inputs.LifecycleArgs;
import dev.ecrcache.inputs.RepositoriesArgs;
import dev.ecrcache.policy.Statement;
import java.util.List;
import java.util.Map;
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
  private static final JsonMapper MAPPER = new JsonMapper();

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
                ((ObjectNode) golden("template")).put("prefix", prefix),
                inputs(recorder, "RepositoryCreationTemplate cache-" + prefix)));
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

    assertEquals(golden("template-with-every-setting"), inputs(recorder, TEMPLATE));
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

    assertEquals(golden("template-for-the-organisation"), inputs(recorder, TEMPLATE));
  }

  @Test
  void furtherStatementsComeBehindTheOrganisations() {
    var mine =
        List.of(new Statement("Push", "Deny", "*", null, "ecr:PutImage", null, null, null, null));
    var args =
        Given.k8s().repositories(RepositoriesArgs.builder().statements(mine).build()).build();
    run(args);
    assertEquals(golden("template-with-statements"), inputs(recorder, TEMPLATE));

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
    assertEquals(golden("template-for-the-organisation-with-statements"), inputs(shared, TEMPLATE));
  }

  static Stream<Arguments> settingsThatNeedARole() {
    var tags = RepositoriesArgs.builder().resourceTags(Map.of("team", "platform"));
    var key = EncryptionArgs.builder().kmsKeyArn(KEY).build();
    return Stream.of(
        Arguments.of("tags", tags.build()),
        Arguments.of("key", RepositoriesArgs.builder().encryption(key).build()),
        Arguments.of("tags-and-key", tags.encryption(key).build()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settingsThatNeedARole")
  void tagsAndKeysNeedARole(String name, RepositoriesArgs settings) {
    run(Given.k8s().repositories(settings).build());

    assertEquals(
        Set.of(RULE, TEMPLATE, "Role cache-templates", "RolePolicy cache-templates"),
        recorder.children());
    assertEquals(golden("template-role"), inputs(recorder, "Role cache-templates"));
    assertEquals(
        golden("template-role-policy-for-" + name), inputs(recorder, "RolePolicy cache-templates"));
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

  private static JsonNode golden(String name) {
    return Golden.tree(CreationTemplatesTest.class, name);
  }

  /** The inputs of a resource, in which policies are documents and no texts. */
  private static JsonNode inputs(Recorder recorder, String resource) {
    ObjectNode inputs = MAPPER.valueToTree(recorder.inputs(resource));
    for (var input : inputs.properties()) {
      if (input.getValue().asText().startsWith("{")) {
        input.setValue(parsed(input.getValue().asText()));
      }
    }
    return inputs;
  }

  private static JsonNode parsed(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    }
  }
}

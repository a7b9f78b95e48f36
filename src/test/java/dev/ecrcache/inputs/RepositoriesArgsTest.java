package dev.ecrcache.inputs;

import dev.ecrcache.Given;
import dev.ecrcache.Refusal;
import dev.ecrcache.policy.EcrPolicies;
import dev.ecrcache.policy.Pullers;
import dev.ecrcache.policy.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With what stands inside it: lifecycle and encryption. */
class RepositoriesArgsTest {
  private static final String NONE_CARRIES_NOTHING =
      "template: none leaves nothing to carry tags, lifecycle, encryption, resourceTags or"
          + " statements; choose prefix or root, or remove them";
  private static final String NO_KEY =
      "kmsKeyArn: '%s' is not the full ARN of a key, arn:aws:kms:<region>:<account>:key/<id>; ECR"
          + " takes no alias and no bare id here";

  static Stream<Refusal> refusals() {
    return Stream.of(
        Refusal.of(
            "template: 'prefixes' is not known; allowed: prefix, root, none",
            () -> none().template("prefixes")),
        Refusal.of(
            "tags: 'MUTABLE' is not known; allowed: mutable, immutable",
            () -> none().tags("MUTABLE")),
        Refusal.of(NONE_CARRIES_NOTHING, () -> none().tags("mutable").build()),
        Refusal.of(
            NONE_CARRIES_NOTHING,
            () -> none().lifecycle(LifecycleArgs.builder().imageDays(7).build()).build()),
        Refusal.of(
            NONE_CARRIES_NOTHING,
            () ->
                none()
                    .encryption(
                        EncryptionArgs.builder()
                            .kmsKeyArn("arn:aws:kms:eu-west-1:111111111111:key/k-1")
                            .build())
                    .build()),
        Refusal.of(NONE_CARRIES_NOTHING, () -> none().resourceTags(Map.of("a", "b")).build()),
        Refusal.of(NONE_CARRIES_NOTHING, () -> none().statements(List.of()).build()),
        Refusal.of(
            "statements.0: names a Resource; a repository's policy is the repository's own, remove"
                + " it",
            () -> none().statements(List.of(push("Push", "*")))),
        Refusal.of(
            "statements.0: needs Action or NotAction, one of the two",
            () ->
                none()
                    .statements(
                        List.of(
                            new Statement(null, "Deny", "*", null, null, null, null, null, null)))),
        Refusal.of(
            "statements.1.Sid: 'Push' is taken; a policy's Sids differ",
            () -> none().statements(List.of(push("Push", null), push("Push", null)))),
        Refusal.of(
            "statements: make the repository policy 10241 characters long; ECR takes 10240",
            () -> none().statements(List.of(push("s".repeat(longest() + 1), null)))),
        Refusal.of(
            "resourceTags.aws:team: begins with aws:, which is AWS's own in any case; choose another"
                + " key",
            () -> none().resourceTags(Map.of("aws:team", "b"))),
        Refusal.of(
            "resourceTags.AwS:: begins with aws:, which is AWS's own in any case; choose another key",
            () -> none().resourceTags(Map.of("AwS:", "b"))),
        noTag("resourceTags.", ""),
        noTag("resourceTags.a#b", "a#b"),
        noTag("resourceTags.a\\u000ab", "a\nb"),
        noTag("resourceTags.%1$s…%1$s".formatted("k".repeat(50)), "k".repeat(129)),
        noValue("v".repeat(257)),
        noValue("a,b"),
        noValue("<b>"),
        Refusal.of(
            "resourceTags: are more than 50; AWS takes 50", () -> none().resourceTags(tags(51))),
        Refusal.of(
            "untaggedDays: is missing; give untaggedDays, imageDays or both, or leave lifecycle"
                + " out",
            () -> LifecycleArgs.builder().build()),
        Refusal.of(
            "untaggedDays: 0 is not possible; give 1 day or more",
            () -> LifecycleArgs.builder().untaggedDays(0)),
        Refusal.of(
            "imageDays: -1 is not possible; give 1 day or more",
            () -> LifecycleArgs.builder().imageDays(-1)),
        Refusal.of(
            "kmsKeyArn: is missing; give the key's ARN, or leave encryption out",
            () -> EncryptionArgs.builder().build()),
        Refusal.of(
            NO_KEY.formatted("alias/ecr"), () -> EncryptionArgs.builder().kmsKeyArn("alias/ecr")),
        Refusal.of(
            NO_KEY.formatted("arn:aws:kms:eu-west-1:111111111111:alias/ecr"),
            () ->
                EncryptionArgs.builder()
                    .kmsKeyArn("arn:aws:kms:eu-west-1:111111111111:alias/ecr")));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void isRefused(Refusal refusal) {
    refusal.check();
  }

  static Stream<RepositoriesArgs.Builder> limits() {
    return Stream.of(
        none(),
        RepositoriesArgs.builder().resourceTags(tags(50)),
        RepositoriesArgs.builder().statements(List.of(push("s".repeat(longest()), null))),
        RepositoriesArgs.builder().resourceTags(Map.of("k".repeat(128), "v".repeat(256))),
        RepositoriesArgs.builder()
            .lifecycle(LifecycleArgs.builder().untaggedDays(1).imageDays(1).build()));
  }

  @ParameterizedTest
  @MethodSource("limits")
  void limitItselfIsTaken(RepositoriesArgs.Builder limit) {
    limit.build();
  }

  private static RepositoriesArgs.Builder none() {
    return RepositoriesArgs.builder().template("none");
  }

  private static Refusal noTag(String argument, String key) {
    return Refusal.of(
        argument
            + ": is not a tag key; allowed: 1 to 128 letters, digits, spaces and _ . : / = + - @",
        () -> none().resourceTags(Map.of(key, "b")));
  }

  private static Refusal noValue(String value) {
    return Refusal.of(
        "resourceTags.team: has a value that is not one; allowed: up to 256 letters, digits, spaces"
            + " and _ . : / = + - @",
        () -> none().resourceTags(Map.of("team", value)));
  }

  private static Statement push(String sid, Object resource) {
    return new Statement(sid, "Allow", "*", null, "ecr:PutImage", null, resource, null, null);
  }

  /** The length of a Sid with which the policy is as long as ECR takes it. */
  private static int longest() {
    var rest =
        EcrPolicies.organizationRepository(Given.REGISTRY, Pullers.organization("o-0123456789"))
            .and(List.of(push("", null)));
    return 10_240 - rest.toJson().length();
  }

  private static Map<String, String> tags(int count) {
    return IntStream.range(0, count)
        .boxed()
        .collect(Collectors.toMap(i -> "tag" + i, Object::toString));
  }
}

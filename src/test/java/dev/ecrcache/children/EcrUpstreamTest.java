package dev.ecrcache.children;

import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.Recorder;
import dev.ecrcache.RegistryCache;
import dev.ecrcache.RegistryCacheArgs;
import dev.ecrcache.inputs.UpstreamArgs;
import dev.ecrcache.policy.EcrPolicies;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Another ECR registry as the upstream of a {@link RegistryCache}. */
class EcrUpstreamTest {
  private static final String UPSTREAM = "333333333333.dkr.ecr.us-east-1.amazonaws.com";
  private static final String RULE = "PullThroughCacheRule cache-shared/base";
  private static final String ROLE = "cache-upstream-shared+base";

  private final Recorder recorder = new Recorder();

  @ParameterizedTest
  @CsvSource({"team/images, team/images/*", ", *"})
  void roleIsMadeByDefaultAndReadsWhatIsCached(String upstreamPrefix, String repositories) {
    var args = UpstreamArgs.builder().registry(UPSTREAM);
    if (upstreamPrefix != null) {
      args.upstreamPrefix(upstreamPrefix);
    }
    run(args);

    assertEquals(Set.of(RULE, "Role " + ROLE, "RolePolicy " + ROLE), recorder.children());
    assertEquals(
        map(
            "description",
            "Lets ECR read the upstream of the pull-through cache rule shared/base",
            "assumeRolePolicy",
            EcrPolicies.upstreamRoleTrust().toJson()),
        recorder.inputs("Role " + ROLE));
    assertEquals(
        map(
            "role",
            ROLE,
            "policy",
            EcrPolicies.upstreamRole(
                    "arn:aws:ecr:us-east-1:333333333333:repository/" + repositories,
                    "arn:aws:ecr:eu-west-1:111111111111:repository/shared/base/*")
                .toJson()),
        recorder.inputs("RolePolicy " + ROLE));
    var rule = rule();
    rule.put("customRoleArn", "arn:aws:iam::111111111111:role/" + ROLE);
    rule.put("upstreamRepositoryPrefix", upstreamPrefix == null ? "ROOT" : upstreamPrefix);
    assertEquals(rule, recorder.inputs(RULE));
    assertEquals(Set.of("RolePolicy " + ROLE), recorder.dependsOn(RULE));
  }

  @Test
  void givenRoleIsUsed() {
    run(
        UpstreamArgs.builder()
            .registry(UPSTREAM)
            .role("arn:aws:iam::111111111111:role/eks/reader"));

    assertEquals(Set.of(RULE), recorder.children());
    var rule = rule();
    rule.put("customRoleArn", "arn:aws:iam::111111111111:role/eks/reader");
    assertEquals(rule, recorder.inputs(RULE));
  }

  @Test
  void registryOfTheSameAccountNeedsNoRole() {
    var own = UPSTREAM.replaceFirst("[0-9]+", Recorder.ACCOUNT);
    run(UpstreamArgs.builder().registry(own).role("none"));

    var rule = rule();
    rule.put("upstreamRegistryUrl", own);
    assertEquals(Set.of(RULE), recorder.children());
    assertEquals(rule, recorder.inputs(RULE));
  }

  private static Map<String, Object> rule() {
    return map(
        "ecrRepositoryPrefix",
        "shared/base",
        "upstreamRegistryUrl",
        UPSTREAM,
        "upstreamRepositoryPrefix",
        "ROOT");
  }

  private void run(UpstreamArgs.Builder upstream) {
    var args = RegistryCacheArgs.builder().upstream("shared/base", upstream.build()).build();
    recorder.run(context -> new RegistryCache("cache", args, null));
  }
}

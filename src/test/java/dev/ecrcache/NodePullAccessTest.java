package dev.ecrcache;

import static dev.ecrcache.Recorder.HOST;
import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.core.Output;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.policy.EcrPolicies;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodePullAccessTest {
  private static final String POLICY_ARN = "arn:aws:iam::111111111111:policy/nodes";

  private final Recorder recorder = new Recorder();

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void onePolicyIsLimitedToTheCache(boolean tagsRepositories) {
    run(HOST, tagsRepositories, "dev-nodes");

    assertEquals(
        Set.of("Policy nodes", "RolePolicyAttachment nodes-dev-nodes"), recorder.children());
    var document = document(tagsRepositories);
    assertEquals(
        map("description", "Pull images through the ECR pull-through cache", "policy", document),
        recorder.inputs("Policy nodes"));
    assertEquals(Map.of("policyArn", POLICY_ARN, "policyDocument", document), recorder.outputs());
  }

  @Test
  void policyIsThatOfTheHostingRegistry() {
    run("444444444444.dkr.ecr.cn-north-1.amazonaws.com.cn", false, "dev-nodes");

    assertEquals(
        EcrPolicies.nodePull(
                List.of(
                    "arn:aws-cn:ecr:cn-north-1:444444444444:repository/docker-hub/*",
                    "arn:aws-cn:ecr:cn-north-1:444444444444:repository/k8s/*"),
                false)
            .toJson(),
        recorder.inputs("Policy nodes").get("policy"));
  }

  @Test
  void everyRoleGetsThePolicyOnce() {
    run(
        HOST,
        false,
        "dev-nodes",
        "arn:aws:iam::111111111111:role/eks/team-a/spot",
        "arn:aws:iam::111111111111:role/dev-nodes",
        "spot");

    assertEquals(
        Set.of(
            "Policy nodes",
            "RolePolicyAttachment nodes-dev-nodes",
            "RolePolicyAttachment nodes-spot"),
        recorder.children());
    for (var role : List.of("dev-nodes", "spot")) {
      var attachment = "RolePolicyAttachment nodes-" + role;
      assertEquals(map("role", role, "policyArn", POLICY_ARN), recorder.inputs(attachment));
    }
  }

  @Test
  void attachmentsAreLeftToOthers() {
    run(HOST, true, NodePullAccessArgs.builder().attach(false));

    assertEquals(Set.of("Policy nodes"), recorder.children());
    assertEquals(document(true), recorder.inputs("Policy nodes").get("policy"));
    assertEquals(
        Map.of("policyArn", POLICY_ARN, "policyDocument", document(true)), recorder.outputs());
  }

  private static String document(boolean tagsRepositories) {
    return EcrPolicies.nodePull(
            List.of(
                "arn:aws:ecr:eu-west-1:111111111111:repository/docker-hub/*",
                "arn:aws:ecr:eu-west-1:111111111111:repository/k8s/*"),
            tagsRepositories)
        .toJson();
  }

  private void run(String host, boolean tagsRepositories, String... roles) {
    run(host, tagsRepositories, NodePullAccessArgs.builder().roles(List.of(roles)));
  }

  private void run(String host, boolean tagsRepositories, NodePullAccessArgs.Builder args) {
    recorder.run(
        context -> {
          var cache =
              CacheEndpoint.of(
                  Output.of(host),
                  List.of(
                      CacheRule.of("docker-hub", "docker.io"),
                      CacheRule.of("k8s", "registry.k8s.io")),
                  tagsRepositories);
          var access = new NodePullAccess("nodes", args.build().withCache(cache), null);
          context.export("policyArn", access.policyArn());
          context.export("policyDocument", access.policyDocument());
        });
  }
}

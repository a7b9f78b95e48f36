package dev.ecrcache;

import static dev.ecrcache.Recorder.HOST;
import static dev.ecrcache.Recorder.map;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.pulumi.core.Output;
import dev.ecrcache.image.CacheRule;
import dev.ecrcache.redirect.PolicyObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ImageRedirectTest {
  private final Recorder recorder = new Recorder();

  @Test
  void podsAreMovedByRulesInAConfigMap() {
    run(ImageRedirectArgs.builder());

    var rules = map("k8s.gcr.io", "/ " + HOST + "/k8s/", "registry.k8s.io", "/ " + HOST + "/k8s/");
    assertEquals(
        map(
            "apiVersion",
            "v1",
            "data",
            rules,
            "kind",
            "ConfigMap",
            "metadata",
            map("name", "ecr-cache", "namespace", "kube-system")),
        recorder.inputs("ConfigMap it-rules"));
    assertEquals(Map.of("rules", rules), recorder.outputs());
    assertPolicies(ImageRedirectArgs.builder());
  }

  @Test
  void eachIsThereBeforeWhatReadsIt() {
    run(ImageRedirectArgs.builder().validate("warn"));

    assertPolicies(ImageRedirectArgs.builder().validate("warn"));
    var order =
        List.of(
            "ConfigMap it-rules",
            "MutatingAdmissionPolicy it-policy",
            "MutatingAdmissionPolicyBinding it-binding",
            "ValidatingAdmissionPolicy it-validation",
            "ValidatingAdmissionPolicyBinding it-validation-binding");
    for (int i = 1; i < order.size(); i++) {
      assertEquals(Set.of(order.get(i - 1)), recorder.dependsOn(order.get(i)));
    }
  }

  @Test
  void olderClustersAreValidatedAlone() {
    run(ImageRedirectArgs.builder().kubernetes("1.34").validate("deny"));

    assertPolicies(ImageRedirectArgs.builder().kubernetes("1.34").validate("deny"));
    assertEquals(
        Set.of(
            "ConfigMap it-rules",
            "ValidatingAdmissionPolicy it-validation",
            "ValidatingAdmissionPolicyBinding it-validation-binding"),
        recorder.children());
  }

  @Test
  void aPreviewKnowsThePoliciesBeforeTheCacheIsThere() {
    recorder.previewing();
    run(ImageRedirectArgs.builder());

    assertPolicies(ImageRedirectArgs.builder());
  }

  private void assertPolicies(ImageRedirectArgs.Builder args) {
    var names = new LinkedHashSet<>(Set.of("ConfigMap it-rules"));
    for (var policy : args.build().redirect().policies()) {
      var name = policy.kind() + " it-" + policy.role();
      names.add(name);
      assertEquals(
          map(
              "apiVersion",
              PolicyObject.API_VERSION,
              "kind",
              policy.kind(),
              "metadata",
              map("name", "ecr-cache"),
              "spec",
              policy.spec()),
          recorder.inputs(name));
    }
    assertEquals(names, recorder.children());
  }

  private void run(ImageRedirectArgs.Builder args) {
    recorder.run(
        context -> {
          var cache =
              CacheEndpoint.of(
                  Output.of(HOST), List.of(CacheRule.of("k8s", "registry.k8s.io")), false);
          var redirect = new ImageRedirect("it", args.build().withCache(cache), null);
          context.export("rules", redirect.rules());
        });
  }
}

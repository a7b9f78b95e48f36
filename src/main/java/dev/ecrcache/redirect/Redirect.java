package dev.ecrcache.redirect;

import static dev.ecrcache.redirect.AdmissionPolicies.map;

import dev.ecrcache.image.CachedImages;
import dev.ecrcache.image.EcrRegistry;
import dev.ecrcache.image.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What makes a cluster's pods pull from a cache: a policy with its binding for each of what {@link
 * RedirectSettings} ask for, and the ConfigMap of rules that they read.
 *
 * @param settings how pods are redirected
 */
public record Redirect(RedirectSettings settings) {

  /** The policies and bindings, each after what it refers to. */
  public List<PolicyObject> policies() {
    var policies = new AdmissionPolicies(settings);
    var objects = new ArrayList<PolicyObject>();
    if (settings.mutate()) {
      objects.add(new PolicyObject("policy", "MutatingAdmissionPolicy", policies.mutation()));
      objects.add(
          new PolicyObject("binding", "MutatingAdmissionPolicyBinding", policies.binding()));
    }
    if (settings.validation() != RedirectSettings.Validation.OFF) {
      objects.add(
          new PolicyObject("validation", "ValidatingAdmissionPolicy", policies.validation()));
      objects.add(
          new PolicyObject(
              "validation-binding",
              "ValidatingAdmissionPolicyBinding",
              policies.validationBinding()));
    }
    return objects;
  }

  /**
   * The data of the ConfigMap.
   *
   * @param images the cache; what it does with digests the policies do by the settings
   */
  public static Map<String, String> rules(CachedImages images) {
    return RedirectRules.of(images);
  }

  /**
   * All objects as manifests, in the order in which they are to be applied.
   *
   * @throws IllegalArgumentException if images are to be validated, and the host is not one by
   *     which they can be told to be in ECR
   */
  public List<Map<String, Object>> manifests(CachedImages images) {
    if (settings.validation() != RedirectSettings.Validation.OFF
        && EcrRegistry.ofHost(images.host()).isEmpty()) {
      throw new IllegalArgumentException(
          "%s is not the host of an ECR registry, by which validation tells what comes from the cache; leave it off, or give ECR's own host"
              .formatted(Quoted.of(images.host())));
    }
    var manifests = new ArrayList<Map<String, Object>>();
    manifests.add(
        map(
            "apiVersion",
            "v1",
            "kind",
            "ConfigMap",
            "metadata",
            map("name", settings.name(), "namespace", settings.namespace()),
            "data",
            rules(images)));
    policies().forEach(policy -> manifests.add(policy.manifest(settings.name())));
    return manifests;
  }
}

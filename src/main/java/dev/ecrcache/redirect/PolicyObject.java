package dev.ecrcache.redirect;

import static dev.ecrcache.redirect.AdmissionPolicies.map;

import java.util.Map;

/**
 * An object of {@code admissionregistration.k8s.io/v1}, which belongs to a whole cluster.
 *
 * @param role what it is for in the name of a resource, such as {@code policy}
 * @param kind its kind, such as {@code MutatingAdmissionPolicy}
 * @param spec its spec, plain maps, lists and texts
 */
public record PolicyObject(String role, String kind, Map<String, Object> spec) {
  /** The API that has it. */
  public static final String API_VERSION = "admissionregistration.k8s.io/v1";

  /** The whole object, as a manifest has it. */
  Map<String, Object> manifest(String name) {
    return map(
        "apiVersion", API_VERSION, "kind", kind, "metadata", map("name", name), "spec", spec);
  }
}

package dev.ecrcache.redirect;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The admission policies by which a cluster's pods pull from a cache, without a webhook. They know
 * nothing of a cache: its rules are the data of a ConfigMap.
 *
 * @param settings how pods are redirected
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/">Mutating
 *     Admission Policy</a>
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/">Validating
 *     Admission Policy</a>
 */
record AdmissionPolicies(RedirectSettings settings) {
  private static final List<Object> PODS =
      List.of(rule("", "v1", List.of("pods", "pods/ephemeralcontainers")));

  // Who applies one of these is told; the pods that a controller makes of it warn nobody.
  private static final List<Object> WORKLOADS =
      List.of(
          PODS.get(0),
          rule("apps", "v1", List.of("deployments", "statefulsets", "daemonsets", "replicasets")),
          rule("batch", "v1", List.of("jobs", "cronjobs")));

  // The kubelet runs a static pod from its own file, and its mirror must be what it wrote.
  private static final List<Object> NO_STATIC_POD =
      List.of(
          named(
              "no-static-pod",
              "!('kubernetes.io/config.mirror' in object.metadata.?annotations.orValue({}))"));

  /** The images that a pod has already stay: to change one would restart its container. */
  private static final String BEFORE =
      """
      oldObject == null ? {} : [oldObject.spec].map(spec, %s)[0]
        .transformMapEntry(_, e, {e.key: e.image})""";

  private static final String MOVED =
      """
      (%s)
        .filter(e, !(e.key in variables.before && variables.before[e.key] == e.image))
        .map(e, [[e.key], %s])
        .filter(e, e[1].size() > 0).transformMapEntry(_, e, {e[0][0]: e[1][0]})""";

  private static final String POD_SPEC =
      """
      %1$s.kind == 'Pod' ? [%1$s.spec]
        : %1$s.kind == 'CronJob' ? [%1$s.spec.jobTemplate.spec.template.spec]
        : [%1$s.spec.template.spec]""";

  /** The spec of a MutatingAdmissionPolicy. */
  Map<String, Object> mutation() {
    return map(
        "failurePolicy", settings.failurePolicy().name(),
        "reinvocationPolicy", "IfNeeded",
        "paramKind", map("apiVersion", "v1", "kind", "ConfigMap"),
        "matchConstraints", map("resourceRules", PODS),
        "matchConditions", NO_STATIC_POD,
        "variables",
            List.of(
                named("before", BEFORE.formatted(PodImages.list("spec"))),
                named(
                    "cached",
                    MOVED.formatted(
                        PodImages.list("object.spec"),
                        CacheExpression.cached("e.image", settings.digests())))),
        "mutations",
            List.of(
                map(
                    "patchType",
                    "ApplyConfiguration",
                    "applyConfiguration",
                    map(
                        "expression",
                        """
                        Object{spec: Object.spec{
                          %s,
                          %s,
                          %s,
                          %s
                        }}"""
                            .formatted(
                                PodImages.containers("containers"),
                                PodImages.containers("initContainers"),
                                PodImages.containers("ephemeralContainers"),
                                PodImages.volumes())))));
  }

  /** The spec of a ValidatingAdmissionPolicy. */
  Map<String, Object> validation() {
    var movable = CacheExpression.cached("i", settings.digests());
    return map(
        "failurePolicy", settings.failurePolicy().name(),
        "paramKind", map("apiVersion", "v1", "kind", "ConfigMap"),
        "matchConstraints", map("resourceRules", WORKLOADS),
        "matchConditions", NO_STATIC_POD,
        "variables",
            List.of(
                named("before", before()),
                named(
                    "others",
                    """
                    (%s).map(spec, %s)[0].map(e, e.image)
                      .filter(i, !(i in variables.before) && !%s)"""
                        .formatted(
                            POD_SPEC.formatted("object"),
                            PodImages.list("spec"),
                            CacheExpression.isInEcr("i"))),
                named(
                    "found",
                    settings.mutate()
                        // A pod's images have been moved by now; those of what makes pods will be.
                        ? "variables.others.filter(i, object.kind == 'Pod' || %s.size() == 0)"
                            .formatted(movable)
                        : "variables.others.map(i, i + [%s].map(to, to.size() == 0 ? '' : ' (cached: ' + to[0] + ')')[0])"
                            .formatted(movable))),
        "validations",
            List.of(
                map(
                    "expression",
                    "variables.found.size() == 0",
                    "messageExpression",
                    "'not from the cache: ' + variables.found.join(', ')")));
  }

  private static String before() {
    return "oldObject == null ? [] : (%s).map(spec, %s)[0].map(e, e.image)"
        .formatted(POD_SPEC.formatted("oldObject"), PodImages.list("spec"));
  }

  /** The spec of a ValidatingAdmissionPolicyBinding. */
  Map<String, Object> validationBinding() {
    var binding = binding();
    binding.put("validationActions", settings.validation().actions());
    return binding;
  }

  /** The spec of a MutatingAdmissionPolicyBinding. */
  Map<String, Object> binding() {
    var namespaces = excludedLabels();
    if (!settings.excludedNamespaces().isEmpty()) {
      namespaces.add(0, notIn("kubernetes.io/metadata.name", settings.excludedNamespaces()));
    }
    return map(
        "policyName",
        settings.name(),
        "paramRef",
        map(
            "name",
            settings.name(),
            "namespace",
            settings.namespace(),
            "parameterNotFoundAction",
            settings.failurePolicy().withoutRules()),
        "matchResources",
        map(
            "namespaceSelector",
            map("matchExpressions", namespaces),
            "objectSelector",
            map("matchExpressions", excludedLabels())));
  }

  // Anew each time: YAML would write a second mention as an alias.
  private List<Object> excludedLabels() {
    var labels = new ArrayList<Object>();
    settings.excludedLabels().forEach((key, value) -> labels.add(notIn(key, List.of(value))));
    return labels;
  }

  private static Map<String, Object> notIn(String key, List<String> values) {
    return map("key", key, "operator", "NotIn", "values", values);
  }

  private static Map<String, Object> rule(String group, String version, List<String> resources) {
    return map(
        "apiGroups",
        List.of(group),
        "apiVersions",
        List.of(version),
        "operations",
        List.of("CREATE", "UPDATE"),
        "resources",
        resources);
  }

  private static Map<String, Object> named(String name, String expression) {
    return map("name", name, "expression", expression);
  }

  static Map<String, Object> map(Object... keysAndValues) {
    var map = new LinkedHashMap<String, Object>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      map.put((String) keysAndValues[i], keysAndValues[i + 1]);
    }
    return map;
  }
}

package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.bind.OnlyIn;
import dev.ecrcache.bind.Origin;
import dev.ecrcache.bind.Required;
import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.image.CachedImages.Digests;
import dev.ecrcache.redirect.Redirect;
import dev.ecrcache.redirect.RedirectSettings;
import dev.ecrcache.redirect.RedirectSettings.FailurePolicy;
import dev.ecrcache.redirect.RedirectSettings.Validation;
import dev.ecrcache.redirect.ServedPolicies;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Which pods of a cluster pull from which cache, and what is said of the others. */
public final class ImageRedirectArgs extends ResourceArgs implements Cloneable {
  private static final List<String> VALIDATIONS = words(Validation.values());
  private static final List<String> DIGESTS = words(Digests.values());
  private static final List<String> FAILURE_POLICIES =
      Stream.of(FailurePolicy.values()).map(Enum::name).toList();
  private static final String LABEL = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
  private static final Pattern LABEL_KEY =
      Pattern.compile("([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?/)?" + LABEL);
  private static final Pattern LABEL_VALUE = Pattern.compile("(" + LABEL + ")?");

  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?");

  @Import private String kubernetes;
  @Import private String validate = VALIDATIONS.get(0);
  @Import private String failurePolicy = FAILURE_POLICIES.get(0);
  @Import private String digests = DIGESTS.get(0);
  @Import private List<String> excludedNamespaces = RedirectSettings.EXCLUDED_NAMESPACES;
  @Import private Map<String, String> excludedLabels = RedirectSettings.EXCLUDED_LABELS;
  @Import private String name = RedirectSettings.NAME;
  @Import private String namespace = RedirectSettings.NAMESPACE;
  @Import private CacheEndpoint cache;

  private ImageRedirectArgs() {}

  private static List<String> words(Enum<?>... values) {
    return Stream.of(values).map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
  }

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /** The same redirect, to this cache. */
  public ImageRedirectArgs withCache(CacheEndpoint cache) {
    var args = Copy.of(this, this::clone);
    args.cache = cache;
    return args;
  }

  CacheEndpoint cache() {
    return Check.required("cache", cache, "give the endpoint of the cache, in Java with withCache");
  }

  /** The objects that do it. */
  public Redirect redirect() {
    return new Redirect(
        new RedirectSettings(
            name,
            namespace,
            excludedNamespaces,
            excludedLabels,
            FailurePolicy.valueOf(failurePolicy),
            Digests.valueOf(digests.toUpperCase(Locale.ROOT)),
            mutates(),
            validation()));
  }

  private Validation validation() {
    return Validation.valueOf(validate.toUpperCase(Locale.ROOT));
  }

  private boolean mutates() {
    return Check.value(
        "kubernetes",
        () ->
            ServedPolicies.mutates(
                kubernetes == null ? ServedPolicies.MUTATING : KubernetesVersion.parse(kubernetes),
                validation()));
  }

  /** Builds {@link ImageRedirectArgs}. */
  public static final class Builder {
    private final ImageRedirectArgs draft = new ImageRedirectArgs();

    private Builder() {}

    /**
     * The version of the cluster's Kubernetes, such as {@code 1.36}, which is the default: from
     * 1.36 on, the images of pods are moved; 1.30 to 1.35 cannot move them, and need {@code
     * validate}.
     */
    public Builder kubernetes(String kubernetes) {
      Check.value("kubernetes", () -> KubernetesVersion.parse(kubernetes));
      draft.kubernetes = kubernetes;
      return this;
    }

    /**
     * What becomes of pods, and of the workloads that make them, with new images that do not come
     * from ECR and are not moved there: {@code off} (the default) says nothing, {@code warn} warns
     * whoever applies them and notes it in the audit log, {@code deny} refuses them.
     */
    public Builder validate(String validate) {
      draft.validate = Check.oneOf("validate", validate, VALIDATIONS);
      return this;
    }

    /**
     * What becomes of a pod where the policy fails or its ConfigMap is gone: {@code Ignore} (the
     * default) lets it pull from upstream, {@code Fail} refuses it.
     */
    public Builder failurePolicy(String failurePolicy) {
      draft.failurePolicy = Check.oneOf("failurePolicy", failurePolicy, FAILURE_POLICIES);
      return this;
    }

    /**
     * What becomes of digests, whose first pull from a cache fails: {@code keep} (the default),
     * {@code drop} where a tag remains, or {@code refuse}, which leaves the image where it is.
     */
    public Builder digests(String digests) {
      draft.digests = Check.oneOf("digests", digests, DIGESTS);
      return this;
    }

    /** Namespaces whose pods are left alone; {@code kube-system} by default. */
    public Builder excludedNamespaces(List<String> excludedNamespaces) {
      for (int i = 0; i < excludedNamespaces.size(); i++) {
        ReleaseSettings.namespace("excludedNamespaces." + i, excludedNamespaces.get(i));
      }
      draft.excludedNamespaces = List.copyOf(excludedNamespaces);
      return this;
    }

    /**
     * Labels, on a namespace or a pod, that leave its images alone; by default {@code
     * ecr-cache.dev/redirect: "off"}.
     */
    public Builder excludedLabels(Map<String, String> excludedLabels) {
      excludedLabels.forEach(
          (key, value) -> {
            var argument = "excludedLabels." + key;
            Check.matches(
                argument,
                key,
                LABEL_KEY,
                "the key of a label, such as ecr-cache.dev/redirect: up to 63 letters, digits and"
                    + " . _ - between them, perhaps behind a domain and a slash");
            Check.matches(
                argument,
                value,
                LABEL_VALUE,
                "the value of a label: up to 63 letters, digits and . _ - between them");
          });
      draft.excludedLabels = Collections.unmodifiableMap(new TreeMap<>(excludedLabels));
      return this;
    }

    /** The name of the policies, their bindings and the ConfigMap; {@code ecr-cache} by default. */
    public Builder name(String name) {
      draft.name =
          Check.matches(
              "name",
              name,
              NAME,
              "the name of an object: up to 63 lower-case letters and digits, with dashes and dots"
                  + " between them");
      return this;
    }

    /** The namespace of the ConfigMap, which must be there; {@code kube-system} by default. */
    public Builder namespace(String namespace) {
      draft.namespace = ReleaseSettings.namespace("namespace", namespace);
      return this;
    }

    /**
     * The cache that pods pull from, such as {@code endpoint} of RegistryCache; in Java, {@link
     * ImageRedirectArgs#withCache} takes it.
     */
    @OnlyIn(Origin.PROGRAM)
    @Required
    public Builder cache(CacheEndpoint cache) {
      draft.cache = cache;
      return this;
    }

    /**
     * @throws InvalidArgumentException if the version of Kubernetes can do nothing that is asked
     *     for
     */
    public ImageRedirectArgs build() {
      draft.mutates();
      return Copy.of(draft, draft::clone);
    }
  }
}

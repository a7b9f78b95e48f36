package dev.ecrcache.rewrite;

import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.image.CachedImages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The applications of Argo CD.
 *
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/helm/">Helm</a>
 * @see <a href="https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/">Kustomize</a>
 */
final class ArgoApplications {
  private final CachedImages cache;
  private final YamlSource source;
  private final Node object;
  private final Found found;

  private ArgoApplications(CachedImages cache, YamlSource source, Node object, Found found) {
    this.cache = cache;
    this.source = source;
    this.object = object;
    this.found = found;
  }

  /** Settles the images of an application, or of the template of a set. */
  static void settle(
      CachedImages cache, boolean charts, YamlSource source, Node object, Found found) {
    var applications = new ArgoApplications(cache, source, object, found);
    boolean set = applications.isSet();
    var root = ValuePath.ROOT.then("spec");
    var path = set ? root.then("template").then("spec") : root;
    var spec = set ? source.at(object, "spec", "template", "spec") : source.at(object, "spec");
    var sources = new LinkedHashMap<ValuePath, Node>();
    spec.flatMap(it -> source.at(it, "source"))
        .ifPresent(it -> sources.put(path.then("source"), it));
    var several = YamlSource.items(spec.flatMap(it -> source.at(it, "sources")));
    for (int i = 0; i < several.size(); i++) {
      sources.put(path.then("sources").then(i), several.get(i));
    }
    for (var entry : sources.entrySet()) {
      var from = entry.getValue();
      YamlSource.items(source.at(from, "kustomize", "images")).forEach(applications::image);
      if (source.at(from, "chart").isPresent() && charts) {
        applications.release(entry.getKey(), from, spec.orElseThrow());
      }
    }
  }

  /** An image of kustomize, such as {@code nginx=quay.io/acme/nginx:1}. */
  private void image(Node node) {
    YamlSource.asText(node)
        .ifPresent(
            it -> {
              var value = it.getValue();
              int equals = value.indexOf('=');
              var spot = source.spot(Kind.ARGO_CD, it, equals + 1, value.length());
              found.spots().add(equals < 0 ? named(spot) : spot);
            });
  }

  /** An image that has a new name only in the cache. */
  private static Spot named(Spot spot) {
    var name = spot.image().substring(0, ImageTemplate.nameEnd(spot.image()));
    return spot.problem().isPresent()
        ? spot
        : new Spot(
            spot.kind(),
            spot.start(),
            spot.end(),
            spot.shown(),
            spot.image(),
            cached -> Optional.of(name + "=" + cached),
            Optional.empty());
  }

  private void release(ValuePath path, Node from, Node spec) {
    var chart = source.valueAt(from, "chart");
    try {
      checkWhole(from);
      var url = source.valueAt(from, "repoURL");
      boolean registry = !url.contains("://") || url.startsWith("oci://");
      var place =
          HelmRepositories.source(
              registry && !url.startsWith("oci://") ? "oci://" + url : url,
              chart,
              source.valueAt(from, "targetRevision"),
              registry);
      var application = isSet() ? source.at(object, "spec", "template").orElseThrow() : object;
      var version = source.valueAt(from, "helm", "kubeVersion");
      var text = source.text().substring(source.start(object), source.end(object));
      new Release(
              Kind.ARGO_CD,
              new ReleaseValues(
                  source,
                  object,
                  path,
                  from,
                  List.of("helm", isText(from) ? "values" : "valuesObject"),
                  List.of("helm", "parameters"),
                  new Unknowns(text, isSet())),
              first(
                  source.valueAt(from, "helm", "releaseName"),
                  source.valueAt(application, "metadata", "name"),
                  "release"),
              first(
                  source.valueAt(from, "helm", "namespace"),
                  source.valueAt(spec, "destination", "namespace"),
                  "default"),
              version.isEmpty() ? KubernetesVersion.NEWEST : KubernetesVersion.parse(version),
              place)
          .settle(cache, found);
    } catch (IllegalArgumentException e) {
      found.settled().add(Release.left(Kind.ARGO_CD, source.start(from), chart, e.getMessage()));
    }
  }

  private static String first(String... texts) {
    return Stream.of(texts).filter(it -> !it.isEmpty()).findFirst().orElseThrow();
  }

  private boolean isSet() {
    return source.valueAt(object, "kind").equals("ApplicationSet");
  }

  /** Whether the values are a text, which counts where there is no block of them. */
  private boolean isText(Node from) {
    var block = source.at(from, "helm", "valuesObject");
    return block.filter(it -> !it.getTag().equals(Tag.NULL)).isEmpty()
        && source.textAt(from, "helm", "values").isPresent();
  }

  private void checkWhole(Node from) {
    for (var key : List.of("valueFiles", "fileParameters")) {
      if (!YamlSource.items(source.at(from, "helm", key)).isEmpty()) {
        throw new IllegalArgumentException(
            "takes values from elsewhere too, by %s, which are not known here".formatted(key));
      }
    }
    boolean patched = source.valueAt(object, "spec", "templatePatch").contains("source");
    if (isSet() && (patched || isGenerated())) {
      throw new IllegalArgumentException(
          "its set changes its sources by a %s, which is not read here"
              .formatted(patched ? "templatePatch" : "template of a generator"));
    }
  }

  /** Whether a generator of a set has a template that goes over that of the set. */
  private boolean isGenerated() {
    return YamlSource.items(source.at(object, "spec", "generators")).stream()
        .flatMap(it -> source.entries(it).values().stream())
        .anyMatch(it -> source.at(it, "template", "spec").isPresent());
  }
}

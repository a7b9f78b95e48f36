package dev.ecrcache.rewrite;

import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.image.CachedImages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

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
    boolean set = source.valueAt(object, "kind").equals("ApplicationSet");
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
      var url = source.valueAt(from, "repoURL");
      boolean registry = !url.contains("://") || url.startsWith("oci://");
      var place =
          HelmRepositories.source(
              registry && !url.startsWith("oci://") ? "oci://" + url : url,
              chart,
              source.valueAt(from, "targetRevision"),
              registry);
      var given = source.valueAt(from, "helm", "releaseName");
      var namespace = source.valueAt(spec, "destination", "namespace");
      var block = source.at(from, "helm");
      block.ifPresent(this::checkWhole);
      boolean text =
          block.flatMap(it -> source.at(it, "valuesObject")).isEmpty()
              && block.flatMap(it -> source.textAt(it, "values")).isPresent();
      if (block.isEmpty()) {
        throw new IllegalArgumentException(
            "it has no helm block for values; give it helm: {valuesObject: {}}");
      }
      new Release(
              Kind.ARGO_CD,
              source,
              object,
              path.then("helm"),
              block.get(),
              text ? "values" : "valuesObject",
              given.isEmpty() ? source.valueAt(object, "metadata", "name") : given,
              namespace.isEmpty() ? "default" : namespace,
              place)
          .settle(cache, found);
    } catch (IllegalArgumentException e) {
      found.settled().add(Release.left(Kind.ARGO_CD, source.start(from), chart, e.getMessage()));
    }
  }

  private void checkWhole(Node helm) {
    for (var key : List.of("valueFiles", "fileParameters", "parameters")) {
      var items = YamlSource.items(source.at(helm, key));
      boolean parameters = key.equals("parameters");
      if (!items.isEmpty() && !(parameters && items.stream().noneMatch(this::isOfImage))) {
        throw new IllegalArgumentException(
            parameters
                ? "its parameters have an image, over all values; write it into valuesObject"
                : "takes values from elsewhere too, by %s, which are not known here"
                    .formatted(key));
      }
    }
  }

  /** Whether a parameter, which goes before all values, may be for an image. */
  private boolean isOfImage(Node parameter) {
    return source.at(parameter, "name").orElse(parameter) instanceof ScalarNode name
        && name.getValue().matches("(?i).*(image|registry|repository|tag).*");
  }
}

package dev.ecrcache.rewrite;

import dev.ecrcache.chart.ChartSource;
import dev.ecrcache.chart.KubernetesVersion;
import dev.ecrcache.chart.ValuePath;
import dev.ecrcache.image.CachedImages;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The releases of Flux.
 *
 * @see <a href="https://fluxcd.io/flux/components/helm/helmreleases/">Helm Releases</a>
 */
final class HelmReleases {
  private final CachedImages cache;
  private final HelmRepositories repositories;
  private final YamlSource source;
  private final Found found;

  private HelmReleases(
      CachedImages cache, HelmRepositories repositories, YamlSource source, Found found) {
    this.cache = cache;
    this.repositories = repositories;
    this.source = source;
    this.found = found;
  }

  /** Settles the images of a release. */
  static void settle(
      CachedImages cache,
      HelmRepositories repositories,
      YamlSource source,
      Node object,
      Found found) {
    var releases = new HelmReleases(cache, repositories, source, found);
    source.at(object, "spec").ifPresent(it -> releases.release(object, it));
  }

  private void release(Node object, Node spec) {
    var none = new KustomizeNames(cache, Set.of());
    for (var renderer : YamlSource.items(source.at(spec, "postRenderers"))) {
      found
          .spots()
          .addAll(
              KustomizationImages.of(source, source.at(renderer, "kustomize", "images"), "", none));
    }
    try {
      if (!YamlSource.items(source.at(spec, "valuesFrom")).isEmpty()) {
        throw new IllegalArgumentException(
            "takes values from elsewhere too, by valuesFrom, which are not known here");
      }
      var name = source.valueAt(object, "metadata", "name");
      var namespace = source.valueAt(object, "metadata", "namespace");
      var target = source.valueAt(spec, "targetNamespace");
      var given = source.valueAt(spec, "releaseName");
      var release = target.isEmpty() ? name : target + "-" + name;
      new Release(
              Kind.FLUX,
              new ReleaseValues(
                  source,
                  object,
                  ValuePath.ROOT.then("spec"),
                  spec,
                  List.of("values"),
                  List.of(),
                  new Unknowns("", false)),
              given.isEmpty() ? release : given,
              target.isEmpty() ? (namespace.isEmpty() ? "default" : namespace) : target,
              KubernetesVersion.NEWEST,
              chart(spec))
          .settle(cache, found);
    } catch (IllegalArgumentException e) {
      var shown = "HelmRelease " + source.valueAt(object, "metadata", "name");
      found.settled().add(Release.left(Kind.FLUX, source.start(spec), shown, e.getMessage()));
    }
  }

  private ChartSource chart(Node spec) {
    var reference = source.at(spec, "chartRef");
    if (reference.isPresent()) {
      return repositories.chart(
          source.valueAt(reference.get(), "kind"), source.valueAt(reference.get(), "name"), "", "");
    }
    var chart =
        source
            .at(spec, "chart", "spec")
            .filter(it -> source.at(it, "sourceRef").isPresent())
            .orElseThrow(() -> new IllegalArgumentException("names no chart, as a patch does"));
    var from = Optional.of(chart).flatMap(it -> source.at(it, "sourceRef"));
    return repositories.chart(
        from.map(it -> source.valueAt(it, "kind")).orElse(""),
        from.map(it -> source.valueAt(it, "name")).orElse(""),
        source.valueAt(chart, "chart"),
        source.valueAt(chart, "version"));
  }
}

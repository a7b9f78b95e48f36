package dev.ecrcache.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Finds the images of a pipeline of GitLab CI: {@code image} and {@code services}, of jobs, of the
 * default, and of the whole.
 *
 * @see <a href="https://docs.gitlab.com/ci/yaml/">CI/CD YAML syntax reference</a>
 */
final class PipelineImages {
  private static final Set<String> NO_JOBS =
      Set.of("variables", "stages", "include", "workflow", "spec", "cache", "image", "services");

  private final YamlSource source;
  private final List<Spot> spots = new ArrayList<>();

  private PipelineImages(YamlSource source) {
    this.source = source;
  }

  static List<Spot> of(YamlSource source, Node document) {
    var finder = new PipelineImages(source);
    finder.images(document);
    source
        .entries(document)
        .forEach(
            (key, job) -> {
              if (!NO_JOBS.contains(key)) {
                finder.images(job);
              }
            });
    return finder.spots;
  }

  private void images(Node job) {
    source.at(job, "image").ifPresent(this::image);
    YamlSource.items(source.at(job, "services")).forEach(this::image);
  }

  private void image(Node image) {
    Optional.of(image)
        .flatMap(YamlSource::asText)
        .or(() -> source.textAt(image, "name"))
        .filter(it -> !it.getValue().isBlank())
        .ifPresent(it -> spots.add(source.spot(Kind.GITLAB, it)));
  }
}

package dev.ecrcache.rewrite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Finds the images of a compose file: those of services that are not built, of volumes, and in the
 * contexts of builds.
 *
 * @see <a href="https://github.com/compose-spec/compose-spec/blob/main/spec.md">the Compose
 *     specification</a>
 */
final class ComposeImages {
  private static final String CONTEXT = "docker-image://";

  private final YamlSource source;
  private final List<Spot> spots = new ArrayList<>();
  private final Set<String> built = new HashSet<>();

  private ComposeImages(YamlSource source) {
    this.source = source;
  }

  static List<Spot> of(YamlSource source, Node document) {
    var finder = new ComposeImages(source);
    var services = source.at(document, "services").map(source::entries).orElse(Map.of()).values();
    for (var service : services) {
      if (source.at(service, "build").isPresent()) {
        finder.built.add(source.valueAt(service, "image"));
      }
    }
    services.forEach(finder::service);
    return finder.spots;
  }

  private void service(Node service) {
    var build = source.at(service, "build");
    if (build.isEmpty()) {
      // With one, it names what is built.
      source.textAt(service, "image").ifPresent(this::image);
    }
    build.ifPresent(this::build);
    for (var volume : YamlSource.items(source.at(service, "volumes"))) {
      if (source.valueAt(volume, "type").equals("image")) {
        source.textAt(volume, "source").ifPresent(this::image);
      }
    }
  }

  private void build(Node build) {
    for (var context :
        source.at(build, "additional_contexts").map(source::entries).orElse(Map.of()).values()) {
      YamlSource.asText(context)
          .filter(it -> it.getValue().startsWith(CONTEXT))
          .ifPresent(
              it ->
                  spots.add(
                      source.spot(
                          Kind.COMPOSE,
                          it,
                          CONTEXT.length(),
                          it.getValue().stripTrailing().length())));
    }
    source
        .textAt(build, "dockerfile_inline")
        .ifPresent(
            it -> spots.addAll(source.spots(it, DockerfileImages.of(Kind.COMPOSE, it.getValue()))));
  }

  private void image(ScalarNode image) {
    if (!image.getValue().isBlank() && !built.contains(image.getValue())) {
      spots.add(source.spot(Kind.COMPOSE, image));
    }
  }
}

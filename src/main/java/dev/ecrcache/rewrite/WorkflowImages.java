package dev.ecrcache.rewrite;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Finds the images of a workflow or an action of GitHub: of the containers and services of jobs,
 * and of actions that are images.
 *
 * @see <a
 *     href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax">Workflow
 *     syntax for GitHub Actions</a>
 */
final class WorkflowImages {
  private static final String ACTION = "docker://";

  private final YamlSource source;
  private final List<Spot> spots = new ArrayList<>();

  private WorkflowImages(YamlSource source) {
    this.source = source;
  }

  static List<Spot> of(YamlSource source, Node document) {
    var finder = new WorkflowImages(source);
    finder.inner(document, "jobs").forEach(finder::job);
    source.at(document, "runs").ifPresent(finder::runs);
    return finder.spots;
  }

  private void job(Node job) {
    source.at(job, "container").flatMap(YamlSource::asText).ifPresent(this::image);
    source.textAt(job, "container", "image").ifPresent(this::image);
    inner(job, "services")
        .forEach(service -> source.textAt(service, "image").ifPresent(this::image));
    steps(source.at(job, "steps"));
  }

  private void runs(Node runs) {
    source.textAt(runs, "image").ifPresent(this::action);
    steps(source.at(runs, "steps"));
  }

  private void steps(Optional<Node> steps) {
    YamlSource.items(steps).forEach(step -> source.textAt(step, "uses").ifPresent(this::action));
  }

  private void action(ScalarNode action) {
    var value = action.getValue();
    if (value.startsWith(ACTION)) {
      spots.add(source.spot(Kind.GITHUB, action, ACTION.length(), value.stripTrailing().length()));
    }
  }

  private void image(ScalarNode image) {
    if (!image.getValue().isBlank()) {
      spots.add(source.spot(Kind.GITHUB, image));
    }
  }

  private Collection<Node> inner(Node node, String key) {
    return source.at(node, key).map(source::entries).orElse(Map.of()).values();
  }
}

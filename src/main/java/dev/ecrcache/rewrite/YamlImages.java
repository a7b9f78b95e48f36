package dev.ecrcache.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Finds the images of a file of YAML by what each document is, and by the file's name. */
final class YamlImages {
  private static final int DEEPEST = 100;
  private static final Pattern COMPOSE = Pattern.compile("(?i)(.*[._-])?compose([._-].*)?\\.ya?ml");

  private static final Pattern PIPELINE =
      Pattern.compile(
          "(?i)(.*/)?([^/]*[._-])?gitlab-ci([._-][^/]*)?\\.ya?ml|(.*/)?\\.gitlab/ci/.*");
  private static final Pattern WORKFLOW = Pattern.compile("(.*/)?\\.github/workflows/[^/]*");
  private static final Pattern ACTION = Pattern.compile("(.*/)?action\\.ya?ml");

  private final String name;
  private final YamlSource source;
  private final RewriteScope scope;
  private final Found found = new Found();
  private final List<Spot> spots = found.spots();

  private YamlImages(String name, YamlSource source, RewriteScope scope) {
    this.name = name.replace('\\', '/');
    this.source = source;
    this.scope = scope;
  }

  /**
   * The images of a file.
   *
   * @param name its path, of which the last parts count
   * @param scope what is known beside the file
   * @throws IllegalArgumentException if it cannot be read
   */
  static Found of(String name, YamlSource source, RewriteScope scope) {
    var images = new YamlImages(name, source, scope);
    scope.repositories().add(source);
    source.documents().forEach(images::document);
    return images.found;
  }

  /** The Kubernetes objects of a document, also those in lists. */
  static List<Node> objects(YamlSource source, Node document) {
    var objects = new ArrayList<Node>();
    open(source, document, objects, 0);
    return objects;
  }

  private static void open(YamlSource source, Node node, List<Node> objects, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          "is nested more than %d deep, or contains itself".formatted(DEEPEST));
    }
    var items = node instanceof SequenceNode ? Optional.of(node) : source.at(node, "items");
    if (node instanceof SequenceNode
        || items.isPresent() && source.valueAt(node, "kind").endsWith("List")) {
      YamlSource.items(items).forEach(it -> open(source, it, objects, depth + 1));
    } else if (!source.valueAt(node, "kind").isEmpty()
        && !source.valueAt(node, "apiVersion").isEmpty()) {
      objects.add(node);
    }
  }

  private void document(Node node) {
    if (isKustomization(node)) {
      var images = source.at(node, "images");
      spots.addAll(KustomizationImages.of(source, images, name, scope.names()));
      PatchImages.in(source, node).forEach(spots::add);
      return;
    }
    var objects = objects(source, node);
    objects.forEach(this::object);
    spots.addAll(PatchImages.operations(source, node));
    if (!objects.isEmpty() || !(node instanceof MappingNode)) {
      return;
    }
    if (PIPELINE.matcher(name).matches()) {
      spots.addAll(PipelineImages.of(source, node));
    } else if (isWorkflow(node)) {
      spots.addAll(WorkflowImages.of(source, node));
    } else if (isCompose(node)) {
      spots.addAll(ComposeImages.of(source, node));
    }
  }

  private void object(Node object) {
    var group = source.valueAt(object, "apiVersion");
    if (group.startsWith("kustomize.toolkit.fluxcd.io/")) {
      var images = source.at(object, "spec", "images");
      spots.addAll(KustomizationImages.of(source, images, "", scope.names()));
      source.at(object, "spec").ifPresent(it -> spots.addAll(PatchImages.in(source, it)));
    } else if (group.startsWith("helm.toolkit.fluxcd.io/")) {
      if (scope.charts()) {
        HelmReleases.settle(scope.cache(), scope.repositories(), source, object, found);
      }
    } else if (group.startsWith("argoproj.io/")
        && source.valueAt(object, "kind").startsWith("Application")) {
      ArgoApplications.settle(scope.cache(), scope.charts(), source, object, found);
    } else {
      spots.addAll(KubernetesImages.of(source, object));
    }
  }

  private boolean isKustomization(Node node) {
    var group = source.valueAt(node, "apiVersion");
    return group.startsWith("kustomize.config.k8s.io/")
        || group.isEmpty()
            && KustomizeFiles.NAMES.contains(name.substring(name.lastIndexOf('/') + 1));
  }

  private boolean isWorkflow(Node node) {
    return WORKFLOW.matcher(name).matches()
        || ACTION.matcher(name).matches() && source.at(node, "runs").isPresent()
        || source.at(node, "jobs").isPresent() && source.at(node, "on").isPresent();
  }

  private boolean isCompose(Node node) {
    var services = source.at(node, "services").map(source::entries).orElse(Map.of());
    return !services.isEmpty()
        && (COMPOSE.matcher(name.substring(name.lastIndexOf('/') + 1)).matches()
            || services.values().stream()
                .allMatch(
                    it ->
                        source.textAt(it, "image").isPresent()
                            || source.at(it, "build").isPresent()));
  }
}

package dev.ecrcache.overlay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ecrcache.image.ImageReference;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RenderedImagesTest {

  @ParameterizedTest
  @CsvSource({
    "Pod, spec",
    "Deployment, spec.template.spec",
    "StatefulSet, spec.template.spec",
    "DaemonSet, spec.template.spec",
    "ReplicaSet, spec.template.spec",
    "ReplicationController, spec.template.spec",
    "Job, spec.template.spec",
    "CronJob, spec.jobTemplate.spec.template.spec",
    "PodTemplate, template.spec",
  })
  void containersOfEveryWorkload(String kind, String path) {
    var spec =
        "{initContainers: [{name: i, image: busybox}], containers: [{name: c, image: 'nginx:1'}],"
            + " ephemeralContainers: [{name: e, image: quay.io/a/b}]}";
    var keys = path.split("\\.");
    for (int i = keys.length - 1; i >= 0; i--) {
      spec = "{%s: %s}".formatted(keys[i], spec);
    }
    var manifest =
        "{kind: %s, metadata: {name: n, namespace: s}, %s".formatted(kind, spec.substring(1));
    assertEquals(
        List.of(
            "%s s/n i docker.io/library/busybox %s.initContainers[0].image".formatted(kind, path),
            "%s s/n c docker.io/library/nginx:1 %s.containers[0].image".formatted(kind, path),
            "%s s/n e quay.io/a/b %s.ephemeralContainers[0].image".formatted(kind, path)),
        found(manifest));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{kind: Prometheus, spec: {image: prom/prometheus}} | docker.io/prom/prometheus spec.image",
        "{kind: ThanosRuler, spec: {image: 'a/b:1'}} | docker.io/a/b:1 spec.image",
        "{kind: Cluster, spec: {imageName: 'ghcr.io/a/pg:16'}} | ghcr.io/a/pg:16 spec.imageName",
        "{kind: Workflow, spec: {templates: [{container: {image: alpine}}]}}"
            + " | docker.io/library/alpine spec.templates[0].container.image",
        "{kind: Workflow, spec: {templates: [{script: {image: 'a:1'}}]}}"
            + " | docker.io/library/a:1 spec.templates[0].script.image",
        "{kind: Any, spec: {x: {image: quay.io/a/b}}} | quay.io/a/b spec.x.image",
        "{kind: Pod, spec: {containers: [{name: c, args: [--config-reloader-image=quay.io/a/b:1]}]}}"
            + " | c quay.io/a/b:1 spec.containers[0].args[0]",
        "{kind: Pod, spec: {containers: [{name: c, env: [{name: RELATED_IMAGE_X, value: a/b}]}]}}"
            + " | c docker.io/a/b spec.containers[0].env[0].value",
        "{kind: Pod, spec: {containers: [{name: c, env: [{name: AGENT_IMAGE, value: 'a/b:1'}]}]}}"
            + " | c docker.io/a/b:1 spec.containers[0].env[0].value",
        "{kind: Pod, spec: {containers: [{name: c, env: [{name: X_IMAGE_NAME, value: a/b}]}]}}"
            + " | c docker.io/a/b spec.containers[0].env[0].value",
        "{kind: Pod, spec: {containers: [{name: c, args: [--image, 'a/b:1']}]}}"
            + " | c docker.io/a/b:1 spec.containers[0].args[1]",
      })
  void imagesOutsideOfContainers(String manifest, String found) {
    assertEquals(
        List.of(found), found(manifest).stream().map(it -> it.split(" ", 2)[1].strip()).toList());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: ConfigMap, data: {image: 'a/b:1'}}",
        "{kind: Any, spec: {image: picture}}",
        "{kind: Any, spec: {image: beach.png}}",
        "{kind: Any, spec: {osImage: 'ubuntu:22'}}",
        "{kind: Any, spec: {image: {name: x}}}",
        "{kind: Any, metadata: {annotations: {image: 'a/b:1'}}}",
        "{kind: Workflow, spec: {templates: [{container: {image: '{{inputs.image}}'}}]}}",
        "{kind: Pod, spec: {containers: [{args: [--image-pull-policy=Always, --v=2]}]}}",
        "{kind: Pod, spec: {containers: [{args: [--image-pull-policy, Always, --image, --v=2]}]}}",
        "{kind: Pod, spec: {containers: [{args: [--host, 'a/b:1']}]}}",
        "{kind: Pod, spec: {containers: [{env: [{name: X, value: 'a/b:1'}]}]}}",
        "{kind: Pod, spec: {containers: [{env: [{name: X_IMAGE, value: picture}]}]}}",
        "{kind: Pod, spec: {containers: [{env: [{name: X_IMAGE, valueFrom: {x: a/b}}]}]}}",
        "",
        "---\n---\n# nothing",
      })
  void falseFriends(String manifest) {
    assertEquals(List.of(), found(manifest));
  }

  @Test
  void listsAreOpened() {
    assertEquals(
        List.of(
            "Pod a  docker.io/library/x spec.containers[0].image",
            "Pod b  docker.io/library/x spec.containers[0].image"),
        found(
            "{kind: List, items: [{kind: Pod, metadata: {name: a}, spec: {containers: [{image:"
                + " x}]}}, {kind: Pod, metadata: {name: b}, spec: {containers: [{image: x}]}}]}"));
  }

  @Test
  void aContainersImageThatIsNoReferenceIsReported() {
    var manifest =
        "{kind: Pod, metadata: {name: a}, spec: {containers: [{name: c, image: 'A:b:c'}]}}";
    assertEquals(List.of("Pod a c A:b:c? spec.containers[0].image"), found(manifest));
    assertEquals(
        Optional.of("invalid image reference 'A:b:c' at index 0: a repository name is lower case"),
        RenderedImages.find(manifest).get(0).problem());
  }

  @Test
  void brokenYamlIsRefused() {
    assertEquals(
        "the manifests: broken YAML in line 3: expected ',' or ']', but got <stream end>",
        assertThrows(IllegalArgumentException.class, () -> RenderedImages.find("a: 1\nb: [c\n"))
            .getMessage());
  }

  private static List<String> found(String manifests) {
    return RenderedImages.find(manifests).stream()
        .map(it -> "%s %s %s %s".formatted(it.object(), it.container(), text(it), it.path()))
        .toList();
  }

  private static String text(RenderedImage rendered) {
    return rendered.image().map(ImageReference::toString).orElse(rendered.text() + "?");
  }
}

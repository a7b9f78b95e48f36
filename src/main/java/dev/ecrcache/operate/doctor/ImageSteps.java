package dev.ecrcache.operate.doctor;

import dev.ecrcache.distribution.Descriptor;
import dev.ecrcache.distribution.Manifest;
import dev.ecrcache.image.ImageReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecr.model.ImageDetail;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/** The last steps of a pull: the image, its manifests and its layers. */
record ImageSteps(CachedCopy copy, Steps steps, boolean imports) {
  private static final String PIN = "containers-roadmap#2837";

  void of(ImageReference image, Optional<ImageDetail> detail) {
    if (detail.isPresent()) {
      present(detail.get());
    } else if (imports) {
      imported(image);
    } else {
      absent(image);
    }
  }

  private void present(ImageDetail detail) {
    if (PullWalk.isArchived(detail)) {
      steps.stops(
          "image",
          "%s is archived by a lifecycle policy".formatted(detail.imageDigest()),
          Symptom.NOT_FOUND,
          "restore it with `aws ecr update-image-storage-class`, which takes up to 20 minutes");
      return;
    }
    steps.passed("image", "%s, pushed %s".formatted(detail.imageDigest(), detail.imagePushedAt()));
    var id = ImageIdentifier.builder().imageDigest(detail.imageDigest()).build();
    steps
        .ask("manifest", () -> copy.pull(id))
        .ifPresent(it -> it.ifPresentOrElse(this::layers, () -> noManifest(detail)));
  }

  private void noManifest(ImageDetail detail) {
    steps.stops(
        "manifest",
        "ECR does not give the manifest of " + detail.imageDigest(),
        Symptom.NOT_FOUND,
        "delete the image in ECR, and pull its tag");
  }

  private void imported(ImageReference image) {
    var wanted = copy.tagId();
    if (wanted.isEmpty()) {
      byDigest(image);
      return;
    }
    var pulled = steps.ask("image", () -> copy.pull(wanted.get()));
    if (pulled.isEmpty()) {
      return;
    }
    if (pulled.get().isEmpty()) {
      steps.stops(
          "image",
          "ECR did not import %s: the upstream has no such tag, or does not show it to this login"
              .formatted(image),
          Symptom.NOT_FOUND,
          "see that the tag is there upstream");
      return;
    }
    var manifest = pulled.get().get();
    steps.passed("image", "imported just now: " + manifest.self().digest());
    if (image.digest().filter(it -> !it.equals(manifest.self().digest())).isPresent()) {
      steps.stops(
          "image",
          "the tag is %s now, and %s is pinned, which is not there"
              .formatted(manifest.self().digest(), image.digest().get()),
          Symptom.NOT_FOUND,
          "pin the digest that the tag has now");
      return;
    }
    layers(manifest);
  }

  private void absent(ImageReference image) {
    if (image.digest().isPresent()) {
      byDigest(image);
    } else {
      steps.later(
          "image",
          "is not in the cache yet: the first pull imports it",
          "--import tries that now; ecr-cache warm does it before nodes need it");
    }
  }

  private void byDigest(ImageReference image) {
    steps.stops(
        "image",
        "%s is not in the cache, and ECR does not import by digest (%s)"
            .formatted(image.digest().orElseThrow(), PIN),
        Symptom.NOT_FOUND,
        image.tag().isPresent()
            ? "have the tag imported once: ecr-cache warm %s, or --import".formatted(image)
            : "have a tag of it imported once: ecr-cache warm, with the tag before the digest");
  }

  private void layers(Manifest manifest) {
    var manifests = new ArrayList<>(List.of(manifest));
    if (manifest.isIndex()) {
      var ids =
          manifest.manifests().stream()
              .map(it -> ImageIdentifier.builder().imageDigest(it.digest()).build())
              .toList();
      var found = steps.ask("manifest", () -> copy.manifests(ids));
      if (found.isEmpty()) {
        return;
      }
      var there = found.get().stream().map(it -> it.self().digest()).collect(Collectors.toSet());
      var missing =
          manifest.manifests().stream().filter(it -> !there.contains(it.digest())).toList();
      if (!missing.isEmpty()) {
        steps.stops(
            "manifest",
            "the index names %d manifests, of which %d are not there: %s"
                .formatted(manifest.manifests().size(), missing.size(), platforms(missing)),
            Symptom.LAYER_NOT_FOUND,
            "delete the image in ECR, and pull its tag, for ECR to import all of it");
        return;
      }
      steps.passed("manifest", "an index of " + platforms(manifest.manifests()));
      manifests.addAll(found.get());
    } else {
      steps.passed("manifest", "an image of one platform");
    }
    blobs(manifests);
  }

  private void blobs(List<Manifest> manifests) {
    var digests =
        manifests.stream()
            .flatMap(it -> it.blobs().stream())
            .map(Descriptor::digest)
            .distinct()
            .toList();
    var missing = steps.ask("layers", () -> copy.missing(digests));
    if (missing.isEmpty()) {
      return;
    }
    if (missing.get().isEmpty()) {
      steps.passed(
          "layers",
          "%d are there; nodes fetch them from S3, by the internet or a gateway endpoint"
              .formatted(digests.size()));
    } else {
      steps.stops(
          "layers",
          "%d of %d are not there, such as %s"
              .formatted(missing.get().size(), digests.size(), missing.get().get(0)),
          Symptom.LAYER_NOT_FOUND,
          Symptom.LAYER_NOT_FOUND.cure());
    }
  }

  private static String platforms(List<Descriptor> manifests) {
    return manifests.stream()
        .map(it -> it.platform().map(Object::toString).orElse(it.digest()))
        .distinct()
        .collect(Collectors.joining(", "));
  }
}

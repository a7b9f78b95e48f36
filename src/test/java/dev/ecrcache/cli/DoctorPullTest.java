package dev.ecrcache.cli;

import static dev.ecrcache.cli.Clinic.DOCKER_HUB;
import static dev.ecrcache.cli.Clinic.K8S;
import static dev.ecrcache.cli.Clinic.repository;
import static dev.ecrcache.cli.Clinic.template;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.operate.doctor.Symptom;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code ecr-cache doctor IMAGE}: where a pull ends, and what the kubelet says then. */
@ExtendWith(AwsKeys.class)
class DoctorPullTest {
  private static final String HOST = "111111111111.dkr.ecr.eu-west-1.amazonaws.com";
  private static final String PAUSE = "registry.k8s.io/pause:3.10";
  private static final String DIGEST = "sha256:" + "1".repeat(64);
  private static final String LAYER = "sha256:" + "2".repeat(64);
  private static final String CONFIG = "sha256:" + "3".repeat(64);
  private static final String MANIFEST =
      """
      {"schemaVersion":2,"config":{"digest":"%s"},"layers":[{"digest":"%s"}]}"""
          .formatted(CONFIG, LAYER);
  private static final String INDEX =
      """
      {"schemaVersion":2,"manifests":[{"digest":"%s","platform":{"os":"linux","architecture":"arm64"}}]}"""
          .formatted(LAYER);

  static Stream<Arguments> pulls() {
    return Stream.of(
        pull("registry.k8s.io/pause:", it -> {}, "reference", Symptom.INVALID_NAME),
        pull(HOST + "/docker-hub/nginx:1", it -> {}, "reference", Symptom.UPSTREAM_LOGIN),
        pull(HOST + "/docker-hub/library/a/b:1", it -> {}, "reference", Symptom.UPSTREAM_LOGIN),
        pull(HOST + "/quay/a/b:1", it -> {}, "rule", Symptom.NOT_FOUND),
        pull(
            PAUSE,
            it -> it.aws.with("ValidatePullThroughCacheRule", "{\"isValid\":false}"),
            "credential",
            Symptom.UPSTREAM_LOGIN),
        pull(
            PAUSE,
            it -> it.simulated("ecr:GetAuthorizationToken=implicitDeny"),
            "role",
            Symptom.NO_LOGIN),
        pull(
            PAUSE,
            it -> it.simulated("ecr:GetDownloadUrlForLayer=explicitDeny"),
            "role",
            Symptom.FORBIDDEN),
        pull(
            PAUSE,
            it -> it.simulated("ecr:CreateRepository=explicitDeny"),
            "role",
            Symptom.NOT_FOUND),
        pull(
            PAUSE,
            it -> it.templates(template("k8s", "").replaceAll("\"customRoleArn\":\"[^\"]*\",", "")),
            "repository",
            Symptom.NOT_FOUND),
        pull("registry.k8s.io/pause@" + DIGEST, it -> {}, "image", Symptom.NOT_FOUND),
        pull(PAUSE, it -> detail(it, ",\"imageStatus\":\"ARCHIVED\""), "image", Symptom.NOT_FOUND),
        pull(
            PAUSE,
            it -> {
              detail(it, "");
              manifest(it, INDEX);
              it.aws.with("BatchGetImage " + LAYER, "{\"images\":[]}");
            },
            "manifest",
            Symptom.LAYER_NOT_FOUND),
        pull(
            PAUSE,
            it -> {
              detail(it, "");
              manifest(it, MANIFEST);
              it.aws.with(
                  "BatchCheckLayerAvailability",
                  "{\"layers\":[{\"layerDigest\":\"%s\",\"layerAvailability\":\"UNAVAILABLE\"}]}"
                      .formatted(LAYER));
            },
            "layers",
            Symptom.LAYER_NOT_FOUND));
  }

  private static Arguments pull(
      String image, Consumer<Clinic> illness, String step, Symptom symptom) {
    return Arguments.of(image, illness, step, symptom);
  }

  private static void absent(Clinic clinic) {
    clinic.aws.refusing("DescribeImages", 400, "ImageNotFoundException", "-");
    clinic.aws.refusing("DescribeRepositories", 400, "RepositoryNotFoundException", "-");
  }

  private static void detail(Clinic clinic, String more) {
    clinic.aws.with(
        "DescribeRepositories", "{\"repositories\":[%s]}".formatted(repository("k8s/pause", "")));
    clinic.aws.with(
        "DescribeImages",
        "{\"imageDetails\":[{\"imageDigest\":\"%s\",\"imagePushedAt\":1700000000%s}]}"
            .formatted(DIGEST, more));
  }

  private static void manifest(Clinic clinic, String manifest) {
    clinic.aws.with(
        "BatchGetImage",
        "{\"images\":[{\"imageId\":{\"imageDigest\":\"%s\"},\"imageManifest\":%s}]}"
            .formatted(DIGEST, Clinic.quoted(manifest)));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("pulls")
  void aPullEndsSomewhere(String image, Consumer<Clinic> illness, String step, Symptom symptom) {
    try (var clinic = new Clinic()) {
      absent(clinic);
      illness.accept(clinic);

      var ran = clinic.doctor(image, "--role", "nodes");
      assertEquals(1, ran.code(), ran.out());
      var ends = ran.out().lines().dropWhile(it -> !it.startsWith("  error")).toList();
      assertEquals(
          "  error      pull             %s:".formatted(step),
          ends.get(0).substring(0, 31 + step.length()),
          ran.out());
      assertEquals(
          "why  the pull ends here; the kubelet says: " + symptom.said(), ends.get(1).strip());
    }
  }

  @Test
  void aPullOfWhatIsThereGoesThrough() {
    try (var clinic = new Clinic()) {
      detail(clinic, "");
      manifest(clinic, MANIFEST);
      clinic.aws.with(
          "BatchCheckLayerAvailability",
          "{\"layers\":[{\"layerDigest\":\"%s\",\"layerAvailability\":\"AVAILABLE\"},{\"layerDigest\":\"%s\",\"layerAvailability\":\"AVAILABLE\"}]}"
              .formatted(LAYER, CONFIG));

      clinic
          .doctor(PAUSE, "--role", "arn:aws:iam::111111111111:role/nodes")
          .printed(
              0,
              """
              111111111111 in eu-west-1
                fine       pull             reference: registry.k8s.io/pause:3.10 is %s/k8s/pause:3.10 in the cache
                fine       pull             rule: k8s caches registry.k8s.io
                fine       pull             credential: the upstream takes none
                fine       pull             role: arn:aws:iam::111111111111:role/nodes may all that the pull takes
                fine       pull             repository: k8s/pause is there
                fine       pull             image: %s, pushed 2023-11-14T22:13:20Z
                fine       pull             manifest: an image of one platform
                fine       pull             layers: 2 are there; nodes fetch them from S3, by the internet or a gateway endpoint

              0 errors, 0 warnings, 0 not asked, 0 notes
              """
                  .formatted(HOST, DIGEST));
      assertEquals(
          List.of(),
          clinic.aws.forms().stream()
              .filter(it -> it.contains("\"imageTag\""))
              .filter(it -> it.contains("acceptedMediaTypes"))
              .toList(),
          "nothing is pulled by its tag, which would import it");
    }
  }

  @Test
  void theFirstPullIsToldOrTried() {
    try (var clinic = new Clinic()) {
      absent(clinic);
      var told = clinic.doctor(PAUSE, "--role", "nodes");
      assertEquals(0, told.code());
      assertEquals(
          List.of(
              "  fine       pull             repository: the first pull makes it, by the template"
                  + " k8s",
              "  note       pull             image: is not in the cache yet: the first pull imports"
                  + " it"),
          told.out().lines().filter(it -> it.contains("first pull")).toList());

      clinic.aws.with("BatchGetImage", "{\"images\":[]}");
      assertEquals(1, clinic.doctor(PAUSE, "--role", "nodes", "--import").code());
      manifest(clinic, MANIFEST);
      clinic.aws.with("BatchCheckLayerAvailability", "{\"layers\":[]}");
      assertEquals(
          List.of(
              "  fine       pull             image: imported just now: " + DIGEST,
              "  fine       pull             manifest: an image of one platform",
              "  error      pull             layers: 2 of 2 are not there, such as " + CONFIG),
          clinic
              .doctor(PAUSE, "--import")
              .out()
              .lines()
              .filter(it -> it.matches(".*pull  +(image|manifest|layers): .*"))
              .toList());
    }
  }

  @Test
  void whatMayNotBeAskedDoesNotEndIt() {
    try (var clinic = new Clinic()) {
      absent(clinic);
      clinic.aws.refusing("ValidatePullThroughCacheRule", 400, "AccessDeniedException", "denied");
      clinic.aws.refusing("GetRole", 403, "AccessDenied", "denied");
      clinic.aws.refusing("GetRole RoleName=nodes", 403, "AccessDenied", "denied");

      var ran = clinic.doctor(PAUSE, "--role", "nodes");
      assertEquals(0, ran.code(), ran.out());
      assertEquals(
          2, ran.out().lines().filter(it -> it.startsWith("  not asked")).count(), ran.out());
    }
  }

  @Test
  void anImageThatIsNotCachedIsLeftAlone() {
    try (var clinic = new Clinic()) {
      clinic.rules(DOCKER_HUB, K8S);
      var ran = clinic.doctor("gcr.io/distroless/static:1");
      assertEquals(1, ran.code());
      assertEquals(
          "why  the kubelet asks gcr.io, as it would without a cache",
          ran.out().lines().toList().get(2).strip());
    }
  }

  @Test
  void wrongUsageIsRefused() {
    for (var args : List.of("--fleet prod", "--fix", "--role a --role b")) {
      Ran.with("", ("doctor nats --region eu-west-1 " + args).split(" "))
          .refused(
              "ecr-cache doctor",
              "IMAGE is one pull in one account; leave out --fix, --fleet and a second --role");
    }
    Ran.with("", "doctor", "--import")
        .refused("ecr-cache doctor", "--import belongs to an IMAGE, which it has ECR import");
    Ran.with("", "image", "nats", "--output", "html", "--cache", Ran.CACHE)
        .refused("ecr-cache", "--output html: is a form of doctor's; give table or json");
  }
}

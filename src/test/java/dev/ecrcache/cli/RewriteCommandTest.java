package dev.ecrcache.cli;

import static dev.ecrcache.cli.Ran.HOST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ecr-cache rewrite}: its modes, what it reads, writes and tells. */
class RewriteCommandTest {
  private static final String[] RULES = {
    "--registry", HOST, "--upstream", "hub=docker.io", "--upstream", "quay=quay.io"
  };
  private static final String NOT_GOOGLE =
      "gcr.io is not a registry that ECR can cache (Google's registries: containers-roadmap#1581)";
  private static final String STAGES = "FROM nginx:1.27 AS a\nFROM gcr.io/acme/b\nFROM ${C}\n";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"''", "--check"})
  void whatIsNotFromTheCacheIsListed(String mode) throws IOException {
    var file = file("Dockerfile", STAGES);

    run("", words(mode, file.toString()))
        .printed(
            1,
            """
            %1$s:1: nginx:1.27 -> %2$s/hub/library/nginx:1.27
            %1$s:2: gcr.io/acme/b: not cached: %3$s
            %1$s:3: ${C}: left: ARG C has no default
            """
                .formatted(file, HOST, NOT_GOOGLE));
    assertEquals(STAGES, Files.readString(file));
  }

  @Test
  void folderIsWalkedAndJsonHasEveryImage() throws IOException {
    var file = file("a/compose.yaml", "services: {a: {image: redis}}\n");
    file("node_modules/x/Dockerfile", "FROM nginx\n");
    file(".git/Dockerfile", "FROM nginx\n");
    file("charts/Dockerfile", "FROM nginx\n");
    file("README.md", "FROM nginx\n");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("a"));

    var ran = run("", folder.toString(), "--output", "json", "--exclude", "charts/**");

    assertEquals(1, ran.code());
    assertEquals(
        new JsonMapper()
            .readTree(
                """
                [{"file": "%s", "line": 1, "kind": "compose", "image": "redis",
                  "cached": "%s/hub/library/redis", "reason": null, "finding": true}]
                """
                    .formatted(file, HOST)),
        new JsonMapper().readTree(ran.out()));
  }

  @Test
  void writtenFileKeepsItsPermissionsAndASecondRunChangesNothing() throws IOException {
    var file = file("Dockerfile", "FROM nginx\r\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-x---"));
    var link = Files.createSymbolicLink(folder.resolve("Link.Dockerfile"), file);

    run("", "--write", link.toString())
        .printed(0, "%s:1: nginx -> %s/hub/library/nginx\n".formatted(link, HOST));

    assertEquals("FROM %s/hub/library/nginx\r\n".formatted(HOST), Files.readString(file));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    var time = Files.getLastModifiedTime(file);
    run("", "--write", file.toString()).printed(0, "");
    assertEquals(time, Files.getLastModifiedTime(file));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }

  @Test
  void diffIsWhatPatchTakes() throws IOException {
    var file =
        file(
            "Dockerfile",
            "FROM nginx\n# 1\n# 2\n# 3\n# 4\n# 5\n# 6\n# 7\n# 8\nFROM redis\nRUN a\nFROM gcr.io/b");

    var ran = run("", "--diff", file.toString());

    assertEquals(1, ran.code());
    assertEquals(
        """
        --- a/%1$s
        +++ b/%1$s
        @@ -1,4 +1,4 @@
        -FROM nginx
        +FROM %2$s/hub/library/nginx
         # 1
         # 2
         # 3
        @@ -7,6 +7,6 @@
         # 6
         # 7
         # 8
        -FROM redis
        +FROM %2$s/hub/library/redis
         RUN a
         FROM gcr.io/b
        \\ No newline at end of file
        """
            .formatted(file, HOST),
        ran.out());
    assertEquals("%s:12: gcr.io/b: not cached: %s\n".formatted(file, NOT_GOOGLE), ran.err());
  }

  @Test
  void standardInputGoesToStandardOutput() {
    assertEquals(
        new Ran(
            1,
            STAGES.replace("nginx", HOST + "/hub/library/nginx"),
            """
            standard input:2: gcr.io/acme/b: not cached: %s
            standard input:3: ${C}: left: ARG C has no default
            """
                .formatted(NOT_GOOGLE)),
        run(STAGES, "-"));
    run("image: nginx\n", "-", "--name", ".gitlab-ci.yml")
        .printed(0, "image: %s/hub/library/nginx\n".formatted(HOST));
    run("image: nginx\n", "-", "--name", ".gitlab-ci.yml", "--check")
        .printed(1, ".gitlab-ci.yml:1: nginx -> %s/hub/library/nginx\n".formatted(HOST));
  }

  @Test
  void fileThatCannotBeReadIsOneLineAndTheOthersAreDone() throws IOException {
    var broken = file("a.yaml", "a: [");
    var file = file("b.Dockerfile", "FROM nginx\n");

    var ran = run("", folder.toString(), folder + "/none.yaml", "--write");

    assertEquals(2, ran.code());
    assertEquals(
        """
        ecr-cache: %s: broken YAML in line 1: expected the node content, but found '<stream end>'
        ecr-cache: %s/none.yaml: does not exist
        """
            .formatted(broken, folder),
        ran.err());
    assertEquals("FROM %s/hub/library/nginx\n".formatted(HOST), Files.readString(file));
    assertEquals("a: [", Files.readString(broken));
  }

  @Test
  void templateIsAFindingIfStrict() throws IOException {
    var file = file("Dockerfile", "FROM ${A}\n");

    assertEquals(0, run("", file.toString()).code());
    run("", file.toString(), "--strict")
        .printed(1, "%s:1: ${A}: not cached: ARG A has no default\n".formatted(file));
  }

  /** A kustomization names images as its resources do, whether these move or not. */
  @Test
  void kustomizationFollowsItsResources() throws IOException {
    var pod = "apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, image: nginx}]}\n";
    file("base/pod.yaml", pod);
    file("base/kustomization.yaml", "resources: [pod.yaml]\n");
    var images = "resources:\n- ../base\nimages:\n- name: nginx\n  newTag: '1'\n";
    var overlay = file("over/kustomization.yaml", images);

    assertEquals(1, run("", overlay.toString(), "--diff").code());
    run("", overlay.toString(), "--write");
    var alone =
        images.replace("  newTag", "  newName: %s/hub/library/nginx\n  newTag".formatted(HOST));
    assertEquals(alone, Files.readString(overlay));

    Files.writeString(overlay, images);
    run("", folder.toString(), "--write");
    var moved = images.replace("name: nginx", "name: %s/hub/library/nginx".formatted(HOST));
    assertEquals(moved, Files.readString(overlay));
    run("", folder.toString()).printed(0, "");

    // Where the resources moved alone, the kustomization can be brought behind.
    Files.writeString(overlay, images);
    run("", overlay.toString(), "--write");
    assertEquals(moved, Files.readString(overlay));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "- a | - stands alone; give files there or here, not both",
        "- --write | --write cannot stand beside -, whose text goes to standard output",
        "src/test/resources --exclude [ | --exclude: '[' is no pattern such as 'charts/**'",
      })
  void wrongUsageIsRefused(String args, String problem) {
    run("", args.split(" ")).refused("ecr-cache rewrite", problem);
  }

  private Path file(String name, String text) throws IOException {
    var file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static String[] words(String... words) {
    return Arrays.stream(words).filter(it -> !it.isEmpty()).toArray(String[]::new);
  }

  private static Ran run(String input, String... arguments) {
    var all =
        Stream.of(Stream.of("rewrite"), Arrays.stream(arguments), Arrays.stream(RULES))
            .flatMap(it -> it)
            .toArray(String[]::new);
    return Ran.with(input, all);
  }
}

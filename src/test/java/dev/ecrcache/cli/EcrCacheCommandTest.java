package dev.ecrcache.cli;

import static dev.ecrcache.cli.Ran.CACHE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, version, and command lines that are none. */
class EcrCacheCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"--version", "-V", "--version image"})
  void versionIsThatOfThePom(String args) throws IOException {
    var pom =
        Pattern.compile("<version>(.*?)</version>").matcher(Files.readString(Path.of("pom.xml")));
    assertTrue(pom.find());

    Ran.with("", args.split(" ")).printed(0, "ecr-cache %s\n".formatted(pom.group(1)));
  }

  @Test
  void helpNamesTheCommandsAndExitCodes() {
    Ran.with("", "--help")
        .printed(
            0,
            """
            Usage: ecr-cache [-hV] [--output=FORMAT] COMMAND
            Upstream images and their references in an Amazon ECR pull-through cache.
              -h, --help            Show this help message and exit.
                  --output=FORMAT   table (the default) or json; of doctor html, of
                                      redirect yaml
              -V, --version         Print version information and exit.
            Commands:
              image     The reference with which each image is pulled from the cache, or
                          why there is none.
              values    Values with which the images of a chart come from the cache, and
                          nothing else changes.
              images    Every image of a chart, or of manifests on standard input.
              rewrite   Moves the images in files to the cache, and changes nothing else in
                          them.
              fleet     Deploys many stacks of a project: those with a cache first, then
                          those that use it.
              warm      Has ECR import images before nodes need them: each is pulled by its
                          tag, layers left out.
              doctor    What is wrong with the cache of an account, why it matters, and how
                          to mend it.
              login     Commands with which docker, podman, helm and crane log in to the
                          cache, for twelve hours,
              findings  What scans found in images, on all their platforms as one answer,
                          the worst first.
              audit     What of a cluster, or of manifests on standard input, does not pull
                          from the cache.
              redirect  Admission policies by which all pods of a cluster pull from the
                          cache.
              mirrors   Settings of nodes by which containerd asks the cache before the
                          upstream registry.
              clean     Deletes cached images that nobody pulls, that are old, or that have
                          no tag.
            Exit codes:
              0   fine
              1   findings
              2   wrong usage, input that cannot be read, or a fault of ecr-cache itself
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "image --help, ''",
    "image -h, ''",
    "values --help, ' --repository --values --version'",
    "images --help, ' --repository --values --version'",
  })
  void helpOfACommandNamesItsOptions(String args, String options) {
    var ran = Ran.with("", args.split(" "));

    assertEquals(0, ran.code());
    assertEquals("", ran.err());
    var all = "--cache --digests --output --registry --stack-file --upstream" + options;
    for (var option : all.split(" ")) {
      assertTrue(ran.out().contains(option + "="), ran.out());
    }
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "\"\", ecr-cache, Missing required subcommand",
        "\"imag\", ecr-cache, Unmatched argument at index 0: 'imag'",
        "\"--out json\", ecr-cache, \"Unknown options: '--out', 'json'\"",
        "\"image\", ecr-cache image, Missing required parameter: 'REF'",
        "\"image nats --a\u001bb\", ecr-cache image, Unknown option: '--a?b'",
        "\"image nats --tags\", ecr-cache image, Unknown option: '--tags'",
        "\"image nats --cache\", ecr-cache image, Missing required parameter for option '--cache' (FILE)",
        "\"image nats --version\", ecr-cache image, Unknown option: '--version'",
        "\"values ./app --version\", ecr-cache values, Missing required parameter for option '--version' (VERSION)",
        "\"image nats --output xml\", ecr-cache image, \"Invalid value for option '--output': 'xml' is not known; allowed: html, json, table, yaml\"",
        "\"image nats --output JSON\", ecr-cache image, \"Invalid value for option '--output': 'JSON' is not known; allowed: html, json, table, yaml\"",
        "\"image nats --digests KEEP\", ecr-cache image, \"Invalid value for option '--digests': 'KEEP' is not known; allowed: drop, keep, refuse\"",
      })
  void wrongUsageIsOneLineAndAHint(String args, String command, String problem) {
    Ran.with("", args.isEmpty() ? new String[0] : args.split(" ")).refused(command, problem);
  }

  @Test
  void optionIsGivenOnce() {
    Ran.image("nats", "--cache", CACHE, "--cache", CACHE)
        .refused("option '--cache' (FILE) should be specified only once");
  }
}

package dev.ecrcache.sandbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/**
 * The examples, by the plugin as it is released: one program in each of Pulumi's languages, which
 * deploys to two accounts by explicit providers.
 */
@TestInstance(Lifecycle.PER_CLASS)
class LanguagesIT {
  private static final String HOSTING = "111111111111";
  private static final String WORKLOAD = "333333333333";
  private static final String TOKEN = "made-up-dockerHubToken";
  private static final String SECRET = "ecr-pullthroughcache/docker-hub";

  private Path state;
  private Sandbox sandbox;

  /** What the first language made, and each other has to make. */
  private Map<String, String> made;

  @BeforeAll
  void start(@TempDir Path folder) {
    state = folder.resolve("state");
    sandbox = new Sandbox(state);
  }

  @AfterAll
  void down() {
    sandbox.close();
  }

  /** The property {@code languages} names them: with all, package managers have much to bring. */
  static List<String> languages() throws IOException {
    var wanted = List.of(System.getProperty("languages", "yaml").split(","));
    var leftOut = new ArrayList<String>();
    try (var folders = Files.newDirectoryStream(Path.of("examples"), Files::isDirectory)) {
      folders.forEach(folder -> leftOut.add(folder.getFileName().toString()));
    }
    assertTrue(leftOut.containsAll(wanted), wanted + " of " + leftOut);
    leftOut.removeAll(wanted);
    if (!leftOut.isEmpty()) {
      System.out.println(
          "LanguagesIT leaves out "
              + String.join(", ", leftOut.stream().sorted().toList())
              + "; mvn -P languages verify runs them too");
    }
    return wanted;
  }

  @ParameterizedTest
  @MethodSource("languages")
  void exampleIsMadeKeptAndDestroyed(String language) {
    var up = sandbox.run("example", language).succeeded().output();
    assertTrue(up.contains(HOSTING + ".dkr.ecr.eu-west-1.amazonaws.com/docker-hub/"), up);
    assertEquals(List.of("nodes"), attached());
    assertEquals("{\"username\":\"acme-ci\",\"accessToken\":\"" + TOKEN + "\"}", secret());
    var held = held();
    if (made == null) {
      made = held;
    }
    assertEquals(made, held);
    assertFalse(up.contains(TOKEN), up);
    assertFalse(stored().contains(TOKEN), "the token is in the state");

    sandbox.run("example", language).changedNothing();

    sandbox.run("example", language, "destroy", "--yes", "--skip-preview").succeeded();
    assertEquals(
        List.of(),
        held().keySet().stream()
            .filter(
                thing -> thing.matches("\\d+ (rule|template|secret|policy|registry policy)\\b.*"))
            .toList());
  }

  private Map<String, String> held() {
    var held = new TreeMap<String, String>();
    for (var account : List.of(HOSTING, WORKLOAD)) {
      Holdings.of(sandbox, account).forEach((name, text) -> held.put(account + " " + name, text));
    }
    return held;
  }

  private List<String> attached() {
    return sandbox
        .client(IamClient.builder(), WORKLOAD)
        .listAttachedRolePolicies(request -> request.roleName("team-a-nodes"))
        .attachedPolicies()
        .stream()
        .map(AttachedPolicy::policyName)
        // Pulumi adds a suffix of its own.
        .map(name -> name.replaceFirst("-[0-9a-f]{7}$", ""))
        .toList();
  }

  private String secret() {
    return secrets().getSecretValue(request -> request.secretId(SECRET)).secretString();
  }

  private SecretsManagerClient secrets() {
    return sandbox.client(SecretsManagerClient.builder(), HOSTING);
  }

  private String stored() {
    try (var files = Files.walk(state.resolve("backend"))) {
      var all = new StringBuilder();
      for (var file : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
      assertTrue(all.toString().contains(SECRET), "the state is elsewhere");
      return all.toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}

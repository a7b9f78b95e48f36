package dev.ecrcache.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ecrcache.FakeAws;
import dev.ecrcache.cli.login.LoginFailure;
import dev.ecrcache.cli.login.PasswordInput;
import dev.ecrcache.cli.options.AccountOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ecr-cache login}: what it prints, and what a program gets that it runs. */
@ExtendWith(AwsKeys.class)
class LoginCommandTest {
  private final FakeAws aws =
      new FakeAws()
          .with(
              "/",
              "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111111111111</Account>"
                  + "</GetCallerIdentityResult></GetCallerIdentityResponse>");

  @AfterEach
  void close() {
    aws.close();
  }

  private Ran login(String... args) {
    var all =
        List.of("login", "--region", "eu-west-1", "--endpoint-url", aws.endpoint().toString());
    return Ran.with("", Stream.concat(all.stream(), Stream.of(args)).toArray(String[]::new));
  }

  @Test
  void printsALineForEachProgramAsTheDocumentShows() throws IOException {
    var shown = Files.readString(Path.of("docs/operating.md"));
    var example = shown.substring(shown.indexOf("docker                       aws"));

    var ran = login();

    assertEquals(
        example.substring(0, example.indexOf("```")),
        ran.out().replace(" --endpoint-url " + aws.endpoint(), ""));
    assertEquals(0, ran.code());
  }

  @Test
  void theRegistryMayBeAnothers() {
    var ran = login("--cache", Ran.CACHE, "--output", "json");

    assertTrue(
        ran.out()
            .contains(
                "{\"registry\":\"%1$s\",\"tool\":\"crane\",\"command\":\"aws ecr get-login-password --region eu-west-1 --endpoint-url %2$s | crane auth login --username AWS --password-stdin %1$s\"}"
                    .formatted(Ran.HOST, aws.endpoint())),
        ran.out());
  }

  @Test
  void anUnknownProgramIsRefused() {
    login("--run", "skopeo")
        .refused(
            "ecr-cache login",
            "Invalid value for option '--run': 'skopeo' is not known; allowed: crane, docker,"
                + " helm, podman");
  }

  @Test
  void aRefusedTokenIsNoFinding() {
    aws.refusing("GetAuthorizationToken", 400, "AccessDeniedException", "not authorized");

    login("--run", "docker")
        .printedError(
            "ecr-cache: ecr:GetAuthorizationToken in eu-west-1 with the usual credential chain: not"
                + " authorized\n");
  }

  @Test
  void theProgramGetsThePasswordOnItsInputAlone(@TempDir Path folder) throws IOException {
    var got = folder.resolve("got");
    var script = "cat > \"$0\"; tr '\\0' ' ' < /proc/$$/cmdline >> \"$0\"; echo hunter2 in; exit 0";

    var said = PasswordInput.run(List.of("sh", "-c", script, got.toString()), "hunter2");

    assertEquals("… in", said);
    var input = Files.readString(got);
    assertTrue(input.startsWith("hunter2sh -c "), input);
    assertEquals(2, input.split("hunter2", -1).length - 1, "the script's own text is the other");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo no hunter2 here >&2; exit 3 | sh ended with 3: no … here",
        "exec 0<&-; echo a; echo b; exit 1 | sh ended with 1: a; b",
      })
  void aProgramThatFailsIsToldWithoutThePassword(String script, String expected) {
    var failure =
        assertThrows(
            LoginFailure.class, () -> PasswordInput.run(List.of("sh", "-c", script), "hunter2"));

    assertEquals(expected, failure.getMessage());
  }

  @Test
  void aProgramThatIsNotThereIsTold() {
    var failure =
        assertThrows(
            LoginFailure.class, () -> PasswordInput.run(List.of("no-such-program"), "hunter2"));

    assertEquals("no-such-program cannot be run; is it on the PATH?", failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {"team-a, team-a", "my team, 'my team'", "o'b, 'o'\\''b'"})
  void aWordIsQuotedForTheShell(String word, String quoted) {
    assertEquals(quoted, AccountOptions.shell(word));
  }
}

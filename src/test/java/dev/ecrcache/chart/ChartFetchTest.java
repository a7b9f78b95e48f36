package dev.ecrcache.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpHandler;
import dev.ecrcache.ChartRegistry;
import dev.ecrcache.ChartRepository;
import dev.ecrcache.LoopbackServer;
import dev.ecrcache.overlay.Caches;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of charts that cannot be fetched, and of the user's files. */
class ChartFetchTest {
  private static final Path CHART = Caches.chart("umbrella");

  @TempDir private Path home;

  @ParameterizedTest
  @CsvSource({
    "app, 9.9.9, no chart version found for app-9.9.9",
    "none, 1.0.0, no chart name found",
  })
  void whatTheRepositoryHasNot(String name, String version, String reason) throws IOException {
    try (var repository = new ChartRepository().serve(CHART, "app", "1.0.0")) {
      var url = repository.url();
      assertUnreadable(
          "%s %s of %s".formatted(name, version, url), reason, new ChartSource(name, version, url));
    }
  }

  @ParameterizedTest
  @CsvSource({"app:9.9.9, ''", "app, 9.9.9", "none, 9.9.9"})
  void whatTheRegistryHasNot(String name, String version) throws IOException {
    try (var registry = new ChartRegistry()) {
      registry.serve(CHART, "app", "1.0.0");
      var chart = registry.reference(name);
      var tag = "/charts/%s:9.9.9".formatted(name.replace(":9.9.9", ""));
      assertUnreadable(
          version.isEmpty() ? chart : chart + " " + version,
          "failed to perform \"FetchReference\" on source: %s: not found"
              .formatted(registry.address() + tag),
          new ChartSource(chart, version, ""));
    }
  }

  @Test
  void whatIsNotAtTheUrl() throws IOException {
    try (var repository = new ChartRepository()) {
      var url = repository.url();
      assertUnreadable(
          url + "/app.tgz",
          "failed to fetch %s/app.tgz : 404 Not Found".formatted(url),
          new ChartSource(url + "/app.tgz?token=secret", "", ""));
      assertUnreadable(
          url + "/index.yaml",
          "file 'index.yaml' seems to be a YAML file, but expected a gzipped archive",
          new ChartSource(url + "/index.yaml", "", ""));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "%2F%25zz%3Ftoken=secret, failed to parse Location header \"/%zz\": parse \"/%zz\": invalid URL"
        + " escape \"%zz\"",
    "x:y%3Ftoken=secret, unsupported protocol scheme \"x\"",
  })
  void whatARedirectHoldsIsNotShown(String target, String reason) throws IOException {
    try (var repository = new ChartRepository()) {
      var url = repository.url() + "/to/" + target;
      var asked = target.startsWith("x") ? "x:y" : url;
      assertUnreadable(
          url, "Get \"%s\": %s".formatted(asked, reason), new ChartSource(url, "", ""));
    }
  }

  @Test
  void loginThatIsNotEncodedIsNotShown() {
    assertUnreadable(
        "http://127.0.0.1:1/a.tgz",
        "invalid chart URL format: http://127.0.0.1:1/a.tgz",
        new ChartSource("http://u:sec \"@ret@127.0.0.1:1/a.tgz", "", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app | http://127.0.0.1:1 | app 1.0.0 of http://127.0.0.1:1"
            + "| Get \"http://127.0.0.1:1/index.yaml\": dial tcp 127.0.0.1:1",
        "oci://127.0.0.1:1/app | '' | oci://127.0.0.1:1/app 1.0.0 | failed to perform"
            + " \"FetchReference\" on source: Get \"http://127.0.0.1:1/v2/app/manifests/1.0.0\": dial"
            + " tcp 127.0.0.1:1",
        "http://127.0.0.1:1/app.tgz | '' | http://127.0.0.1:1/app.tgz 1.0.0"
            + "| Get \"http://127.0.0.1:1/app.tgz\": dial tcp 127.0.0.1:1",
      })
  void whereNobodyListens(String chart, String repository, String named, String reason) {
    assertUnreadable(
        named,
        reason + ": connect: connection refused",
        new ChartSource(chart, "1.0.0", repository));
  }

  @Test
  void archiveThatIsCutOff() throws IOException {
    try (var repository = new ChartRepository().serve(CHART, "app", "1.0.0").cutOff()) {
      var url = repository.url();
      assertUnreadable(
          "app 1.0.0 of " + url, "unexpected EOF", new ChartSource("app", "1.0.0", url));
    }
  }

  @ParameterizedTest
  @CsvSource({"app, http://", "oci://ADDRESS/app, ''", "http://ADDRESS/app.tgz, ''"})
  void whoNeverAnswers(String chart, String scheme) throws IOException {
    try (var silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      var address = "127.0.0.1:" + silent.getLocalPort();
      var repository = scheme.isEmpty() ? "" : scheme + address;
      var source = new ChartSource(chart.replace("ADDRESS", address), "1.0.0", repository);
      assertUnreadable(
          source.toString(),
          "no answer in 3 seconds",
          source,
          new ChartFetch(Duration.ofSeconds(3), environment()));
    }
  }

  @Test
  void answerWithoutEnd() throws IOException {
    assertAnswered(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            exchange.getResponseBody().write(new byte[1 << 20]);
          }
        },
        "it takes more than 1024 MiB of memory");
  }

  @ParameterizedTest
  @CsvSource({
    "file:///etc/hostname, 'Get \"file:///etc/hostname\": unsupported protocol scheme \"file\"'",
    "/app.tgz, 'Get \"/app.tgz\": stopped after 10 redirects'",
  })
  void redirectThatLeadsToNoArchive(String location, String reason) throws IOException {
    assertAnswered(
        exchange -> {
          exchange.getResponseHeaders().set("Location", location);
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        },
        reason);
  }

  private void assertAnswered(HttpHandler handler, String reason) throws IOException {
    try (var server = new LoopbackServer(handler)) {
      var url = server.url() + "/app.tgz";
      assertUnreadable(url, reason, new ChartSource(url, "", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "u:wrong@", "u:wr@ng@"})
  void repositoryWithoutItsLogin(String login) throws IOException {
    try (var repository =
        new ChartRepository().serve(CHART, "app", "1.0.0").onlyTo("u", "secret")) {
      var url = repository.url();
      assertUnreadable(
          "app 1.0.0 of " + url,
          "failed to fetch %s/index.yaml : 401 Unauthorized".formatted(url),
          new ChartSource("app", "1.0.0", url.replace("//", "//" + login)));
    }
  }

  @Test
  void loginOfARepositoryIsInItsUrl() throws IOException {
    try (var repository =
        new ChartRepository().serve(CHART, "app", "1.0.0").onlyTo("u", "secret")) {
      var url = repository.url().replace("//", "//u:secret@");
      assertFetched(new ChartSource("app", "1.0.0", url), environment());
      assertFetched(new ChartSource(url + "/app-1.0.0.tgz", "", ""), environment());
    }
  }

  @Test
  void registryWithoutALogin() throws IOException {
    try (var registry = new ChartRegistry().onlyTo("u", "secret")) {
      registry.serve(CHART, "app", "1.0.0");
      var chart = registry.reference("app");
      assertUnreadable(
          chart + " 1.0.0",
          ("failed to perform \"FetchReference\" on source: GET"
                  + " \"http://%s/v2/charts/app/manifests/1.0.0\": basic credential not found")
              .formatted(registry.address()),
          new ChartSource(chart, "1.0.0", ""));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "DOCKER_CONFIG, '', config.json",
    "HELM_CONFIG_HOME, '', registry/config.json",
    "HELM_REGISTRY_CONFIG, logins.json, logins.json",
  })
  void loginOfARegistryIsWhereHelmAndDockerHaveIt(String variable, String value, String file)
      throws IOException {
    try (var registry = new ChartRegistry().onlyTo("u", "secret")) {
      registry.serve(CHART, "app", "1.0.0");
      var login = Base64.getEncoder().encodeToString("u:secret".getBytes(StandardCharsets.UTF_8));
      Files.createDirectories(home.resolve(file).getParent());
      Files.writeString(
          home.resolve(file),
          "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(registry.address(), login));
      var environment = new HashMap<>(environment());
      environment.put(variable, home.resolve(value).toString());
      assertFetched(new ChartSource(registry.reference("app"), "1.0.0", ""), environment);
    }
  }

  @Test
  void nothingOfTheUsersIsTouched() throws IOException {
    try (var repository = new ChartRepository().serve(CHART, "app", "1.0.0");
        var registry = new ChartRegistry()) {
      registry.serve(CHART, "app", "1.0.0");
      assertFetched(new ChartSource("app", "1.0.0", repository.url()), environment());
      assertFetched(new ChartSource(registry.reference("app"), "1.0.0", ""), environment());
      try (var files = Files.walk(home)) {
        assertEquals(List.of(home), files.toList());
      }
    }
  }

  private Map<String, String> environment() {
    return Map.of("HOME", home.toString(), "HELM_REPOSITORY_CACHE", home.toString());
  }

  private void assertFetched(ChartSource source, Map<String, String> environment)
      throws IOException {
    try (var fetched = new TemporaryFolder()) {
      var archive =
          new ChartFetch(Duration.ofMinutes(1), environment).fetch(source, fetched.path());
      assertEquals("app", Chart.read(archive).name());
    }
  }

  private void assertUnreadable(String chart, String reason, ChartSource source) {
    var fetch = new ChartFetch(Duration.ofMinutes(1), environment());
    assertUnreadable(chart, reason, source, fetch);
  }

  private static void assertUnreadable(
      String chart, String reason, ChartSource source, ChartFetch fetch) {
    try (var folder = new TemporaryFolder()) {
      assertEquals(
          ("chart %s cannot be fetched: %s; fetch it elsewhere and give the path of a folder or"
                  + " archive such as ./charts/nats-1.1.9.tgz")
              .formatted(chart, reason),
          assertThrows(UnreadableChartException.class, () -> fetch.fetch(source, folder.path()))
              .getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

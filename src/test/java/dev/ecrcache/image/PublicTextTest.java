package dev.ecrcache.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicTextTest {
  @ParameterizedTest
  @CsvSource({
    "https://u:secret@c.example/a.tgz, https://c.example/a.tgz",
    "https://secret@c.example/a.tgz, https://c.example/a.tgz",
    "https://u:sec@ret@c.example/, https://c.example/",
    "https://u:sec/ret@c.example/, https://c.example/",
    "https://u:sec?ret@c.example/, https://c.example/",
    "https://u:sec#ret@c.example/, https://c.example/",
    "https://u:sec ret@c.example/, https://c.example/",
    "https://u:sec\"ret@c.example/, https://c.example/",
    "https://u:12/secret@c.example/, https://c.example/",
    "oci://u:secret@r.example:5000/a@sha256:0f, oci://r.example:5000/a@sha256:0f",
    "https:/u:secret@c.example/a.tgz, c.example/a.tgz",
    "u:secret@c.example/a.tgz, c.example/a.tgz",
    "u:sec@ret@c.example, c.example",
    "https://c.example/a.tgz?token=secret, https://c.example/a.tgz",
    "https://c.example/a.tgz#secret, https://c.example/a.tgz",
    "c.example/a.tgz?token=secret, c.example/a.tgz",
  })
  void credentialsGo(String url, String shown) {
    assertEquals(shown, PublicText.ofUrl(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://u:secret@c.example/a.tgz",
        "https://secret@c.example/a.tgz",
        "https://u:secret@c.example:8443/a.tgz",
        "https://u:sec/ret@c.example/",
        "https://u:12@c.example/",
        "oci://u:secret@r.example:5000/a@sha256:0f",
        "u:secret@c.example/a.tgz",
        "https://c.example/a.tgz?token=secret",
        "https://c.example/a.tgz?a=b&X-Amz-Signature=secret",
        "https://c.example/a.tgz?sv=1&sig=secret",
      })
  void loginIsSeen(String url) {
    assertEquals(true, PublicText.hasLogin(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "./charts/app",
        "charts/app@2/what now?.tgz",
        "./a:b@c/app.tgz",
        "https://c.example:8443/a/app-1.0.0.tgz",
        "https://c.example/@scope/app.tgz",
        "oci://r.example:5000/charts/app@sha256:0f",
        "oci://r.example/charts/app:1.0.0@sha256:0f",
        "app",
        "",
      })
  void allElseStays(String url) {
    assertEquals(url, PublicText.ofUrl(url));
    assertEquals(false, PublicText.hasLogin(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://c.example/a.tgz?raw=true",
        "https://c.example/a.tgz#readme",
        "https://c.example:8443/@scope/app.tgz",
        "https://[::1]:8443/@scope/app.tgz",
      })
  void allElseIsNone(String url) {
    assertEquals(false, PublicText.hasLogin(url));
  }

  @Test
  void longTextsTakeNoTime() {
    var texts =
        Stream.of("a", "?", "?a", "a:", "@", "://", "#", "ghp_", "a.")
            .map(it -> it.repeat(100_000))
            .toList();
    assertTimeoutPreemptively(
        Duration.ofMinutes(5),
        () -> {
          for (var text : texts) {
            PublicText.hasLogin(text);
            PublicText.of(text);
            PublicText.ofUrl("https://" + text);
          }
        });
    assertEquals(10_025, PublicText.ofMessage(texts.get(0)).length());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Get \"https://u:sec@ret@c.example/a?b=c\": refused | Get \"https://c.example/a\": refused",
        "see containers-roadmap#1581 (why?) | see containers-roadmap#1581 (why?)",
        "'dckr_pat_AbCdEfGhIjKlMnOpQrStUvWxYz0' is odd | '…' is odd",
        "'ghp_0123456789abcdefghijklmnopqrstuvwxyz' is odd | '…' is odd",
        "'github_pat_11ABCDEFG0123456789_abcdefghijklmn' is odd | '…' is odd",
        "'glpat-AbCdEf12345678901234' is odd | '…' is odd",
        "'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl' is odd | '…' is odd",
        "'gitlab-runner-helper-image' is odd | 'gitlab-runner-helper-image' is odd",
      })
  void messageKeepsWhatIsNoCredential(String message, String shown) {
    assertEquals(shown, PublicText.of(message));
  }
}

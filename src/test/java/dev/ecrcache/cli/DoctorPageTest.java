package dev.ecrcache.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ecrcache.cli.doctor.DoctorPage;
import dev.ecrcache.operate.doctor.Examination;
import dev.ecrcache.operate.doctor.Finding;
import dev.ecrcache.operate.doctor.Level;
import dev.ecrcache.operate.doctor.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The doctor's page as a browser shows it. */
class DoctorPageTest {
  private static final String HOSTILE = "\"><script>alert(1)</script>&amp;'";
  private static final List<Examination> EXAMINATIONS =
      List.of(
          new Examination(
              "prod",
              "111111111111",
              "eu-west-1",
              List.of(
                  new Finding(
                      Topic.CREDENTIALS,
                      Level.ERROR,
                      "secret ecr-pullthroughcache/docker-hub of rule docker-hub",
                      "waits for its deletion",
                      "ECR cannot log in: no image of the rule can be imported, and cached tags are"
                          + " no longer refreshed",
                      "restore it with `aws secretsmanager restore-secret`, or give the rule another"
                          + " one",
                      List.of()),
                  new Finding(
                      Topic.REPOSITORIES,
                      Level.WARNING,
                      "64 repositories of template docker-hub",
                      "no lifecycle policy; the template has one",
                      "images expire otherwise than in new repositories, or never",
                      "doctor --fix makes them like the template",
                      IntStream.range(0, 64)
                          .mapToObj(
                              "docker-hub/library/an-image-with-quite-a-long-name-%02d"::formatted)
                          .toList()),
                  new Finding(
                      Topic.NODES,
                      Level.NOT_ASKED,
                      "role team-a-nodes",
                      "iam:SimulatePrincipalPolicy in eu-west-1 with the role"
                          + " arn:aws:iam::111111111111:role/deploy-with-a-name-of-some-length:"
                          + " not authorized",
                      "nothing is known about it; it may be fine or not",
                      "let these credentials do that, and run doctor again",
                      List.of()),
                  new Finding(
                      Topic.TEMPLATES,
                      Level.NOTE,
                      "template k8s",
                      "makes tags immutable",
                      "a tag that moves upstream, such as latest, never moves in the cache",
                      "cache.repositories.tags: mutable, unless that is what you want",
                      List.of()),
                  new Finding(
                      Topic.RULES,
                      Level.FINE,
                      "registry 111111111111 in eu-west-1",
                      "5 rules, which work",
                      "",
                      "",
                      List.of())),
              List.of()),
          new Examination(
              "team-a",
              "333333333333",
              "eu-west-1",
              List.of(
                  new Finding(
                      Topic.PULL, Level.FINE, "reference", "is in the cache", "", "", List.of()),
                  new Finding(
                      Topic.PULL,
                      Level.ERROR,
                      "role",
                      "may not: ecr:GetAuthorizationToken",
                      "the pull ends here; the kubelet says: no basic auth credentials",
                      "name the role under nodes.roles",
                      List.of())),
              List.of()));
  private static final String PAGE =
      DoctorPage.page(EXAMINATIONS, Instant.parse("2026-11-26T12:00:00Z"));

  /** WCAG 2's contrast of each text with what is behind it, of those below 4.5. */
  private static final String LOW_CONTRAST =
      """
      (() => {
        const parts = (c) => c.match(/[\\d.]+/g).map(Number)
        const light = (c) => {
          const [r, g, b] = parts(c).map((v) => v / 255).map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
          return 0.2126 * r + 0.7152 * g + 0.0722 * b
        }
        const behind = (e) => {
          for (; e; e = e.parentElement) {
            const c = getComputedStyle(e).backgroundColor
            const p = parts(c)
            if (p.length < 4 || p[3] > 0) return c
          }
          return 'rgb(255, 255, 255)'
        }
        const low = []
        for (const e of document.body.querySelectorAll('*')) {
          const text = [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join('')
          if (!text) continue
          const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x)
          const ratio = (a + 0.05) / (b + 0.05)
          if (ratio < 4.5) low.push(`${e.className || e.tagName} ${ratio.toFixed(2)}: ${text}`)
        }
        return low
      })()""";

  private static final String TOO_WIDE =
      """
      [...document.body.querySelectorAll('*')]
        .filter((e) => !e.classList.contains('skip') && e.getBoundingClientRect().right > innerWidth + 0.5)
        .map((e) => `${e.tagName} ${e.className}`)
        .concat(document.documentElement.scrollWidth > innerWidth ? ['the page'] : [])""";

  private static final String FOCUSED =
      """
      (() => {
        const e = document.activeElement
        return `${e.tagName} ${e.textContent.trim().split('\\n').map((l) => l.trim()).join(' ').slice(0, 40)} ${getComputedStyle(e).outlineStyle}`
      })()""";

  @Test
  void itHasNoScriptAndNothingFromElsewhere() {
    var finding =
        new Finding(Topic.RULES, Level.NOTE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, List.of(HOSTILE));
    var hostile =
        DoctorPage.page(
            List.of(new Examination(HOSTILE, "1", HOSTILE, List.of(finding), List.of())),
            Instant.EPOCH);

    for (var page : List.of(PAGE, hostile)) {
      assertFalse(page.contains("<script"), page);
      assertFalse(page.matches("(?s).*(src=|url\\(|@import|href=\"[^#]).*"), page);
    }
    assertEquals(
        7,
        hostile.split("&quot;&gt;&lt;script&gt;alert\\(1\\)&lt;/script&gt;&amp;amp;&#39;").length
            - 1);
  }

  @Test
  void itIsReadableEverywhere(@TempDir Path folder) throws IOException {
    try (var chromium = Chromium.start(folder)) {
      for (var scheme : List.of("light", "dark")) {
        for (var width : List.of(360, 1280)) {
          chromium.show(PAGE, width, scheme, "screen");
          chromium.evaluate("document.querySelectorAll('details').forEach((d) => d.open = true)");

          var where = scheme + " at " + width;
          assertEquals(width, chromium.evaluate("innerWidth").asInt(), where);
          assertEquals(List.of(), texts(chromium.evaluate(TOO_WIDE)), where);
          assertEquals(List.of(), texts(chromium.evaluate(LOW_CONTRAST)), where);
          chromium.show(PAGE, width, scheme, "screen");
          Files.write(
              Path.of("target", "doctor-%s-%d.png".formatted(scheme, width)),
              chromium.screenshot());
        }
      }
      keyboard(chromium);
      paper(chromium);
    }
  }

  private static void keyboard(Chromium chromium) {
    chromium.show(PAGE, 1280, "light", "screen");
    var order = new ArrayList<String>();
    for (var i = 0; i < 8; i++) {
      chromium.press("Tab", 9);
      order.add(chromium.evaluate(FOCUSED).asText());
    }
    assertEquals(
        List.of(
            "A Skip to the findings solid",
            "SUMMARY error secret ecr-pullthroughcache/docker solid",
            "SUMMARY warning 64 repositories of template dock solid",
            "SUMMARY 64 names solid",
            "SUMMARY not asked role team-a-nodes nodes iam:Si solid",
            "SUMMARY note template k8s templates makes tags i solid",
            "SUMMARY fine 1 thing that was looked at solid",
            "SUMMARY error role pull may not: ecr:GetAuthoriz solid"),
        order);

    var opened = "document.querySelectorAll('.finding[open]').length";
    assertEquals(3, chromium.evaluate(opened).asInt(), "errors and warnings are open");
    chromium.press("Enter", 13);
    assertEquals(2, chromium.evaluate(opened).asInt(), "Enter closes");

    chromium.evaluate("document.querySelector('.skip').focus()");
    assertTrue(
        chromium.evaluate("document.querySelector('.skip').getBoundingClientRect().left").asInt()
            >= 0,
        "the link shows when it is focused");
    chromium.press("Enter", 13);
    assertEquals("MAIN", chromium.evaluate("document.activeElement.tagName").asText());
  }

  /** What is closed on the screen is printed. */
  private static void paper(Chromium chromium) {
    chromium.show(PAGE, 700, "light", "print");
    assertEquals(
        "true",
        chromium
            .evaluate(
                "String([...document.querySelectorAll('dl, .all-fine ul')].every((e) =>"
                    + " e.checkVisibility({ contentVisibilityAuto: true }) && e.getClientRects()[0].height > 0))")
            .asText());
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}

package dev.ecrcache;

import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.image.ImageReference;
import dev.ecrcache.image.PublicText;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What Helm and Kubernetes take as the settings of a release; each check refuses with {@link
 * InvalidArgumentException}.
 */
final class ReleaseSettings {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,53}$)%1$s(\\.%1$s)*".formatted(LABEL));
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?");
  private static final String LOGIN =
      "holds a login, which Pulumi's state would hold in plain text; get the chart with `helm pull`"
          + " and give the path of its archive, or give it as oci://… and log in with `helm"
          + " registry login`";

  private ReleaseSettings() {}

  static String chart(String chart) {
    Check.that(!chart.isBlank(), "chart", "is empty; give a chart such as ./charts/app");
    Check.that(!PublicText.hasLogin(chart), "chart", LOGIN);
    return chart;
  }

  static String version(String version) {
    Check.that(!version.isBlank(), "version", "is empty; give a version such as 1.1.9");
    return version;
  }

  static String repository(String repository) {
    Check.that(!PublicText.hasLogin(repository), "repository", LOGIN);
    Check.that(
        isWebUrl(repository), "repository", "is not a URL such as https://charts.example.com");
    return repository;
  }

  private static boolean isWebUrl(String text) {
    try {
      var uri = new URI(text);
      return uri.getHost() != null && uri.getScheme().matches("https?");
    } catch (URISyntaxException e) {
      return false;
    }
  }

  static String name(String name) {
    return Check.matches(
        "name",
        name,
        NAME,
        "a release: up to 53 lower-case letters and digits, with dashes and dots between them");
  }

  static String namespace(String argument, String namespace) {
    return Check.matches(
        argument,
        namespace,
        NAMESPACE,
        "a namespace: up to 63 lower-case letters, digits and dashes between them");
  }

  static String project(String project) {
    return Check.matches(
        "project",
        project,
        PROJECT,
        "a project: up to 63 lower-case letters, digits, dashes and dots between them");
  }

  static int timeoutSeconds(int timeoutSeconds) {
    Check.that(
        timeoutSeconds >= 1,
        "timeoutSeconds",
        "%d is not possible; give 1 second or more".formatted(timeoutSeconds));
    return timeoutSeconds;
  }

  static List<String> allow(List<String> allow) {
    for (int i = 0; i < allow.size(); i++) {
      var image = Check.entry("allow." + i, allow.get(i));
      Check.value("allow." + i, () -> ImageReference.parse(image));
    }
    return List.copyOf(allow);
  }
}

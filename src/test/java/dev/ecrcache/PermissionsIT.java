package dev.ecrcache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ecrcache.PermissionMatrix.Section;
import dev.ecrcache.PolicySimulator.Kind;
import dev.ecrcache.PolicySimulator.Principal;
import dev.ecrcache.PolicySimulator.Resource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The IAM documents of the program allow what {@code docs/permissions.md} says, and no more. */
class PermissionsIT {
  private static final Map<String, DeployedPolicies> DEPLOYED = new HashMap<>();

  private static PermissionMatrix matrix;
  private static PolicySimulator simulator;

  @BeforeAll
  static void start() throws IOException {
    matrix = PermissionMatrix.read();
    simulator = new PolicySimulator();
  }

  @AfterAll
  static void stop() throws IOException {
    simulator.close();
  }

  static List<Section> sections() {
    return matrix.sections();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sections")
  void everybodyMayDoWhatTheMatrixSaysAndNoMore(Section section) {
    assertHolds(section, deployed(section, "eu-west-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cn-north-1", "us-gov-west-1"})
  void theMatrixHoldsInEveryPartition(String region) {
    for (var section : matrix.sections()) {
      assertHolds(section, deployed(section, region));
    }
  }

  /** What a document names but no column is about would never be asked. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("sections")
  void theColumnsAreAboutEveryActionThatIsNamed(Section section) {
    var policies = deployed(section, "eu-west-1");
    var unseen = simulator.named(policies.documents().values());
    var landscape = new Landscape(policies);
    section.columns().stream()
        .filter(column -> !column.equals("pulls"))
        .forEach(it -> unseen.removeAll(simulator.actions(landscape.resource(it).kind())));

    assertEquals(Set.of(), unseen);
  }

  @Test
  void everyWordIsOfActionsThatExist() {
    var all =
        Stream.of(Kind.values())
            .flatMap(kind -> simulator.actions(kind).stream())
            .collect(Collectors.toSet());
    matrix
        .words()
        .forEach((word, actions) -> assertEquals(actions, intersection(actions, all), word));
  }

  static Stream<String> documents() {
    return sections().stream()
        .flatMap(section -> deployed(section, "eu-west-1").documents().keySet().stream())
        .distinct();
  }

  /** A statement that allowed more than it does would change a cell in one of the sections. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("documents")
  void everyWideningShows(String document) {
    var hidden = new TreeSet<String>();
    var shown = new TreeSet<String>();
    for (var section : matrix.sections()) {
      var policies = deployed(section, "eu-west-1");
      if (policies.document(document) != null) {
        Widenings.of(policies.document(document))
            .forEach(
                (what, wider) ->
                    (shown.contains(what) || holds(section, policies.with(document, wider))
                            ? hidden
                            : shown)
                        .add(what));
      }
    }
    hidden.removeAll(shown);

    assertEquals(Set.of(), hidden);
    assertNotEquals(Set.of(), shown);
  }

  private static DeployedPolicies deployed(Section section, String region) {
    return DEPLOYED.computeIfAbsent(
        section.title() + " in " + region,
        it -> DeployedPolicies.of(section.stackFile(), matrix.workload(), region));
  }

  private static void assertHolds(Section section, DeployedPolicies policies) {
    assertEquals(text(section.rows()), text(rows(section, new Landscape(policies))));
  }

  /** The same without a look at what comes behind the first difference. */
  private static boolean holds(Section section, DeployedPolicies policies) {
    var landscape = new Landscape(policies);
    return section.rows().entrySet().stream()
        .allMatch(row -> row.getValue().equals(row(section, landscape, row.getKey())));
  }

  private static String text(Map<String, List<String>> rows) {
    return rows.entrySet().stream()
        .map(row -> row.getKey() + " | " + String.join(" | ", row.getValue()) + "\n")
        .collect(Collectors.joining());
  }

  private static Map<String, List<String>> rows(Section section, Landscape landscape) {
    var rows = new LinkedHashMap<String, List<String>>();
    section.rows().keySet().forEach(who -> rows.put(who, row(section, landscape, who)));
    return rows;
  }

  private static List<String> row(Section section, Landscape landscape, String who) {
    var principal = landscape.principal(who);
    return section.columns().stream().map(column -> cell(landscape, principal, column)).toList();
  }

  private static String cell(Landscape landscape, Principal principal, String column) {
    if (column.equals("pulls")) {
      return pulls(landscape, principal);
    }
    var resource = landscape.resource(column);
    return words(resource.kind(), allowed(principal, resource));
  }

  /** Whether cached images can be pulled, and those for which there is no repository yet. */
  private static String pulls(Landscape landscape, Principal principal) {
    var allowed = allowed(principal, landscape.resource("registry"));
    allowed.addAll(allowed(principal, landscape.resource("docker-hub/library/alpine")));
    if (!allowed.containsAll(actions("login", "read"))) {
      return "–";
    }
    allowed.removeAll(actions("read"));
    allowed.addAll(allowed(principal, landscape.resource("docker-hub/library/busybox")));
    return allowed.containsAll(actions("read", "import", "create")) ? "cached, new" : "cached";
  }

  private static Set<String> allowed(Principal principal, Resource resource) {
    var actions = new TreeSet<>(simulator.actions(resource.kind()));
    var login = intersection(actions, actions("login"));
    actions.removeAll(login);
    var allowed = simulator.allowed(principal, resource, actions);
    // Everybody's login is with the own registry, and opens all others.
    var own = new Resource(resource.kind(), resource.arn(), principal.account(), null);
    allowed.addAll(simulator.allowed(principal, own, login));
    return allowed;
  }

  /** The words for what is allowed, and the actions for which there is none. */
  private static String words(Kind kind, Set<String> allowed) {
    var all = simulator.actions(kind);
    if (allowed.equals(all)) {
      return "all";
    }
    var words = new ArrayList<String>();
    var rest = new TreeSet<>(all);
    var left = new TreeSet<>(allowed);
    matrix
        .words()
        .forEach(
            (word, actions) -> {
              var meant = intersection(all, actions);
              rest.removeAll(meant);
              if (!meant.isEmpty() && left.containsAll(meant)) {
                left.removeAll(meant);
                words.add(word);
              }
            });
    if (!rest.isEmpty() && left.containsAll(rest)) {
      left.removeAll(rest);
      words.add("rest");
    }
    words.addAll(left);
    return words.isEmpty() ? "–" : String.join(" ", words);
  }

  private static Set<String> intersection(Set<String> one, Set<String> other) {
    var both = new TreeSet<>(one);
    both.retainAll(other);
    return both;
  }

  private static Set<String> actions(String... words) {
    return Stream.of(words)
        .flatMap(word -> matrix.words().get(word).stream())
        .collect(Collectors.toSet());
  }
}

package dev.ecrcache;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Each package uses the packages that its {@code package-info.java} names in its last paragraph,
 * and no other one of this project. So a new package has one, and is named by those that use it.
 */
class RoomsTest {
  private static final String ROOT = "dev.ecrcache";
  private static final Pattern USES = Pattern.compile("<p>Uses (.*?)\\.\\s+\\*/", Pattern.DOTALL);
  private static final Pattern NAMED = Pattern.compile("\\{@code[\\s*]+([a-z.]+)}");
  private static final String[] WITHOUT_PULUMI =
      List.of("image", "input", "policy", "chart", "overlay", "rewrite").stream()
          .map(RoomsTest::packageOf)
          .toArray(String[]::new);

  static {
    // What lies outside of this project is known by its name alone.
    ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
  }

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void arrowsGoWhereThePackagesSay() throws IOException {
    var uses = uses();
    var rooms = layeredArchitecture().consideringOnlyDependenciesInLayers();
    uses.keySet().forEach(room -> rooms.layer(room).definedBy(packageOf(room)));
    uses.forEach(
        (room, used) -> {
          if (used.isEmpty()) {
            rooms.whereLayer(room).mayNotAccessAnyLayer();
          } else {
            rooms.whereLayer(room).mayOnlyAccessLayers(used.toArray(String[]::new));
          }
        });
    rooms.ensureAllClassesAreContainedInArchitecture().check(CLASSES);
  }

  @Test
  void noArrowComesBack() {
    slices().matching("dev.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void whatWorksOnTextAloneKnowsNothingOfPulumi() {
    noClasses()
        .that()
        .resideInAnyPackage(WITHOUT_PULUMI)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.pulumi..")
        .check(CLASSES);
  }

  /** By package, those that it says it uses. */
  private static Map<String, List<String>> uses() throws IOException {
    var uses = new TreeMap<String, List<String>>();
    var packages = CLASSES.getPackage(ROOT).getSubpackagesInTree();
    for (var name : packages.stream().map(JavaPackage::getName).toList()) {
      uses.put(name.substring(ROOT.length() + 1), usedBy(name));
    }
    uses.put(ROOT, usedBy(ROOT));
    return uses;
  }

  private static List<String> usedBy(String name) throws IOException {
    var info = Path.of("src/main/java", name.split("\\.")).resolve("package-info.java");
    assertTrue(Files.exists(info), () -> name + " has no " + info);
    var uses = USES.matcher(Files.readString(info));
    assertTrue(uses.find(), () -> info + " ends without a paragraph that begins: Uses");
    return NAMED.matcher(uses.group(1)).results().map(match -> match.group(1)).toList();
  }

  private static String packageOf(String room) {
    return room.equals(ROOT) ? ROOT : ROOT + "." + room;
  }
}

package dev.ecrcache.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where Helm's library is taken from, and what of it is not trusted. */
class NativeHelmTest {
  @TempDir private Path folder;

  @Test
  void newestKubernetesIsTheOneThatHelmKnows() throws IOException {
    var library =
        new String(
            Files.readAllBytes(new NativeHelm(System.getenv()).file()),
            StandardCharsets.ISO_8859_1);
    var client = Pattern.compile("dep\tk8s.io/client-go\tv0\\.(\\d+)\\.").matcher(library);
    assertTrue(client.find());
    assertEquals("v1.%s.0".formatted(client.group(1)), KubernetesVersion.NEWEST.version());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"shorter", "link", "file of others", "folder of others", "parent of others"})
  void whatOthersMayHaveWrittenIsUnpackedAnew(String what) throws IOException {
    var file = helm().file();
    assertTrue(file.startsWith(folder.resolve("ecr-cache")), file::toString);
    long size = Files.size(file);
    switch (what) {
      case "shorter" -> Files.write(file, new byte[1]);
      case "link" -> Files.createSymbolicLink(file, Files.move(file, folder.resolve("moved")));
      case "file of others" -> open(file);
      case "folder of others" -> open(file.getParent());
      default -> open(file.getParent().getParent());
    }
    var again = helm().file();
    assertEquals(size, Files.size(again));
    assertTrue(Files.isRegularFile(again, LinkOption.NOFOLLOW_LINKS));
    assertEquals(!what.matches("(folder|parent).*"), again.equals(file), again::toString);
  }

  @Test
  void homeThatCannotBeWrittenIsDoneWithout() throws IOException {
    var file = Files.createFile(folder.resolve("file"));
    var helm = new NativeHelm(Map.of("XDG_CACHE_HOME", file.toString())).file();
    assertTrue(helm.startsWith(TemporaryRoot.get().path()), helm::toString);
    assertEquals(helm, new NativeHelm(Map.of()).file());
  }

  private NativeHelm helm() throws IOException {
    return new NativeHelm(Map.of("XDG_CACHE_HOME", folder.toString()));
  }

  private static void open(Path path) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
  }
}

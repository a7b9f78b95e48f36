package dev.ecrcache.chart;

import com.fasterxml.jackson.core.JsonFactory;
import com.marcnuri.helm.jni.HelmLib;
import com.sun.jna.Library;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.IOUtils;
import org.apache.commons.lang3.ArrayUtils;

/**
 * How a process of Helm's is started: with little memory, and no classes but those that it needs.
 */
final class HelmCommand {
  private static final Path SHELL = Path.of("/bin/sh");
  // Of addresses, of which Java and Helm take 3 GiB to begin with. It ends Helm where a machine is
  // too busy for the other limit to be looked at in time.
  private static final String HARD_LIMIT = "ulimit -v 6291456 2>&-; exec \"$0\" \"$@\"";

  private HelmCommand() {}

  /**
   * The command.
   *
   * @param main what it runs
   * @param root the folder that goes with the program
   * @param folder where it works
   */
  static List<String> of(Class<?> main, Path root, Path folder) throws IOException {
    var command = new ArrayList<String>();
    if (Files.isExecutable(SHELL)) {
      command.addAll(List.of(SHELL.toString(), "-c", HARD_LIMIT));
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:+DisableAttachMechanism",
            "-Xmx512m",
            "-XX:CompressedClassSpaceSize=32m",
            "-XX:ReservedCodeCacheSize=32m",
            "-Dfile.encoding=UTF-8",
            "-Djna.encoding=UTF-8",
            "-Djava.io.tmpdir=" + folder,
            "-Djna.tmpdir=" + folder,
            "-cp",
            classPath(),
            main.getName(),
            root.toString(),
            Long.toString(HelmProcess.MOST_MEMORY),
            new NativeHelm(System.getenv()).file().toString()));
    return command;
  }

  private static String classPath() {
    return Stream.of(
            HelmProcess.class,
            HelmLib.class,
            Library.class,
            TarArchiveInputStream.class,
            IOUtils.class,
            ArrayUtils.class,
            JsonFactory.class)
        .map(HelmCommand::location)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}

package dev.ecrcache.chart;

import com.marcnuri.helm.jni.NativeLibrary;
import java.io.IOException;
import java.net.JarURLConnection;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * Helm as a native library of 94 MB, unpacked once for each user into {@code $XDG_CACHE_HOME} or
 * {@code ~/.cache}. What stands there is taken only if nobody else can have written it.
 */
final class NativeHelm {
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

  private final NativeLibrary library;
  private final Map<String, String> environment;

  /**
   * @param environment where the folder for caches is found
   * @throws IOException if Helm is not there for this machine
   */
  NativeHelm(Map<String, String> environment) throws IOException {
    this.environment = environment;
    library =
        ServiceLoader.load(NativeLibrary.class, NativeLibrary.class.getClassLoader())
            .findFirst()
            .orElseThrow(
                () ->
                    new IOException(
                        "Helm is not there for %s on %s"
                            .formatted(
                                System.getProperty("os.name"), System.getProperty("os.arch"))));
  }

  /** The file to load, unpacked if it is not there yet. */
  Path file() throws IOException {
    var entry =
        library.getClass().getResource("/" + library.getBinaryName()).openConnection()
                instanceof JarURLConnection jar
            ? jar.getJarEntry()
            : null;
    if (entry == null) {
      throw new IOException("Helm's library is in no archive");
    }
    var name = "helm-%08x-%d".formatted(entry.getCrc(), entry.getSize());
    var owner = TemporaryRoot.get().owner();
    var cache = cache();
    if (cache != null) {
      var file = cache.resolve(name).resolve(library.getBinaryName());
      try {
        if (!isTrusted(file, entry.getSize(), owner)) {
          Files.createDirectories(
              file.getParent(),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
          unpack(file, entry.getCrc());
        }
        if (isTrusted(file, entry.getSize(), owner)) {
          return file;
        }
      } catch (IOException | UnsupportedOperationException e) {
        // As in a container whose home cannot be written.
      }
    }
    var file = TemporaryRoot.get().path().resolve(name).resolve(library.getBinaryName());
    if (!Files.exists(file)) {
      Files.createDirectories(file.getParent());
      unpack(file, entry.getCrc());
    }
    return file;
  }

  private Path cache() {
    var folder = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (folder.startsWith("/")) {
      return Path.of(folder, "ecr-cache");
    }
    var home = environment.getOrDefault("HOME", "");
    return home.startsWith("/") ? Path.of(home, ".cache", "ecr-cache") : null;
  }

  private static boolean isTrusted(Path file, long size, UserPrincipal owner) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == size
        && isOwn(file, owner)
        && isOwn(file.getParent(), owner)
        && isOwn(file.getParent().getParent(), owner);
  }

  private static boolean isOwn(Path path, UserPrincipal owner) throws IOException {
    var attributes =
        Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return !attributes.isSymbolicLink()
        && attributes.owner().equals(owner)
        && attributes.permissions().stream().noneMatch(OTHERS::contains);
  }

  private void unpack(Path file, long crc) throws IOException {
    // Two programs may unpack at once: each moves a whole file to its place.
    var unfinished = Files.createTempFile(file.getParent(), "unpacking", null);
    try (var resource = library.getClass().getResourceAsStream("/" + library.getBinaryName());
        var in = new CheckedInputStream(resource, new CRC32())) {
      Files.copy(in, unfinished, StandardCopyOption.REPLACE_EXISTING);
      if (in.getChecksum().getValue() != crc) {
        throw new IOException("Helm's library is damaged; delete its archive and fetch it again");
      }
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }
}

package dev.ecrcache.chart;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one folder in which this program has its temporary files. It goes with the program: a
 * shutdown hook ends the processes that work in it and deletes it; where the program is killed, a
 * process that it started does ({@link HelmService}); and where both are, the next program.
 */
final class TemporaryRoot {
  private static final String PREFIX = "ecr-cache-";
  private static final String LOCK = "lock";
  // A folder is made before it is locked.
  private static final Duration UNLOCKED = Duration.ofMinutes(1);

  private static TemporaryRoot root;

  private final Path path;
  // Who holds no lock on the folder has left it behind. One that nothing refers to is let go.
  private final FileChannel lock;
  private final Set<Process> processes = ConcurrentHashMap.newKeySet();

  private TemporaryRoot() throws IOException {
    path = Files.createTempDirectory(PREFIX);
    lock =
        FileChannel.open(
            path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock.lock();
    Runtime.getRuntime().addShutdownHook(new Thread(this::end, "ecr-cache-temporary-files"));
  }

  /** The folder, made when it is first asked for. */
  static synchronized TemporaryRoot get() throws IOException {
    if (root == null) {
      root = new TemporaryRoot();
      deleteLeftovers(root.path);
    }
    return root;
  }

  Path path() {
    return path;
  }

  /** Who this program runs as. */
  UserPrincipal owner() throws IOException {
    return Files.getOwner(path);
  }

  /** A process that works in the folder, to be ended before it is deleted. */
  void add(Process process) {
    processes.add(process);
    process.onExit().thenAccept(processes::remove);
  }

  private void end() {
    try {
      for (var process : processes) {
        process.destroyForcibly().waitFor();
      }
      delete(path);
      lock.close();
    } catch (IOException | InterruptedException e) {
      // The next program deletes it.
    }
  }

  /** Deletes a folder and all in it, following no link; what is gone already is fine. */
  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path inner, IOException e) throws IOException {
            Files.deleteIfExists(inner);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static void deleteLeftovers(Path own) {
    try (var siblings = Files.newDirectoryStream(own.getParent(), PREFIX + "*")) {
      for (var folder : siblings) {
        if (!folder.equals(own) && isLeftover(folder, Files.getOwner(own))) {
          delete(folder);
        }
      }
    } catch (IOException e) {
      // They are in nobody's way.
    }
  }

  private static boolean isLeftover(Path folder, UserPrincipal owner) {
    try {
      var attributes =
          Files.readAttributes(folder, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isDirectory()
          || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner)
          || attributes.lastModifiedTime().toInstant().isAfter(Instant.now().minus(UNLOCKED))) {
        return false;
      }
      try (var channel =
              FileChannel.open(
                  folder.resolve(LOCK), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
          var lock = channel.tryLock()) {
        return lock != null;
      }
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }
}

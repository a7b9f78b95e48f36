package dev.ecrcache.rewrite;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Arrays;

/** Writes a file as a whole or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a file that is there already, with the permissions that it has. Of a symbolic link, what
   * it leads to is written.
   *
   * @param before what it must hold still
   * @throws IOException if it cannot be written, or holds something else by now
   */
  public static void write(Path file, byte[] before, String text) throws IOException {
    var real = file.toRealPath();
    if (!Files.isWritable(real)) {
      throw new FileSystemException(file.toString(), null, "is not writable");
    }
    var written = Files.createTempFile(real.getParent(), ".ecr-cache", ".tmp");
    try {
      Files.write(written, text.getBytes(StandardCharsets.UTF_8));
      var permissions = Files.getFileAttributeView(real, PosixFileAttributeView.class);
      if (permissions != null) {
        Files.setPosixFilePermissions(written, permissions.readAttributes().permissions());
      }
      if (!Arrays.equals(before, Files.readAllBytes(real))) {
        throw new FileSystemException(file.toString(), null, "has changed while it was read");
      }
      Files.move(
          written, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(written);
    }
  }
}

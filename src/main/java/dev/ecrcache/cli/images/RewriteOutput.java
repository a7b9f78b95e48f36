package dev.ecrcache.cli.images;

import dev.ecrcache.cli.console.OutputFormat;
import dev.ecrcache.cli.console.Printable;
import dev.ecrcache.cli.console.StandardOutput;
import dev.ecrcache.image.PublicText;
import dev.ecrcache.rewrite.Rewritten;
import dev.ecrcache.rewrite.WholeFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;

/** Tells what became of the images of files, and writes the files. */
final class RewriteOutput {
  /** A file that was read. */
  record Read(Path file, byte[] content, Rewritten rewritten) {}

  private final StandardOutput out;
  private final PrintWriter errors;
  private final boolean strict;
  private boolean problem;

  /**
   * @param strict whether what is not known to come from elsewhere is a finding
   */
  RewriteOutput(StandardOutput out, PrintWriter errors, boolean strict) {
    this.out = out;
    this.errors = errors;
    this.strict = strict;
  }

  /** Tells that a file cannot be read or written. */
  void problem(Path file, String what) {
    problem = true;
    errors.println("ecr-cache: " + Printable.of(PublicText.ofMessage(file + ": " + what)));
  }

  /** Whether a file could not be read or written. */
  boolean anyProblem() {
    return problem;
  }

  /** Prints a text with its images moved, and gives whether some that stay are findings. */
  boolean text(String file, Rewritten rewritten) throws IOException {
    out.write(rewritten.text().getBytes(StandardCharsets.UTF_8));
    return findingsThatStay(file, rewritten);
  }

  /** Prints what would be different, and gives whether some images are findings. */
  boolean differences(List<Read> read) throws IOException {
    var findings = false;
    for (var file : read) {
      var name = file.file().toString();
      out.write(file.rewritten().diff(name).getBytes(StandardCharsets.UTF_8));
      findingsThatStay(name, file.rewritten());
      findings |= rows(name, file.rewritten()).stream().anyMatch(RewriteRow::finding);
    }
    return findings;
  }

  private boolean findingsThatStay(String file, Rewritten rewritten) {
    var stay = rows(file, rewritten).stream().filter(it -> it.cached() == null).toList();
    stay.forEach(it -> errors.println(it.text()));
    return stay.stream().anyMatch(RewriteRow::finding);
  }

  /**
   * Prints the images, and gives whether some are findings: those of files that are written no
   * more.
   */
  boolean images(List<Read> read, boolean writes, OutputFormat format) throws IOException {
    var writer = format.<RewriteRow>writer(out, it -> List.of(it.text()));
    var findings = false;
    for (var file : read) {
      var written = writes && file.rewritten().isChanged() && write(file);
      for (var row : rows(file.file().toString(), file.rewritten())) {
        if (!written || row.cached() == null) {
          findings |= row.finding();
        }
        writer.write(row);
      }
    }
    writer.end();
    return findings;
  }

  private boolean write(Read read) {
    try {
      WholeFile.write(read.file(), read.content(), read.rewritten().text());
      return true;
    } catch (IOException e) {
      var reason = e instanceof FileSystemException f ? f.getReason() : null;
      problem(read.file(), reason == null ? "cannot be written" : reason);
      return false;
    }
  }

  private List<RewriteRow> rows(String file, Rewritten rewritten) {
    return rewritten.images().stream().map(it -> RewriteRow.of(file, it, strict)).toList();
  }
}

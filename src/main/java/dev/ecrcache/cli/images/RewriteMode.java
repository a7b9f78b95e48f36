package dev.ecrcache.cli.images;

import picocli.CommandLine.Option;

/** What {@code ecr-cache rewrite} does with files: one of these. */
final class RewriteMode {
  @Option(
      names = "--check",
      description = "list what is not from the cache (the default); exit code 1 if something is")
  private boolean check;

  @Option(names = "--diff", description = "show what would be written as a unified diff")
  private boolean diff;

  @Option(names = "--write", description = "write the files, and list what stays")
  private boolean write;

  /** Whether images are listed, and it was said so. */
  boolean lists() {
    return check;
  }

  /** Whether a diff is shown. */
  boolean shows() {
    return diff;
  }

  /** Whether files are written. */
  boolean writes() {
    return write;
  }
}

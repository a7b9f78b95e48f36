package dev.ecrcache.rewrite;

import java.util.ArrayList;
import java.util.List;

/** The difference of two texts as {@code patch} takes it, from what was spliced into the first. */
final class UnifiedDiff {
  private static final int CONTEXT = 3;

  /** Lines that others take the place of. */
  private record Block(int first, int end, String text) {}

  private final String before;
  private final Lines lines;
  private final StringBuilder diff = new StringBuilder();

  private UnifiedDiff(String before) {
    this.before = before;
    lines = new Lines(before);
  }

  static String of(String name, String before, List<Splice> splices) {
    var diff = new UnifiedDiff(before);
    diff.diff.append("--- a/").append(name).append("\n+++ b/").append(name).append('\n');
    diff.hunks(diff.blocks(splices));
    return diff.diff.toString();
  }

  private List<Block> blocks(List<Splice> splices) {
    var blocks = new ArrayList<Block>();
    var together = new ArrayList<Splice>();
    for (var splice : Splice.sorted(splices)) {
      if (!together.isEmpty()
          && lines.of(splice.start()) > lines.of(together.get(together.size() - 1).end())) {
        blocks.add(block(together));
        together.clear();
      }
      together.add(splice);
    }
    blocks.add(block(together));
    return blocks;
  }

  private Block block(List<Splice> together) {
    int first = lines.of(together.get(0).start());
    int end = lines.of(together.get(together.size() - 1).end()) + 1;
    int from = lines.start(first);
    var shifted =
        together.stream()
            .map(it -> new Splice(it.start() - from, it.end() - from, it.text()))
            .toList();
    return new Block(first, end, Splice.apply(before.substring(from, lines.start(end)), shifted));
  }

  private void hunks(List<Block> blocks) {
    int added = 0;
    for (int i = 0; i < blocks.size(); ) {
      int next = i + 1;
      while (next < blocks.size()
          && blocks.get(next).first() - blocks.get(next - 1).end() <= 2 * CONTEXT) {
        next++;
      }
      added += hunk(blocks.subList(i, next), added);
      i = next;
    }
  }

  /** Writes one hunk, and says how many lines it has more. */
  private int hunk(List<Block> blocks, int added) {
    int first = Math.max(0, blocks.get(0).first() - CONTEXT);
    int end = Math.min(lines.count(), blocks.get(blocks.size() - 1).end() + CONTEXT);
    var body = new StringBuilder();
    int at = first;
    int more = 0;
    for (var block : blocks) {
      at = unchanged(body, at, block.first());
      for (; at < Math.min(block.end(), lines.count()); at++) {
        line(body, '-', lines.line(at));
        more--;
      }
      var now = new Lines(block.text());
      for (int i = 0; i < now.count(); i++) {
        line(body, '+', now.line(i));
        more++;
      }
    }
    unchanged(body, at, end);
    diff.append(
        "@@ -%d,%d +%d,%d @@\n"
            .formatted(first + 1, end - first, first + added + 1, end - first + more));
    diff.append(body);
    return more;
  }

  private int unchanged(StringBuilder body, int from, int end) {
    for (int i = from; i < end; i++) {
      line(body, ' ', lines.line(i));
    }
    return Math.max(from, end);
  }

  private static void line(StringBuilder body, char sign, String line) {
    body.append(sign).append(line);
    if (!line.endsWith("\n")) {
      body.append("\n\\ No newline at end of file\n");
    }
  }
}

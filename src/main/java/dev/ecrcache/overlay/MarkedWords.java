package dev.ecrcache.overlay;

import dev.ecrcache.overlay.Marks.Hit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds the words of a text in which marks stand, and the same words in the text without marks. */
final class MarkedWords {
  private static final Pattern BEFORE = Pattern.compile("(?:[\\w.-]+(?::\\d+)?/)?(?:[\\w.-]+/)*$");
  private static final Pattern AFTER =
      Pattern.compile("[\\w./-]*(?::\\w[\\w.-]*)?(?:@sha256:[0-9a-f]{64})?");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{16,128}");
  private static final Pattern TOKEN = Pattern.compile("[^\\s\"',;{}\\[\\]()]+");
  private static final int LONGEST = 300;

  private MarkedWords() {}

  /**
   * A word.
   *
   * @param start where it begins in the text without marks
   * @param markedStart where it begins in the text with marks
   */
  record Word(int start, int end, int markedStart, int markedEnd, List<Hit> hits) {}

  /** The words that stand in both texts; none if the texts differ in more than words. */
  static List<Word> of(String text, String marked, List<Hit> hits) {
    var spans = spans(marked, hits);
    var words = between(withoutHashes(text), withoutHashes(marked), spans);
    return words.isEmpty() ? within(text, marked, spans) : words;
  }

  /** Finds the words by what stands between them, which is the same but for hashes. */
  private static List<Word> between(String text, String marked, List<Word> spans) {
    var words = new ArrayList<Word>();
    int from = 0;
    int markedFrom = 0;
    for (int i = 0; i < spans.size(); i++) {
      var span = spans.get(i);
      var before = marked.substring(markedFrom, span.markedStart());
      if (!text.startsWith(before, from)) {
        return List.of();
      }
      int start = from + before.length();
      boolean last = i == spans.size() - 1;
      var after =
          marked.substring(
              span.markedEnd(), last ? marked.length() : spans.get(i + 1).markedStart());
      int end = last ? text.length() - after.length() : text.indexOf(after, start);
      if (end < start || after.isEmpty() && !last || !text.startsWith(after, end)) {
        return List.of();
      }
      if (isFree(text, start)) {
        words.add(new Word(start, end, span.markedStart(), span.markedEnd(), span.hits()));
      }
      from = end;
      markedFrom = span.markedEnd();
    }
    return words;
  }

  /** Finds the words by counting, where others differ too, as what is random does. */
  private static List<Word> within(String text, String marked, List<Word> spans) {
    var tokens = tokens(text);
    var others = tokens(marked);
    var words = new ArrayList<Word>();
    if (tokens.size() != others.size()) {
      return words;
    }
    for (var span : spans) {
      for (int i = 0; i < others.size(); i++) {
        var other = others.get(i);
        if (other.start() <= span.markedStart() && span.markedEnd() <= other.end()) {
          int start = tokens.get(i).start() + span.markedStart() - other.start();
          int end = tokens.get(i).end() - (other.end() - span.markedEnd());
          if (start <= end && isFree(text, start)) {
            words.add(new Word(start, end, span.markedStart(), span.markedEnd(), span.hits()));
          }
        }
      }
    }
    return words;
  }

  /** What stands between spaces, quotes and the like. */
  static List<MatchResult> tokens(String text) {
    return TOKEN.matcher(text).results().toList();
  }

  private static String withoutHashes(String text) {
    return HASH.matcher(text).replaceAll(it -> "x".repeat(it.end() - it.start()));
  }

  private static List<Word> spans(String marked, List<Hit> hits) {
    var spans = new ArrayList<Word>();
    for (int i = 0; i < hits.size(); i++) {
      var inside = new ArrayList<>(List.of(hits.get(i)));
      int start = start(marked, hits.get(i).start());
      int end = end(marked, hits.get(i).end());
      while (i + 1 < hits.size() && hits.get(i + 1).start() < end) {
        inside.add(hits.get(++i));
        end = end(marked, hits.get(i).end());
      }
      spans.add(new Word(0, 0, start, end, inside));
    }
    return spans;
  }

  private static int start(String marked, int at) {
    int far = Math.max(0, at - LONGEST);
    var before = BEFORE.matcher(marked.substring(far, at));
    return before.find() ? far + before.start() : at;
  }

  private static int end(String marked, int at) {
    var after = AFTER.matcher(marked).region(at, marked.length());
    int end = after.lookingAt() ? after.end() : at;
    while (end > at && "./-".indexOf(marked.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  /** Whether nothing goes before that a reference would be a part of, as in a URL. */
  private static boolean isFree(String text, int start) {
    return start == 0 || "/.@-_".indexOf(text.charAt(start - 1)) < 0;
  }
}

package dev.ecrcache.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts for everybody's eyes: without what URLs hold of credentials, which is the user and the
 * password, and the query and the fragment, where tokens and signatures stand; and without tokens
 * of upstream registries, which their beginning tells.
 */
public final class PublicText {
  // Lengths have limits, so that no text takes time with its square.
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]{0,20}://[^\\s\"']*");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
  // It stands behind an @ too.
  private static final Pattern DIGEST = Pattern.compile("sha[0-9]+:");
  private static final Pattern HOST_END = Pattern.compile("[/?#]");
  private static final Pattern PORT =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([^/?#@:]+|\\[[^/?#@]*]):[0-9]{1,5}/");
  private static final Pattern QUERY = Pattern.compile("[?&#]");
  private static final Pattern SECRET =
      Pattern.compile("(?i)token|sig|key|secret|passw|pwd|auth|cred");

  private static final int LONGEST = 10_000;
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\b(dckr_[a-z]{3}_|gh[a-z]_|github_pat_|gl[a-z]{2,6}-)[A-Za-z0-9_-]{16,}"
              + "|\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_.-]{8,}");

  private PublicText() {}

  /** A text in which URLs may stand. */
  public static String of(String text) {
    var urls = URL.matcher(text).replaceAll(it -> Matcher.quoteReplacement(ofUrl(it.group())));
    return TOKEN.matcher(urls).replaceAll("…");
  }

  /** A message in which URLs may stand, its middle cut where it is long. */
  public static String ofMessage(String message) {
    var half = LONGEST / 2;
    return message.length() <= LONGEST
        ? of(message)
        : "%s … (%d characters) … %s"
            .formatted(
                of(message.substring(0, half)),
                message.length(),
                of(message.substring(message.length() - half)));
  }

  /** A text that is meant to be one URL. */
  public static String ofUrl(String text) {
    var shown = withoutLogin(text);
    return shown.replaceFirst(scheme(text) > 0 ? "(?s)[?#].*" : "(?s)\\?[^?]*=.*", "");
  }

  /** Whether a URL holds a user, a password, or a query parameter that is named like a secret. */
  public static boolean hasLogin(String url) {
    var shown = withoutLogin(url);
    // Behind a port, an @ is most likely one of the path.
    boolean login = !shown.equals(url) && !PORT.matcher(url).lookingAt();
    return login || QUERY.splitAsStream(url).skip(1).anyMatch(PublicText::isSecret);
  }

  private static boolean isSecret(String parameter) {
    int equals = parameter.indexOf('=');
    return equals > 0 && SECRET.matcher(parameter.substring(0, equals)).find();
  }

  private static String withoutLogin(String url) {
    var scheme = scheme(url);
    var rest = url.substring(scheme);
    var host = HOST_END.split(rest, 2)[0];
    if (scheme > 0) {
      rest = rest.substring(loginEnd(host));
      host = host.substring(loginEnd(host));
    }
    // A password that nobody has encoded may hold what ends a host.
    boolean password = host.split("@", 2)[0].indexOf(':') >= 0;
    return url.substring(0, scheme) + (password ? rest.substring(loginEnd(rest)) : rest);
  }

  /** Where the text behind the last @ begins that is none of a digest; 0 if there is none. */
  private static int loginEnd(String text) {
    int at = text.lastIndexOf('@');
    while (at >= 0 && DIGEST.matcher(text).region(at + 1, text.length()).lookingAt()) {
      at = text.lastIndexOf('@', at - 1);
    }
    return at + 1;
  }

  private static int scheme(String url) {
    var scheme = SCHEME.matcher(url);
    return scheme.lookingAt() ? scheme.end() : 0;
  }
}

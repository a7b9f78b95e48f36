package dev.ecrcache.image;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts for everybody's eyes: without what URLs hold of credentials, which is the user and the
 * password, and the query and the fragment, where tokens and signatures stand; and without tokens
 * of upstream registries, which their beginning tells.
 */
public final class PublicText {
  private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^\\s\"']*");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
  // A digest stands behind an @ too.
  private static final String AT = "@(?!sha\\d+:)";
  private static final Pattern LOGIN = Pattern.compile("(?s)[^/?#]*" + AT);
  // A password that nobody has encoded may hold what ends a host.
  private static final Pattern PASSWORD = Pattern.compile("(?s)[^/?#@]*:.*" + AT);
  private static final Pattern PORT =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://([^/?#@:]+|\\[[^/?#@]*]):[0-9]{1,5}/");
  private static final Pattern SECRET =
      Pattern.compile("(?i)[?&#][^=&]*(token|sig|key|secret|passw|pwd|auth|cred)[^=&]*=");

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
    return login || SECRET.matcher(url).find();
  }

  private static String withoutLogin(String url) {
    var scheme = scheme(url);
    var rest = url.substring(scheme);
    if (scheme > 0) {
      rest = withoutStart(rest, LOGIN);
    }
    return url.substring(0, scheme) + withoutStart(rest, PASSWORD);
  }

  private static String withoutStart(String text, Pattern start) {
    var found = start.matcher(text);
    return found.lookingAt() ? text.substring(found.end()) : text;
  }

  private static int scheme(String url) {
    var scheme = SCHEME.matcher(url);
    return scheme.lookingAt() ? scheme.end() : 0;
  }
}

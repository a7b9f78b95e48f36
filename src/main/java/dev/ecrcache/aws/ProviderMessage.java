package dev.ecrcache.aws;

import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/** What a provider says of a question that it could not answer, for one line of a refusal. */
public final class ProviderMessage {
  // What gRPC, the engine and Pulumi's bridge to Terraform's providers put before it.
  private static final Pattern BEFORE =
      Pattern.compile(
          "^(UNKNOWN: |rpc error: code = \\w+ desc = |Invoke: |invocation of \\S+ returned an error: "
              + "|invoking \\S+: |\\d+ errors? occurred: |\\* )+");
  private static final int LONGEST = 600;

  private ProviderMessage() {}

  /** The message of a call that failed, without what stands around it, in one line. */
  public static String of(Throwable failed) {
    var cause = failed;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    var line = String.valueOf(cause.getMessage()).replaceAll("\\s+", " ").strip();
    var said = BEFORE.matcher(line).replaceFirst("").replaceFirst("[\\s:]+$", "");
    return said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
  }
}

package dev.ecrcache.operate.doctor;

import dev.ecrcache.operate.Account;
import dev.ecrcache.operate.AwsRefusalException;
import dev.ecrcache.operate.Concurrently;
import dev.ecrcache.operate.Progress;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecr.EcrClient;

/** Makes repositories like their templates. */
public final class Mending {
  private static final int AT_ONCE = 8;

  private Mending() {}

  /**
   * What became of a change.
   *
   * @param failure why it failed, in one line; empty if it did not
   */
  public record Outcome(Change change, Optional<String> failure) {}

  /** Applies changes, several at once; one that fails ends no other. */
  public static List<Outcome> apply(Account account, List<Change> changes, Progress progress) {
    try (var ecr = account.session().client(EcrClient.builder())) {
      return Concurrently.map(
          "changes", changes, AT_ONCE, change -> apply(account, ecr, change), progress);
    }
  }

  private static Outcome apply(Account account, EcrClient ecr, Change change) {
    try {
      account
          .session()
          .ask(
              change.action(),
              () -> {
                change.apply().accept(ecr);
                return true;
              });
      return new Outcome(change, Optional.empty());
    } catch (AwsRefusalException e) {
      return new Outcome(change, Optional.of(e.getMessage()));
    }
  }
}

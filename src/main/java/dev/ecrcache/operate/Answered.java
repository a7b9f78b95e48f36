package dev.ecrcache.operate;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was answered before AWS refused.
 *
 * @param all the answers
 * @param refusal why there are no more of them; empty if these are all
 */
public record Answered<A>(List<A> all, Optional<AwsRefusalException> refusal) {
  /** The same answers in other words. */
  public <B> Answered<B> map(Function<List<A>, List<B>> words) {
    return new Answered<>(words.apply(all), refusal);
  }
}

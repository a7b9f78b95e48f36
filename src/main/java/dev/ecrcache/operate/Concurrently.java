package dev.ecrcache.operate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** Several questions at once. */
public final class Concurrently {
  private Concurrently() {}

  /**
   * The answers, in the order of the questions; empty where AWS had refused before, or refused that
   * one. Any other failure ends all.
   *
   * @param what what the questions are about, for {@code progress}
   * @param most how many are asked at once
   */
  public static <Q, A> Answered<Optional<A>> untilRefused(
      String what, List<Q> questions, int most, Function<Q, A> ask, Progress progress) {
    var refusal = new AtomicReference<AwsRefusalException>();
    Function<Q, Optional<A>> unlessRefused =
        question -> {
          if (refusal.get() != null) {
            return Optional.empty();
          }
          try {
            return Optional.of(ask.apply(question));
          } catch (AwsRefusalException e) {
            refusal.compareAndSet(null, e);
            return Optional.empty();
          }
        };
    var answers = map(what, questions, most, unlessRefused, progress);
    return new Answered<>(answers, Optional.ofNullable(refusal.get()));
  }

  /**
   * The answers, in the order of the questions. The first failure ends all.
   *
   * @param what what the questions are about, for {@code progress}
   * @param most how many are asked at once
   */
  public static <Q, A> List<A> map(
      String what, List<Q> questions, int most, Function<Q, A> ask, Progress progress) {
    if (questions.isEmpty()) {
      return List.of();
    }
    var done = new AtomicLong();
    var threads =
        Executors.newFixedThreadPool(
            Math.min(most, questions.size()),
            work -> {
              var thread = new Thread(work, what);
              thread.setDaemon(true);
              return thread;
            });
    try {
      var asked =
          questions.stream()
              .<Callable<A>>map(
                  question ->
                      () -> {
                        var answer = ask.apply(question);
                        progress.at(what, done.incrementAndGet(), questions.size());
                        return answer;
                      })
              .map(threads::submit)
              .toList();
      var answers = new ArrayList<A>();
      for (var answer : asked) {
        answers.add(answer.get());
      }
      return answers;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}

package dev.ecrcache.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ecrcache.Golden;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LifecyclePolicyTest {
  private static final OptionalInt NEVER = OptionalInt.empty();

  static Stream<Arguments> policies() {
    return Stream.of(
        Arguments.of(
            "expire-untagged-and-any",
            LifecyclePolicy.expire(OptionalInt.of(7), OptionalInt.of(30))),
        Arguments.of("expire-any", LifecyclePolicy.expire(NEVER, OptionalInt.of(7))),
        Arguments.of("expire-untagged", LifecyclePolicy.expire(OptionalInt.of(1), NEVER)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("policies")
  void policyIsExactlyThatOfTheFile(String name, LifecyclePolicy policy) {
    assertEquals(Golden.json(getClass(), name), policy.toJson());
  }
}

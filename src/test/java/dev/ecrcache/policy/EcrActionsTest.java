package dev.ecrcache.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.EcrRequest;

class EcrActionsTest {
  /** What the AWS SDK can ask of ECR; whoever updates the SDK adds what is new to the list. */
  @Test
  void everyOperationIsAnAction() {
    var unknown =
        Arrays.stream(EcrClient.class.getMethods())
            .filter(EcrActionsTest::isOperation)
            .map(
                method ->
                    method.getName().substring(0, 1).toUpperCase() + method.getName().substring(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(true, unknown.contains("BatchGetImage"), unknown.toString());
    unknown.removeAll(EcrActions.ALL);

    assertEquals(Set.of(), unknown);
  }

  @Test
  void actionsAreInOrder() {
    assertEquals(new TreeSet<>(EcrActions.ALL).stream().toList(), EcrActions.ALL);
  }

  private static boolean isOperation(Method method) {
    return method.getParameterCount() == 1
        && EcrRequest.class.isAssignableFrom(method.getParameterTypes()[0])
        && !method.getName().endsWith("Paginator");
  }
}

package dev.ecrcache.sandbox;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests on a real Kubernetes, which takes long to build: {@code mvn -P cluster verify} runs them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCluster.Asked.class)
@interface NeedsCluster {
  /** Whether they were asked for. */
  final class Asked implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
      if (Boolean.getBoolean("cluster")) {
        return ConditionEvaluationResult.enabled("asked for");
      }
      var why =
          context.getDisplayName()
              + " is left out: it needs a Kubernetes, whose first build takes half an hour; run mvn"
              + " -P cluster verify";
      if (context.getTestMethod().isEmpty()) {
        System.out.println(why);
      }
      return ConditionEvaluationResult.disabled(why);
    }
  }
}

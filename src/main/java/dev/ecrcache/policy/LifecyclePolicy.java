package dev.ecrcache.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * An ECR lifecycle policy: after how many days ECR expires images of a repository.
 *
 * @param rules the rules, most specific first; ECR applies them in the order of their priority
 * @see <a
 *     href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html">Lifecycle
 *     policy properties in Amazon ECR</a>
 */
public record LifecyclePolicy(List<Rule> rules) {

  /** One rule of the policy, in ECR's own words. */
  public record Rule(int rulePriority, String description, Selection selection, Action action) {}

  /** Which images a rule takes. */
  public record Selection(String tagStatus, String countType, String countUnit, int countNumber) {}

  /** What a rule does with them. */
  public record Action(String type) {}

  /**
   * A policy that expires images by their age.
   *
   * @param untaggedDays days after the push when an untagged image expires; empty for never
   * @param imageDays days after the push when any image expires; empty for never
   */
  public static LifecyclePolicy expire(OptionalInt untaggedDays, OptionalInt imageDays) {
    var rules = new ArrayList<Rule>();
    // ECR wants the rule for any image behind all others.
    untaggedDays.ifPresent(days -> rules.add(rule(rules.size() + 1, "untagged", days)));
    imageDays.ifPresent(days -> rules.add(rule(rules.size() + 1, "any", days)));
    return new LifecyclePolicy(List.copyOf(rules));
  }

  private static Rule rule(int priority, String tagStatus, int days) {
    return new Rule(
        priority,
        "Expire %s images %d days after their push".formatted(tagStatus, days),
        new Selection(tagStatus, "sinceImagePushed", "days", days),
        new Action("expire"));
  }

  /** The policy as compact JSON. */
  public String toJson() {
    return Json.write(this);
  }
}

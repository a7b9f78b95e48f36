package dev.ecrcache.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LifecyclePolicyTest {
  private static final OptionalInt NEVER = OptionalInt.empty();

  @Test
  void untaggedImagesComeBeforeAny() {
    assertEquals(
        """
        {"rules":[\
        {"rulePriority":1,"description":"Expire untagged images 7 days after their push",\
        "selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days",\
        "countNumber":7},"action":{"type":"expire"}},\
        {"rulePriority":2,"description":"Expire any images 30 days after their push",\
        "selection":{"tagStatus":"any","countType":"sinceImagePushed","countUnit":"days",\
        "countNumber":30},"action":{"type":"expire"}}]}""",
        LifecyclePolicy.expire(OptionalInt.of(7), OptionalInt.of(30)).toJson());
  }

  @Test
  void imagesAlone() {
    assertEquals(
        """
        {"rules":[\
        {"rulePriority":1,"description":"Expire any images 7 days after their push",\
        "selection":{"tagStatus":"any","countType":"sinceImagePushed","countUnit":"days",\
        "countNumber":7},"action":{"type":"expire"}}]}""",
        LifecyclePolicy.expire(NEVER, OptionalInt.of(7)).toJson());
  }

  @Test
  void untaggedImagesAlone() {
    assertEquals(
        """
        {"rules":[\
        {"rulePriority":1,"description":"Expire untagged images 1 days after their push",\
        "selection":{"tagStatus":"untagged","countType":"sinceImagePushed","countUnit":"days",\
        "countNumber":1},"action":{"type":"expire"}}]}""",
        LifecyclePolicy.expire(OptionalInt.of(1), NEVER).toJson());
  }
}

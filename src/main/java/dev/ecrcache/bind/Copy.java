package dev.ecrcache.bind;

import com.pulumi.resources.ResourceArgs;
import java.util.concurrent.Callable;

/**
 * Copies of arguments. A builder hands over a copy of its draft, and what is added to arguments is
 * added to a copy: nothing changes what somebody has already.
 */
public final class Copy {
  private Copy() {}

  /**
   * A copy, whose fields hold the same objects.
   *
   * @param clone {@link Object#clone} of the arguments, which nobody else may call
   */
  @SuppressWarnings("unchecked")
  public static <T extends ResourceArgs & Cloneable> T of(T args, Callable<Object> clone) {
    try {
      return (T) args.getClass().cast(clone.call());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}

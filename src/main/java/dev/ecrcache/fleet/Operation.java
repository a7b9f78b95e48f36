package dev.ecrcache.fleet;

import com.pulumi.automation.AutomationException;
import com.pulumi.automation.WorkspaceStack;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is done to the stacks of a fleet; each is Pulumi's own. */
public enum Operation {
  /** Makes of each stack what its file says. */
  UP,
  /** Tells what that would change. */
  PREVIEW,
  /** Deletes all resources of each stack. */
  DESTROY;

  /** The engine's words for what it does to a resource; the steps of a replacement are left out. */
  private static final List<String> CHANGES =
      List.of("create", "update", "replace", "delete", "import", "same");

  /** Pulumi's word. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The changes of one stack for people, such as {@code 3 created, 12 unchanged}.
   *
   * @param changes how many resources by the engine's word for what it did to them
   */
  public String tell(Map<String, Integer> changes) {
    var told =
        CHANGES.stream()
            .filter(changes::containsKey)
            .map(change -> "%d %s".formatted(changes.get(change), tell(change)))
            .collect(Collectors.joining(", "));
    return told.isEmpty() ? "nothing to do" : told;
  }

  private String tell(String change) {
    if (change.equals("same")) {
      return "unchanged";
    }
    if (this == PREVIEW) {
      return "to " + change;
    }
    return change.endsWith("e") ? change + "d" : change + "ed";
  }

  /** The operation whose failures this one is about. */
  Operation repeats() {
    return this == PREVIEW ? UP : this;
  }

  /** Runs it, by a {@link StackCommand} of this operation. */
  void run(WorkspaceStack stack) throws AutomationException {
    switch (this) {
      // The SDK's own destroy offers no program, and the engine would ask Maven for its plugins.
      case UP, DESTROY -> stack.up();
      case PREVIEW -> stack.preview();
    }
  }
}

package dev.ecrcache.inputs;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which repositories ECR scans, and when. */
public final class ScanningRuleArgs extends ResourceArgs implements Cloneable {
  private static final List<String> FREQUENCIES = List.of("scan-on-push", "continuous-scan");
  private static final Pattern FILTER = Pattern.compile("[a-z0-9*]+([._/-][a-z0-9*]+)*");

  /** ECR's limits of a filter, in characters and in wildcards, and of the filters of a rule. */
  private static final int MAX_LENGTH = 255;

  private static final int MAX_WILDCARDS = 4;
  private static final int MAX_FILTERS = 100;

  @Import private String frequency = FREQUENCIES.get(0);
  @Import private List<String> filters = List.of("*");

  private ScanningRuleArgs() {}

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  String frequency() {
    return frequency;
  }

  /** In ECR's own word: {@code SCAN_ON_PUSH} or {@code CONTINUOUS_SCAN}. */
  public String scanFrequency() {
    return frequency.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** The names of the repositories that are scanned, with {@code *} as wildcard. */
  public List<String> filters() {
    return filters;
  }

  /** Builds {@link ScanningRuleArgs}. */
  public static final class Builder {
    private final ScanningRuleArgs draft = new ScanningRuleArgs();

    private Builder() {}

    /** {@code scan-on-push} (the default) or, for enhanced scanning, {@code continuous-scan}. */
    public Builder frequency(String frequency) {
      draft.frequency = Check.oneOf("frequency", frequency, FREQUENCIES);
      return this;
    }

    /**
     * Repository names with {@code *} as wildcard: up to 100 of 255 characters and four wildcards
     * each; every repository by default.
     */
    public Builder filters(List<String> filters) {
      Check.that(!filters.isEmpty(), "filters", "are empty; give one or more, such as \"*\"");
      Check.that(
          filters.size() <= MAX_FILTERS,
          "filters",
          "are %d; ECR takes %d in a rule".formatted(filters.size(), MAX_FILTERS));
      for (int i = 0; i < filters.size(); i++) {
        checkFilter("filters." + i, filters.get(i));
      }
      draft.filters = List.copyOf(filters);
      return this;
    }

    private static void checkFilter(String argument, String filter) {
      Check.matches(
          argument,
          filter,
          FILTER,
          "a repository filter: lower-case letters, digits and the wildcard *, joined by one of ."
              + " _ - or /");
      Check.that(
          filter.length() <= MAX_LENGTH,
          argument,
          "has %d characters; ECR takes %d".formatted(filter.length(), MAX_LENGTH));
      var wildcards = filter.chars().filter(c -> c == '*').count();
      Check.that(
          wildcards <= MAX_WILDCARDS,
          argument,
          "has %d wildcards; ECR takes %d".formatted(wildcards, MAX_WILDCARDS));
    }

    /** These arguments. */
    public ScanningRuleArgs build() {
      return Copy.of(draft, draft::clone);
    }
  }
}

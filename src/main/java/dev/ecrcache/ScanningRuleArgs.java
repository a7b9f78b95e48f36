package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Which repositories ECR scans, and when. */
public final class ScanningRuleArgs extends ResourceArgs {
  private static final List<String> FREQUENCIES = List.of("scan-on-push", "continuous-scan");
  private static final Pattern FILTER = Pattern.compile("[a-z0-9*._/-]{1,256}");

  @Import private final String frequency;
  @Import private final List<String> filters;

  private ScanningRuleArgs(Builder builder) {
    frequency = builder.frequency == null ? "scan-on-push" : builder.frequency;
    filters = builder.filters == null ? List.of("*") : builder.filters;
  }

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  String frequency() {
    return frequency;
  }

  /** In ECR's own word: {@code SCAN_ON_PUSH} or {@code CONTINUOUS_SCAN}. */
  String scanFrequency() {
    return frequency.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  List<String> filters() {
    return filters;
  }

  /** Builds {@link ScanningRuleArgs}. */
  public static final class Builder {
    private String frequency;
    private List<String> filters;

    private Builder() {}

    /** {@code scan-on-push} (the default) or, for enhanced scanning, {@code continuous-scan}. */
    public Builder frequency(String frequency) {
      this.frequency = Check.oneOf("frequency", frequency, FREQUENCIES);
      return this;
    }

    /** Repository names with {@code *} as wildcard; every repository by default. */
    public Builder filters(List<String> filters) {
      Check.that(!filters.isEmpty(), "filters", "are empty; give one or more, such as \"*\"");
      filters.forEach(
          filter ->
              Check.matches(
                  "filters",
                  filter,
                  FILTER,
                  "a repository filter of lower-case letters, digits, ._-/ and the wildcard *"));
      this.filters = List.copyOf(filters);
      return this;
    }

    /** These arguments. */
    public ScanningRuleArgs build() {
      return new ScanningRuleArgs(this);
    }
  }
}

package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How ECR scans the images of the whole registry. A registry has one such configuration in a
 * Region.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html">Scan
 *     images for software vulnerabilities in Amazon ECR</a>
 */
public final class ScanningArgs extends ResourceArgs {
  private static final List<String> TYPES = List.of("basic", "enhanced");
  private static final List<String> FREQUENCIES = List.of("scan-on-push", "continuous-scan");
  private static final Pattern FILTER = Pattern.compile("[a-z0-9*._/-]{1,256}");

  @Import private final String type;
  @Import private final String frequency;
  @Import private final List<String> filters;

  private ScanningArgs(Builder builder) {
    type = builder.type == null ? "basic" : builder.type;
    frequency = builder.frequency == null ? "scan-on-push" : builder.frequency;
    filters = builder.filters == null ? List.of("*") : builder.filters;
  }

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /** In ECR's own word: {@code BASIC} or {@code ENHANCED}. */
  String scanType() {
    return type.toUpperCase(Locale.ROOT);
  }

  /** In ECR's own word: {@code SCAN_ON_PUSH} or {@code CONTINUOUS_SCAN}. */
  String scanFrequency() {
    return frequency.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  List<String> filters() {
    return filters;
  }

  /** Builds {@link ScanningArgs}. */
  public static final class Builder {
    private String type;
    private String frequency;
    private List<String> filters;

    private Builder() {}

    /** {@code basic} (the default) or {@code enhanced}, which is Amazon Inspector's. */
    public Builder type(String type) {
      this.type = Check.oneOf("type", type, TYPES);
      return this;
    }

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

    /**
     * @throws InvalidArgumentException if the scan type does not know the frequency
     */
    public ScanningArgs build() {
      var args = new ScanningArgs(this);
      Check.that(
          args.type.equals("enhanced") || args.frequency.equals("scan-on-push"),
          "frequency",
          "continuous-scan belongs to enhanced scanning; basic takes scan-on-push");
      return args;
    }
  }
}

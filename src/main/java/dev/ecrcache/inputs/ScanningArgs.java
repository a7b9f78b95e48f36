package dev.ecrcache.inputs;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import dev.ecrcache.bind.Check;
import dev.ecrcache.bind.Copy;
import dev.ecrcache.bind.InvalidArgumentException;
import dev.ecrcache.bind.OnlyIn;
import dev.ecrcache.bind.Origin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How ECR scans the images of the whole registry. A registry has one such configuration in a
 * Region.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html">Scan
 *     images for software vulnerabilities in Amazon ECR</a>
 */
public final class ScanningArgs extends ResourceArgs implements Cloneable {
  /** ECR's limit of rules in a registry's scanning configuration. */
  private static final int MAX_RULES = 2;

  private static final List<String> TYPES = List.of("basic", "enhanced");

  @Import private String type = TYPES.get(0);
  @Import private String frequency;
  @Import private List<String> filters;
  @Import private List<ScanningRuleArgs> rules;
  private boolean takeOver;

  private ScanningArgs() {}

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  /** In ECR's own word: {@code BASIC} or {@code ENHANCED}. */
  public String scanType() {
    return type.toUpperCase(Locale.ROOT);
  }

  /** The rule of {@code frequency} and {@code filters}, and the further ones. */
  public List<ScanningRuleArgs> allRules() {
    var own = ScanningRuleArgs.builder().frequency(frequency).filters(filters).build();
    return Stream.concat(Stream.of(own), Stream.ofNullable(rules).flatMap(List::stream)).toList();
  }

  /** Whether to replace the configuration that the registry has already. */
  public boolean takesOver() {
    return takeOver;
  }

  /**
   * What of another configuration this one would not have, in ECR's words.
   *
   * @param scanType {@code BASIC} or {@code ENHANCED}
   * @param filters the filters by frequency, such as {@code SCAN_ON_PUSH}
   */
  public List<String> losesOf(String scanType, Map<String, Set<String>> filters) {
    var lost = new ArrayList<String>();
    if (scanType.equals("ENHANCED") && !scanType().equals(scanType)) {
      lost.add("scan type ENHANCED");
    }
    filters.forEach(
        (frequency, there) -> {
          var kept =
              allRules().stream()
                  .filter(rule -> rule.scanFrequency().equals(frequency))
                  .flatMap(rule -> rule.filters().stream())
                  .toList();
          there.stream()
              .filter(filter -> !kept.contains("*") && !kept.contains(filter))
              .forEach(filter -> lost.add("%s of %s".formatted(frequency, filter)));
        });
    return lost;
  }

  /** Builds {@link ScanningArgs}. */
  public static final class Builder {
    private final ScanningArgs draft = new ScanningArgs();
    private final ScanningRuleArgs.Builder own = ScanningRuleArgs.builder();

    private Builder() {}

    /** {@code basic} (the default) or {@code enhanced}, which is Amazon Inspector's. */
    public Builder type(String type) {
      draft.type = Check.oneOf("type", type, TYPES);
      return this;
    }

    /** {@code scan-on-push} (the default) or, for enhanced scanning, {@code continuous-scan}. */
    public Builder frequency(String frequency) {
      own.frequency(frequency);
      return this;
    }

    /**
     * Repository names with {@code *} as wildcard: up to 100 of 255 characters and four wildcards
     * each; every repository by default.
     */
    public Builder filters(List<String> filters) {
      own.filters(filters);
      return this;
    }

    /**
     * Further rules, since a registry has one configuration only; none by default. ECR takes two
     * rules in all, of different frequencies.
     */
    public Builder rules(List<ScanningRuleArgs> rules) {
      for (int i = 0; i < rules.size(); i++) {
        Check.entry("rules." + i, rules.get(i));
      }
      draft.rules = List.copyOf(rules);
      return this;
    }

    /**
     * Whether to replace what the registry's configuration has beyond this one; false by default.
     * The program of this project asks before it owns the configuration for the first time; the
     * component alone does not.
     */
    @OnlyIn(Origin.STACK_FILE)
    public Builder takeOver(boolean takeOver) {
      draft.takeOver = takeOver;
      return this;
    }

    /**
     * @throws InvalidArgumentException if ECR does not take these rules together
     */
    public ScanningArgs build() {
      var first = own.build();
      draft.frequency = first.frequency();
      draft.filters = first.filters();
      var all = draft.allRules();
      Check.that(
          all.size() <= MAX_RULES,
          "rules",
          "are %d beside frequency and filters; ECR takes %d rules in all"
              .formatted(all.size() - 1, MAX_RULES));
      var frequencies = new HashSet<String>();
      for (int i = 0; i < all.size(); i++) {
        var argument = i == 0 ? "frequency" : "rules.%d.frequency".formatted(i - 1);
        var frequency = all.get(i).frequency();
        Check.that(
            draft.type.equals("enhanced") || frequency.equals("scan-on-push"),
            argument,
            "continuous-scan belongs to enhanced scanning; basic takes scan-on-push");
        Check.that(
            frequencies.add(frequency),
            argument,
            "'%s' is that of another rule; add the filters there".formatted(frequency));
      }
      return Copy.of(draft, draft::clone);
    }
  }
}

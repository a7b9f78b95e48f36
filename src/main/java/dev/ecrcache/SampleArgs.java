package dev.ecrcache;

import com.pulumi.core.annotations.Import;
import com.pulumi.resources.ResourceArgs;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What differs from the defaults in the release of a sample. */
public final class SampleArgs extends ResourceArgs {
  private static final Pattern NAMESPACE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

  @Import private final String repository;
  @Import private final String version;
  @Import private final String namespace;
  @Import private final Integer timeoutSeconds;
  @Import private final Map<String, Object> values;

  private SampleArgs(Builder builder) {
    repository = builder.repository;
    version = builder.version;
    namespace = builder.namespace;
    timeoutSeconds = builder.timeoutSeconds;
    values = builder.values;
  }

  /** A builder of these arguments. */
  public static Builder builder() {
    return new Builder();
  }

  Optional<String> repository() {
    return Optional.ofNullable(repository);
  }

  Optional<String> version() {
    return Optional.ofNullable(version);
  }

  Optional<String> namespace() {
    return Optional.ofNullable(namespace);
  }

  int timeoutSeconds() {
    return timeoutSeconds;
  }

  Map<String, Object> values() {
    return values;
  }

  /** Builds {@link SampleArgs}. */
  public static final class Builder {
    private String repository;
    private String version;
    private String namespace;
    private int timeoutSeconds = 300;
    private Map<String, Object> values = Map.of();

    private Builder() {}

    /** The URL of the Helm repository, {@code https://…} or {@code http://…}. */
    public Builder repository(String repository) {
      Check.that(isWebUrl(repository), "repository", "'%s' is not a URL".formatted(repository));
      this.repository = repository;
      return this;
    }

    /** The chart's version, exactly. */
    public Builder version(String version) {
      Check.that(!version.isBlank(), "version", "is empty; give a version such as 1.1.9");
      this.version = version;
      return this;
    }

    /** The namespace of the release; made when it is not there. */
    public Builder namespace(String namespace) {
      this.namespace =
          Check.matches(
              "namespace",
              namespace,
              NAMESPACE,
              "a namespace: up to 63 lower-case letters, digits and dashes between them");
      return this;
    }

    /** Seconds until Helm gives up on the release; 300 by default. */
    public Builder timeoutSeconds(int timeoutSeconds) {
      Check.that(
          timeoutSeconds >= 1,
          "timeoutSeconds",
          "%d is not possible; give 1 second or more".formatted(timeoutSeconds));
      this.timeoutSeconds = timeoutSeconds;
      return this;
    }

    /** Further values of the chart; images in them are moved to the cache too. */
    public Builder values(Map<String, Object> values) {
      this.values = values;
      return this;
    }

    /** The settings of the release. */
    public SampleArgs build() {
      return new SampleArgs(this);
    }

    private static boolean isWebUrl(String text) {
      try {
        var uri = new URI(text);
        return uri.getHost() != null && uri.getScheme().matches("https?");
      } catch (URISyntaxException e) {
        return false;
      }
    }
  }
}

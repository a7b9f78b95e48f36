package dev.ecrcache.cli.contents;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a span of time such as {@code 30d}. */
final class Ages implements ITypeConverter<Duration> {
  private static final Pattern AGE = Pattern.compile("([0-9]{1,5})([hdw])");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "h", ChronoUnit.HOURS.getDuration(),
          "d", ChronoUnit.DAYS.getDuration(),
          "w", ChronoUnit.WEEKS.getDuration());

  @Override
  public Duration convert(String text) {
    var age = AGE.matcher(text);
    if (!age.matches() || Integer.parseInt(age.group(1)) == 0) {
      throw new TypeConversionException(
          "'%s' is no span of time such as 30d, 12h or 4w".formatted(text));
    }
    return UNITS.get(age.group(2)).multipliedBy(Integer.parseInt(age.group(1)));
  }
}

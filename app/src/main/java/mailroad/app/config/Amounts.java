package mailroad.app.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them: {@code 90s}, {@code 5m}, {@code 5d}, {@code 64MiB}. */
public final class Amounts {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,12})\\s*(ms|s|m|h|d)");
  private static final Pattern SIZE =
      Pattern.compile("(\\d{1,12})\\s*(B|KiB|MiB|GiB|TiB|kB|MB|GB|TB)?");
  private static final Map<String, Long> UNITS =
      Map.of(
          "B",
          1L,
          "kB",
          1_000L,
          "MB",
          1_000_000L,
          "GB",
          1_000_000_000L,
          "TB",
          1_000_000_000_000L,
          "KiB",
          1L << 10,
          "MiB",
          1L << 20,
          "GiB",
          1L << 30,
          "TiB",
          1L << 40);

  private Amounts() {}

  /** Reads a duration. */
  public static Optional<Duration> duration(String text) {
    Matcher matcher = DURATION.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long number = Long.parseLong(matcher.group(1));
    return Optional.of(
        switch (matcher.group(2)) {
          case "ms" -> Duration.ofMillis(number);
          case "s" -> Duration.ofSeconds(number);
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        });
  }

  /** Reads a number of octets. */
  public static Optional<Long> size(String text) {
    Matcher matcher = SIZE.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = matcher.group(2);
    try {
      return Optional.of(
          Math.multiplyExact(
              Long.parseLong(matcher.group(1)), unit == null ? 1 : UNITS.getOrDefault(unit, 1L)));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Writes a duration in its largest whole unit. */
  public static String show(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0 || millis == 0) {
      return millis == 0 ? "0s" : millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds % 86_400 == 0) {
      return seconds / 86_400 + "d";
    }
    if (seconds % 3600 == 0) {
      return seconds / 3600 + "h";
    }
    return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
  }

  /** Writes a size in its largest whole binary unit. */
  public static String showSize(long octets) {
    String[] units = {"TiB", "GiB", "MiB", "KiB"};
    for (String unit : units) {
      long one = UNITS.getOrDefault(unit, 1L);
      if (octets >= one && octets % one == 0) {
        return octets / one + unit;
      }
    }
    return Long.toString(octets);
  }
}

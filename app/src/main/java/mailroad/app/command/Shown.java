package mailroad.app.command;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import mailroad.kernel.Text;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Single facts of answers as people are shown them, and of command lines as operations are told them. */
final class Shown {
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");

  private Shown() {}

  /** A text of an answer; empty if it has none. */
  static String text(JsonNode node, String name) {
    return node.path(name).asString("");
  }

  /** A number of an answer; 0 if it has none. */
  static long number(JsonNode node, String name) {
    return node.path(name).asLong(0);
  }

  /** A moment of an answer, to the second. */
  static String moment(JsonNode node, String name) {
    return seconds(text(node, name));
  }

  /** A moment without the parts of its second. */
  static String seconds(String instant) {
    return instant.replaceFirst("\\.\\d+Z$", "Z");
  }

  /** A number of octets as people say it, to two places or so: {@code 324B}, {@code 2.1KiB}, {@code 10GiB}. */
  static String size(long octets) {
    double amount = octets;
    int unit = 0;
    for (; amount >= 1024 && unit < UNITS.size() - 1; unit++) {
      amount /= 1024;
    }
    String format = unit == 0 || amount >= 10 || amount == Math.rint(amount) ? "%.0f" : "%.1f";
    return String.format(Locale.ROOT, format, amount) + UNITS.get(unit);
  }

  /** A text that is no longer than this. */
  static String shorten(String text, int most) {
    return text.length() > most ? text.substring(0, most - 1) + "…" : text;
  }

  /** A line of a sheet of facts; none for what is not known. */
  static void line(StringBuilder out, String name, String value) {
    if (!value.isBlank()) {
      out.append("%-12s%s%n".formatted(name, Text.readable(value.strip())));
    }
  }

  /** A header section, line by line. */
  static void header(StringBuilder out, String header) {
    header.lines().forEach(line -> out.append(Text.readable(line)).append('\n'));
  }

  /** How to see what comes behind a full page; empty for one that is not full. */
  static String more(JsonNode page, int limit, String option) {
    return page.size() < limit
        ? ""
        : "There may be more: %s %s%n".formatted(option, text(page.get(page.size() - 1), "id"));
  }

  /** Tells an operation what was given, and nothing of what was not. */
  static void put(Map<String, Object> arguments, String name, @Nullable String value) {
    if (value != null) {
      arguments.put(name, value);
    }
  }
}

package mailroad.mime;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Dates of header fields, the obsolete forms too (RFC 5322 section 3.3 and RFC 5322 section 4.3). */
public final class FieldDate {
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private FieldDate() {}

  /** The moment that a Date field names, with its zone; empty if it names none. */
  public static Optional<OffsetDateTime> parse(String value) {
    List<String> words = words(value);
    int at = !words.isEmpty() && Character.isLetter(words.getFirst().charAt(0)) ? 1 : 0;
    if (words.size() < at + 4) {
      return Optional.empty();
    }
    int day = number(words.get(at), 2);
    int month = month(words.get(at + 1));
    int year = year(words.get(at + 2));
    String[] time = words.get(at + 3).split(":", -1);
    int hour = number(time[0], 2);
    int minute = time.length > 1 ? number(time[1], 2) : -1;
    int second = time.length > 2 ? Math.min(59, number(time[2], 2)) : 0; // 60 is a leap second
    String zone = words.size() > at + 4 ? words.get(at + 4) : "-0000";
    try {
      return Optional.of(OffsetDateTime.of(year, month, day, hour, minute, second, 0, zone(zone)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The first words, without comments and the comma behind the day's name. */
  private static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    Lexer lexer = new Lexer(value, ",");
    while (words.size() < 6 && lexer.nextButComments() != Lexer.Kind.END) {
      if (lexer.kind() == Lexer.Kind.WORD) {
        words.add(lexer.token());
      }
    }
    return words;
  }

  /** The number, or -1, which no date accepts. */
  private static int number(String digits, int lengthMax) {
    boolean fits = !digits.isEmpty() && digits.length() <= lengthMax;
    return fits && digits.chars().allMatch(c -> c >= '0' && c <= '9')
        ? Integer.parseInt(digits)
        : -1;
  }

  private static int month(String name) {
    return name.length() < 3
        ? -1
        : MONTHS.indexOf(name.substring(0, 3).toLowerCase(Locale.ROOT)) + 1;
  }

  /** RFC 5322 section 4.3: years of two digits are of 1950 to 2049, of three digits since 1900. */
  private static int year(String digits) {
    int year = number(digits, 4);
    if (year >= 0 && digits.length() == 2) {
      return year + (year < 50 ? 2000 : 1900);
    }
    return year >= 0 && digits.length() == 3 ? year + 1900 : year < 0 ? Integer.MAX_VALUE : year;
  }

  /** RFC 5322 section 4.3: unknown names mean nothing, that is, UTC. */
  private static ZoneOffset zone(String zone) {
    char sign = zone.charAt(0);
    if ((sign == '+' || sign == '-') && zone.length() == 5) {
      int hours = number(zone.substring(1, 3), 2);
      int minutes = number(zone.substring(3), 2);
      if (hours >= 0 && hours < 18 && minutes >= 0 && minutes < 60) {
        int total = hours * 60 + minutes;
        return ZoneOffset.ofTotalSeconds(60 * (sign == '-' ? -total : total));
      }
    }
    return ZoneOffset.ofHours(
        switch (zone.toUpperCase(Locale.ROOT)) {
          case "EDT" -> -4;
          case "EST", "CDT" -> -5;
          case "CST", "MDT" -> -6;
          case "MST", "PDT" -> -7;
          case "PST" -> -8;
          default -> 0;
        });
  }
}

package mailroad.imap.syntax;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Dates as IMAP writes them (RFC 3501 section 9): {@code 17-Jul-1996} and {@code "17-Jul-1996 02:44:25 -0700"}. */
public final class Dates {
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

  private Dates() {}

  /** {@code date}, quoted or not. */
  public static LocalDate date(Input input) throws Malformed {
    boolean quoted = input.take('"');
    LocalDate date = dateText(input);
    if (quoted) {
      input.need('"');
    }
    return date;
  }

  private static LocalDate dateText(Input input) throws Malformed {
    long day = input.number();
    input.need('-');
    int month = month(input);
    input.need('-');
    long year = input.number();
    try {
      return LocalDate.of(Math.toIntExact(Math.min(year, 10_000)), month, (int) Math.min(day, 99));
    } catch (DateTimeException e) {
      throw new Malformed("there is no such date");
    }
  }

  private static int month(Input input) throws Malformed {
    for (String month : MONTHS) {
      if (input.take(month)) {
        return MONTHS.indexOf(month) + 1;
      }
    }
    throw new Malformed("month expected, such as Jan");
  }

  /** {@code date-time}. */
  public static Instant dateTime(Input input) throws Malformed {
    input.need('"');
    input.take(' '); // date-day-fixed: a blank before a day of one digit
    LocalDate date = dateText(input);
    input.space();
    int hour = two(input, 23);
    input.need(':');
    int minute = two(input, 59);
    input.need(':');
    int second = Math.min(59, two(input, 60));
    input.space();
    boolean west = input.peek() == '-';
    if (!input.take('+')) {
      input.need('-');
    }
    long zone = input.number();
    input.need('"');
    if (zone > 1759 || zone % 100 > 59) {
      throw new Malformed("there is no such time zone");
    }
    int seconds = (int) (zone / 100 * 3600 + zone % 100 * 60);
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(west ? -seconds : seconds);
    return OffsetDateTime.of(date, java.time.LocalTime.of(hour, minute, second), offset)
        .toInstant();
  }

  private static int two(Input input, int max) throws Malformed {
    long value = input.number();
    if (value > max) {
      throw new Malformed("there is no such time");
    }
    return (int) value;
  }

  /** A moment as IMAP writes it, in UTC, with quotes. */
  public static String show(Instant moment) {
    OffsetDateTime at = moment.atOffset(ZoneOffset.UTC);
    return String.format(
        Locale.ROOT,
        "\"%02d-%s-%04d %02d:%02d:%02d +0000\"",
        at.getDayOfMonth(),
        MONTHS.get(at.getMonthValue() - 1),
        at.getYear(),
        at.getHour(),
        at.getMinute(),
        at.getSecond());
  }
}

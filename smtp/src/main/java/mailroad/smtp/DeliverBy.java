package mailroad.smtp;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * By when a message should have arrived, and what happens if it has not: the BY parameter of MAIL (RFC 2852
 * section 4).
 *
 * @param seconds how long it may take from when this was said; below zero if that time is over already
 * @param mode what happens when it is over
 * @param trace whether each hop that passes the message on tells the sender so
 */
public record DeliverBy(long seconds, Mode mode, boolean trace) {
  private static final Pattern VALUE = Pattern.compile("([+-]?[0-9]{1,9});([RN])(T?)");
  private static final long SECONDS_MAX = 999_999_999;

  /** What happens when the time is over. */
  public enum Mode {
    /** The message is given up, and returned. */
    RETURN("R"),
    /** The sender is told of the delay, and the message is tried further. */
    NOTIFY("N");

    private final String letter;

    Mode(String letter) {
      this.letter = letter;
    }
  }

  /** Times that the parameter can say (RFC 2852 section 4: nine digits); longer ones are cut. */
  public DeliverBy {
    seconds = Math.clamp(seconds, -SECONDS_MAX, SECONDS_MAX);
  }

  /** Reads the parameter's value, which is what {@code toString} writes. */
  public static Optional<DeliverBy> parse(String text) {
    Matcher matcher = VALUE.matcher(text.toUpperCase(Locale.ROOT));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new DeliverBy(
            Long.parseLong(matcher.group(1)),
            matcher.group(2).equals("R") ? Mode.RETURN : Mode.NOTIFY,
            !matcher.group(3).isEmpty()));
  }

  /** The same, said so many seconds later. */
  public DeliverBy after(long elapsed) {
    return new DeliverBy(seconds - elapsed, mode, trace);
  }

  /** Whether the message is given up once the time is over. */
  public boolean givesUp() {
    return mode == Mode.RETURN;
  }

  /** As it stands on the wire, such as {@code 120;R}. */
  @Override
  public String toString() {
    return seconds + ";" + mode.letter + (trace ? "T" : "");
  }
}

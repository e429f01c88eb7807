package mailroad.smtp.client;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * What the other side says of its bounds, so that nobody has to run into them (RFC 9422 section 4). What is not said is
 * empty.
 *
 * @param mailMax most transactions of one session: MAILMAX
 * @param recipientsMax most recipients of one transaction: RCPTMAX
 * @param domainsMax most domains that they may be of: RCPTDOMAINMAX
 */
public record Limits(OptionalInt mailMax, OptionalInt recipientsMax, OptionalInt domainsMax) {
  /** Nothing was said. */
  public static final Limits NONE =
      new Limits(OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty());

  /** RFC 9422 section 3.1: limits are numbers; what is not known is passed over. */
  static Limits parse(String[] words) {
    Limits limits = NONE;
    for (String word : words) {
      int equals = word.indexOf('=');
      OptionalInt value = equals < 0 ? OptionalInt.empty() : number(word.substring(equals + 1));
      if (value.isPresent()) {
        limits = limits.with(word.substring(0, equals).toUpperCase(Locale.ROOT), value);
      }
    }
    return limits;
  }

  private Limits with(String name, OptionalInt value) {
    return switch (name) {
      case "MAILMAX" -> new Limits(value, recipientsMax, domainsMax);
      case "RCPTMAX" -> new Limits(mailMax, value, domainsMax);
      case "RCPTDOMAINMAX" -> new Limits(mailMax, recipientsMax, value);
      default -> this;
    };
  }

  private static OptionalInt number(String digits) {
    return digits.matches("[0-9]{1,6}") && Integer.parseInt(digits) > 0
        ? OptionalInt.of(Integer.parseInt(digits))
        : OptionalInt.empty();
  }
}

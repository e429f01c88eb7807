package mailroad.smtp;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * BDAT: RFC 3030 section 2. The chunk follows the line.
 *
 * @param octets how long the chunk is; empty where the line does not say it, so that what follows cannot be told from
 *     commands
 * @param last whether the content ends with this chunk
 */
public record Bdat(OptionalLong octets, boolean last) implements Command {
  private static final int DIGITS_MAX = 18;

  static Command parse(String argument) {
    String[] words = argument.split(" +");
    boolean last = words.length == 2 && words[1].toUpperCase(Locale.ROOT).equals("LAST");
    boolean fine = (words.length == 1 || last) && words[0].matches("[0-9]{1," + DIGITS_MAX + "}");
    return new Bdat(fine ? OptionalLong.of(Long.parseLong(words[0])) : OptionalLong.empty(), last);
  }
}

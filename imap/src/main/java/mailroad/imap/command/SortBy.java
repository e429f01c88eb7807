package mailroad.imap.command;

import java.util.ArrayList;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * By what messages are sorted (RFC 5256 section 3, RFC 5957 section 3, RFC 6203 section 5).
 *
 * @param reverse whether the largest come first
 */
public record SortBy(Key key, boolean reverse) {
  private static final int KEYS_MAX = 20;

  /** What of a message is compared. */
  public enum Key {
    ARRIVAL,
    CC,
    DATE,
    FROM,
    SIZE,
    SUBJECT,
    TO,
    DISPLAYFROM,
    DISPLAYTO,
    RELEVANCY
  }

  static java.util.List<SortBy> parse(Input input) throws Malformed {
    input.need('(');
    java.util.List<SortBy> all = new ArrayList<>();
    do {
      String word = input.word();
      boolean reverse = word.equals("REVERSE");
      if (reverse) {
        input.space();
        word = input.word();
      }
      all.add(new SortBy(key(word), reverse));
      if (all.size() > KEYS_MAX) {
        throw new Malformed("more than " + KEYS_MAX + " sort keys");
      }
    } while (input.take(' '));
    input.need(')');
    return all;
  }

  private static Key key(String word) throws Malformed {
    for (Key key : Key.values()) {
      if (key.name().equals(word)) {
        return key;
      }
    }
    throw new Malformed("unknown sort key");
  }
}

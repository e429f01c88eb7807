package mailroad.imap.command;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * SEARCH and UID SEARCH: RFC 3501 section 6.4.4 and RFC 3501 section 6.4.8.
 *
 * @param uid whether the reply names UIDs
 * @param key what is looked for; empty if the charset is one that we do not know, so that nothing can be said of what
 *     follows it
 */
public record Search(boolean uid, Optional<SearchKey> key) implements Command.WhileSelected {
  static Search parse(Input input, boolean uid) throws Malformed {
    input.space();
    // RFC 3501 asks for US-ASCII where none is named; clients that send UTF-8 then mean UTF-8.
    Optional<Charset> charset = Optional.of(StandardCharsets.UTF_8);
    if (input.take("CHARSET ")) {
      charset = charset(input.astringText());
      input.space();
    }
    if (charset.isEmpty()) {
      input.rest();
      return new Search(uid, Optional.empty());
    }
    return new Search(uid, Optional.of(new SearchKeyParser(input, charset.get()).toTheEnd()));
  }

  /** Only sets that can be decoded strictly, by their proper names. */
  private static Optional<Charset> charset(String name) {
    if (name.toUpperCase(Locale.ROOT).equals("US-ASCII")) {
      return Optional.of(StandardCharsets.US_ASCII);
    }
    try {
      return Charset.isSupported(name) ? Optional.of(Charset.forName(name)) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // no name of a charset at all
    }
  }

  @Override
  public boolean namesNumbers() {
    return !uid || key.filter(SearchKey::namesNumbers).isPresent();
  }
}

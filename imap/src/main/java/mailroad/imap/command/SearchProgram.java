package mailroad.imap.command;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * What SEARCH, SORT and THREAD look for, and in which charset it is written. Empty where the charset is one that we do not
 * know, so that nothing can be said of what follows it.
 */
final class SearchProgram {
  private SearchProgram() {}

  /** {@code [CHARSET name] key...}: RFC 3501 section 6.4.4. */
  static Optional<SearchKey> parse(Input input) throws Malformed {
    // RFC 3501 asks for US-ASCII where none is named; clients that send UTF-8 then mean UTF-8.
    return input.take("CHARSET ")
        ? withCharset(input)
        : keys(input, Optional.of(StandardCharsets.UTF_8));
  }

  /** {@code name key...}: RFC 5256 section 3. */
  static Optional<SearchKey> withCharset(Input input) throws Malformed {
    Optional<Charset> charset = charset(input.astringText());
    input.space();
    return keys(input, charset);
  }

  private static Optional<SearchKey> keys(Input input, Optional<Charset> charset) throws Malformed {
    if (charset.isEmpty()) {
      input.rest();
      return Optional.empty();
    }
    return Optional.of(new SearchKeyParser(input, charset.get()).toTheEnd());
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
}

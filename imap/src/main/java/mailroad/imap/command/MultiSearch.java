package mailroad.imap.command;

import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * ESEARCH, which goes through many mailboxes: RFC 7377 section 2.1. The reply names UIDs.
 *
 * @param key what is looked for; empty if the charset is one that we do not know
 */
public record MultiSearch(SearchSources in, Returns returns, Optional<SearchKey> key)
    implements Command.AfterLogin {
  static MultiSearch parse(Input input) throws Malformed {
    input.space();
    SearchSources in = SearchSources.SELECTED;
    if (input.take("IN ")) {
      in = SearchSources.parse(input);
      input.space();
    }
    Returns returns = Returns.take(input).orElse(Returns.ALL);
    return new MultiSearch(in, returns, SearchProgram.parse(input));
  }

  @Override
  public String name() {
    return "ESEARCH";
  }
}

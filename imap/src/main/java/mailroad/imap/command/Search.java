package mailroad.imap.command;

import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * SEARCH and UID SEARCH: RFC 3501 section 6.4.4 and RFC 3501 section 6.4.8, RFC 4731 section 3.
 *
 * @param uid whether the reply names UIDs
 * @param returns what is to be told; empty if the client did not say, as older ones do
 * @param key what is looked for; empty if the charset is one that we do not know
 */
public record Search(boolean uid, Optional<Returns> returns, Optional<SearchKey> key)
    implements Command.WhileSelected {
  static Search parse(Input input, boolean uid) throws Malformed {
    input.space();
    Optional<Returns> returns = Returns.take(input);
    return new Search(uid, returns, SearchProgram.parse(input));
  }

  @Override
  public boolean namesNumbers() {
    return !uid || key.filter(SearchKey::namesNumbers).isPresent();
  }
}

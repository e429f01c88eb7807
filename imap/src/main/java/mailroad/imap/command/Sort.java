package mailroad.imap.command;

import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * SORT and UID SORT: RFC 5256 section 3, RFC 5267 section 3.
 *
 * @param uid whether the reply names UIDs
 * @param returns what is to be told; empty if the client did not say
 * @param order by what messages are sorted, at least one
 * @param key what is looked for; empty if the charset is one that we do not know
 */
public record Sort(
    boolean uid, Optional<Returns> returns, java.util.List<SortBy> order, Optional<SearchKey> key)
    implements Command.WhileSelected {
  /** The list does not change. */
  public Sort {
    order = java.util.List.copyOf(order);
  }

  static Sort parse(Input input, boolean uid) throws Malformed {
    input.space();
    Optional<Returns> returns = Returns.take(input);
    java.util.List<SortBy> order = SortBy.parse(input);
    input.space();
    return new Sort(uid, returns, order, SearchProgram.withCharset(input));
  }

  @Override
  public boolean namesNumbers() {
    return !uid || key.filter(SearchKey::namesNumbers).isPresent();
  }
}

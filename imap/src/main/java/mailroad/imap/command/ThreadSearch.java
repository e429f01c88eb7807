package mailroad.imap.command;

import java.util.Optional;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * THREAD and UID THREAD: RFC 5256 section 3.
 *
 * @param uid whether the reply names UIDs
 * @param key what is looked for; empty if the charset is one that we do not know
 */
public record ThreadSearch(boolean uid, Algorithm algorithm, Optional<SearchKey> key)
    implements Command.WhileSelected {
  /** How it is found out what belongs together. */
  public enum Algorithm {
    /** By base subjects alone. */
    ORDEREDSUBJECT,
    /** By references, and base subjects where they do not tell. */
    REFERENCES
  }

  static ThreadSearch parse(Input input, boolean uid) throws Malformed {
    input.space();
    Algorithm algorithm =
        switch (input.word()) {
          case "ORDEREDSUBJECT" -> Algorithm.ORDEREDSUBJECT;
          case "REFERENCES" -> Algorithm.REFERENCES;
          default -> throw new Malformed("unknown threading algorithm");
        };
    input.space();
    return new ThreadSearch(uid, algorithm, SearchProgram.withCharset(input));
  }

  @Override
  public boolean namesNumbers() {
    return !uid || key.filter(SearchKey::namesNumbers).isPresent();
  }

  @Override
  public String name() {
    return "THREAD";
  }
}

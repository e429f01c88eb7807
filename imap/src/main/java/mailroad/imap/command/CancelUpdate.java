package mailroad.imap.command;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import mailroad.imap.syntax.Input;
import mailroad.imap.syntax.Malformed;

/**
 * CANCELUPDATE: RFC 5267 section 4.3.5.
 *
 * @param tags of the searches whose results no longer matter
 */
public record CancelUpdate(java.util.List<String> tags) implements Command.WhileSelected {
  /** The list does not change. */
  public CancelUpdate {
    tags = java.util.List.copyOf(tags);
  }

  static CancelUpdate parse(Input input) throws Malformed {
    java.util.List<String> tags = new ArrayList<>();
    do {
      input.space();
      tags.add(new String(input.string(), StandardCharsets.US_ASCII));
    } while (!input.atEnd());
    return new CancelUpdate(tags);
  }
}

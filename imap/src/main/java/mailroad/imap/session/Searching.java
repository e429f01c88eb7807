package mailroad.imap.session;

import java.io.IOException;
import java.util.Optional;
import mailroad.imap.ImapConfig;
import mailroad.imap.command.Search;
import mailroad.imap.command.SearchKey;
import mailroad.mailbox.Message;
import mailroad.store.StoreException;

/** SEARCH and UID SEARCH: RFC 3501 section 6.4.4. */
final class Searching {
  private final View view;
  private final Responses out;
  private final ImapConfig config;

  Searching(View view, Responses out, ImapConfig config) {
    this.view = view;
    this.out = out;
    this.config = config;
  }

  Completion search(Search command) throws IOException, StoreException {
    Optional<SearchKey> key = command.key();
    if (key.isEmpty()) {
      return Completion.no("[BADCHARSET (US-ASCII UTF-8 ISO-8859-1)] This charset is not known");
    }
    Matcher matcher = Matcher.of(key.get(), view, config.searchOctetsMax());
    long highest = 0;
    StringBuilder found = new StringBuilder("SEARCH");
    for (int i = 0; i < view.size(); i++) {
      Message message = view.message(i);
      if (matcher.matches(i, message)) {
        found.append(' ').append(command.uid() ? message.uid() : i + 1);
        highest = Math.max(highest, message.modseq());
      }
    }
    if (key.get().asksForModSeqs() && highest > 0) {
      found.append(" (MODSEQ ").append(highest).append(')');
    }
    out.untagged(found.toString());
    return Completion.ok("Searched");
  }
}

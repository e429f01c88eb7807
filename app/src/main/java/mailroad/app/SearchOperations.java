package mailroad.app;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import mailroad.app.admin.AdminException;
import mailroad.app.admin.Operations;
import mailroad.kernel.Text;
import mailroad.search.FullText;
import mailroad.search.Waiting;

/** What an administrator does with the index for searching text. */
final class SearchOperations {
  private final Optional<FullText> index;

  SearchOperations(Optional<FullText> index) {
    this.index = index;
  }

  void addTo(Operations operations) {
    operations.add("search.status", _ -> status()).add("search.rebuild", _ -> rebuild());
  }

  /**
   * The index.
   *
   * @param messages that it has
   * @param messagesWaiting that it does not have yet, as far as that is known
   * @param waitsFor what they wait for, in a sentence; empty where nothing waits
   */
  record StatusView(
      boolean open,
      long messages,
      long octets,
      int mailboxesToLookAt,
      long messagesWaiting,
      String waitsFor) {}

  private StatusView status() throws AdminException {
    FullText.State state = index().state();
    return new StatusView(
        state.open(),
        state.messages(),
        state.octets(),
        state.mailboxesToLookAt(),
        state.waiting().map(Waiting::messages).orElse(0L),
        state.waiting().map(SearchOperations::words).orElse(""));
  }

  static String words(Waiting waiting) {
    Instant until = waiting.until().truncatedTo(ChronoUnit.SECONDS);
    String wait =
        "%s in %s"
            .formatted(
                Text.count(waiting.messages(), "message waits", "messages wait"),
                Text.count(waiting.mailboxes(), "mailbox", "mailboxes"));
    return switch (waiting.reason()) {
      case START ->
          "After the start, mailboxes are first looked through at %s (full-text.start-delay)."
              .formatted(until);
      case ARRIVING ->
          "%s until no more come there, but not after %s (full-text.lag-max)."
              .formatted(wait, until);
      case BUSY ->
          "%s until less mail comes to this server (full-text.busy-messages), but not after %s (full-text.lag-max)."
              .formatted(wait, until);
      case FULL ->
          "The index is as large as it may be, and takes nothing more (full-text.index-octets-max).";
    };
  }

  private FullText index() throws AdminException {
    if (index.isEmpty()) {
      throw new AdminException("there is no index: full-text.enabled is false");
    }
    return index.get();
  }

  private StatusView rebuild() throws AdminException {
    try {
      index().rebuild();
      return status();
    } catch (IOException e) {
      throw new AdminException("the index cannot be removed: " + e.getMessage(), e);
    }
  }
}

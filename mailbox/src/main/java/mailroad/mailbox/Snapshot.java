package mailroad.mailbox;

import java.util.List;

/**
 * The messages of a mailbox. What has changed after {@link #modseq} may or may not show; {@link
 * Mailbox#changesSince} with that number reports all of it.
 *
 * @param uidNext the UID that the next message will at least get
 * @param modseq the mailbox's highest modseq when reading began
 * @param messages in the order of their UIDs
 */
public record Snapshot(long uidNext, long modseq, Messages messages) {
  /** The messages do not change. */
  public Snapshot {
    messages = messages.fixed();
  }

  /** The same with messages of any list in that order. */
  public Snapshot(long uidNext, long modseq, List<Message> messages) {
    this(uidNext, modseq, Messages.of(messages));
  }
}

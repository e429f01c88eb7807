package mailroad.mailbox;

import java.util.List;

/**
 * What has happened in a mailbox since a modseq.
 *
 * @param modseq to ask with the next time
 * @param uidNext the UID that the next message will at least get
 * @param changed messages that are new or whose flags were changed, in the order of their UIDs, as they are now
 * @param vanished all UIDs if the mailbox was deleted; else UIDs of messages that are gone; it may also name UIDs that the asker never saw (RFC 7162
 *     section 3.2.6 allows it), and does so when the log no longer reaches back that far
 */
public record Changes(long modseq, long uidNext, List<Message> changed, UidSet vanished) {
  /** The record's lists do not change. */
  public Changes {
    changed = List.copyOf(changed);
  }

  /** Whether nothing has happened. */
  public boolean isEmpty() {
    return changed.isEmpty() && vanished.isEmpty();
  }
}

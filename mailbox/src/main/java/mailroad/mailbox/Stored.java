package mailroad.mailbox;

import java.util.List;

/**
 * What became of a change of flags.
 *
 * @param messages those of the set that are there and pass, as they are after it, in the order of their UIDs
 * @param modified UIDs that were left alone because they had changed since the given modseq (RFC 7162 section
 *     3.1.3)
 * @param modseqs that this change took, in order: whoever has its outcome need not ask what happened at these
 */
public record Stored(List<Message> messages, UidSet modified, List<Long> modseqs) {
  /** The record's lists do not change. */
  public Stored {
    messages = List.copyOf(messages);
    modseqs = List.copyOf(modseqs);
  }
}

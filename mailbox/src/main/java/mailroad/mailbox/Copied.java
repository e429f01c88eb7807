package mailroad.mailbox;

import java.util.List;

/** What became of a copy or a move. */
public sealed interface Copied {
  /**
   * All messages that were still there stand in the other mailbox.
   *
   * @param uidValidity of the other mailbox
   * @param pairs in the order of the UIDs here (RFC 4315 section 3)
   */
  record Done(long uidValidity, List<Pair> pairs) implements Copied {
    /** The record's lists do not change. */
    public Done {
      pairs = List.copyOf(pairs);
    }
  }

  /** The account has no room for it; the other mailbox is as before. */
  record OverQuota() implements Copied {}

  /**
   * The other mailbox was deleted meanwhile. What a move had moved until then went with it.
   */
  record Gone() implements Copied {}

  /**
   * A message and its copy.
   *
   * @param from UID here
   * @param to UID in the other mailbox
   */
  record Pair(long from, long to) {}
}

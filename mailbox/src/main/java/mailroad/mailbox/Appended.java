package mailroad.mailbox;

import java.util.List;

/** What became of an append. */
public sealed interface Appended {
  /**
   * The messages stand in the mailbox.
   *
   * @param uidValidity of the mailbox
   * @param uids in the order of the drafts
   */
  record Done(long uidValidity, List<Long> uids) implements Appended {
    /** The record's lists do not change. */
    public Done {
      uids = List.copyOf(uids);
    }
  }

  /** The account has no room for it; nothing was changed. */
  record OverQuota() implements Appended {}

  /** The mailbox was deleted meanwhile; nothing was changed. */
  record Gone() implements Appended {}
}

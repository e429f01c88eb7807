package mailroad.imap.session;

import java.util.List;
import java.util.Map;

/**
 * What a search has found.
 *
 * @param uids in the order that was asked for, that of the mailbox unless sorted
 * @param relevancy of each, from 1 to 100 (RFC 6203 section 4)
 * @param modseqs of each (RFC 4731 section 3.2)
 */
record Found(List<Long> uids, Map<Long, Integer> relevancy, Map<Long, Long> modseqs) {
  Found {
    uids = List.copyOf(uids);
  }

  /** What is found where nothing is. */
  static final Found NOTHING = new Found(List.of(), Map.of(), Map.of());

  /** The same messages in another order. */
  Found inOrder(List<Long> order) {
    return new Found(order, relevancy, modseqs);
  }
}

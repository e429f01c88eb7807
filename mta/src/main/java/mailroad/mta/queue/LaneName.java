package mailroad.mta.queue;

import java.util.Locale;
import mailroad.store.Batch;

/**
 * A lane of the store's queue: the items for one next hop, those apart that a sender has heaped up there, so that
 * a letter never stands behind a mailing.
 *
 * @param hop the next hop as configuration writes it; shortened if it is very long
 * @param bulk whether it holds what senders have heaped up
 */
record LaneName(String hop, boolean bulk) {
  private static final String BULK = " bulk";
  private static final int HOP_CHARS_MAX = Batch.LANE_CHARS_MAX - BULK.length();

  LaneName {
    hop = shortened(hop);
  }

  /** What several next hops might share is only that they are left alone together. */
  private static String shortened(String hop) {
    return hop.length() <= HOP_CHARS_MAX
        ? hop
        : hop.substring(0, HOP_CHARS_MAX - 9)
            + "~"
            + "%08x".formatted(hop.hashCode()).toLowerCase(Locale.ROOT);
  }

  /** As the store calls it. */
  String stored() {
    return bulk ? hop + BULK : hop;
  }

  static LaneName parse(String stored) {
    return stored.endsWith(BULK)
        ? new LaneName(stored.substring(0, stored.length() - BULK.length()), true)
        : new LaneName(stored, false);
  }
}

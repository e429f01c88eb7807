package mailroad.search;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * Which mailboxes wait with what the index lacks of them: those into which mail still comes, so that it is added when it is
 * quiet, much at once. No longer than the bounds say. Used by the task that keeps the index.
 */
final class Lag {
  private final FullTextConfig config;
  private final Map<Long, Behind> behind = new HashMap<>();

  /**
   * A mailbox that waits.
   *
   * @param since when it was first seen to lack something
   * @param uidNext when it was last looked at
   */
  private record Behind(Instant since, long uidNext) {}

  Lag(FullTextConfig config) {
    this.config = config;
  }

  /**
   * Whether a mailbox that is looked at now may wait until it is looked at again.
   *
   * @param missing messages that the index lacks, at most
   */
  boolean mayWait(long box, long uidNext, long missing, Instant now) {
    if (missing > config.lagMessagesMax()) {
      return false;
    }
    Behind before = behind.getOrDefault(box, new Behind(now, 0));
    boolean stillComing = before.uidNext() != uidNext;
    behind.put(box, new Behind(before.since(), uidNext));
    return stillComing && now.isBefore(before.since().plus(config.lagMax()));
  }

  /** The index lacks nothing of it now, or it is gone. */
  void over(long box) {
    behind.remove(box);
  }

  /** As at the beginning. */
  void clear() {
    behind.clear();
  }
}

package mailroad.search;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which mailboxes wait with what the index lacks of them: those into which mail still comes, and while much comes into others
 * too, all, so that it is added when it is quiet, much at once. No longer than the bounds say. Used by the task that keeps
 * the index.
 */
final class Lag {
  private final FullTextConfig config;
  private final Map<Long, Behind> behind = new HashMap<>();
  private long arrived;
  private boolean busy;

  /**
   * A mailbox that waits.
   *
   * @param since when it was first seen to lack something
   * @param uidNext when it was last looked at
   * @param missing messages that the index lacked then, at most
   */
  private record Behind(Instant since, long uidNext, long missing) {}

  Lag(FullTextConfig config) {
    this.config = config;
  }

  /**
   * Whether a mailbox that is looked at now may wait until it is looked at again.
   *
   * @param missing messages that the index lacks, at most
   */
  boolean mayWait(long box, long uidNext, long missing, Instant now) {
    Behind before = behind.getOrDefault(box, new Behind(now, uidNext - missing, missing));
    boolean stillComing = before.uidNext() != uidNext;
    arrived += uidNext - before.uidNext();
    behind.put(box, new Behind(before.since(), uidNext, missing));
    return (stillComing || busy)
        && missing <= config.lagMessagesMax()
        && now.isBefore(before.since().plus(config.lagMax()));
  }

  /** The index lacks nothing of it now, or it is gone. */
  void over(long box) {
    behind.remove(box);
  }

  /** All mailboxes were looked at: what came since the last time says whether it is quiet. */
  void walked() {
    busy = arrived > config.busyMessages();
    arrived = 0;
  }

  /** What waits, and until when the first of it does at most. */
  Optional<Waiting> waiting() {
    Waiting.Reason reason = busy ? Waiting.Reason.BUSY : Waiting.Reason.ARRIVING;
    long messages = behind.values().stream().mapToLong(Behind::missing).sum();
    return behind.values().stream()
        .map(Behind::since)
        .min(Instant::compareTo)
        .map(since -> new Waiting(reason, messages, behind.size(), since.plus(config.lagMax())));
  }

  /** As at the beginning. */
  void clear() {
    behind.clear();
    arrived = 0;
    busy = false;
  }
}

package mailroad.guard.door;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.AddressRange;

/**
 * A network from which nobody comes in.
 *
 * @param reason one line for people
 * @param until when it ends; empty for when somebody ends it
 * @param times how often it was banned so far: each time for longer
 * @param evidence what led to it, the oldest first
 * @param byHand whether an administrator wants it so
 */
public record Ban(
    AddressRange network,
    String reason,
    Instant since,
    Optional<Instant> until,
    int times,
    List<String> evidence,
    boolean byHand) {
  /** The record's list does not change. */
  public Ban {
    evidence = List.copyOf(evidence);
  }

  /** Whether it holds at a time. */
  public boolean holds(Instant now) {
    return until.isEmpty() || now.isBefore(until.get());
  }
}

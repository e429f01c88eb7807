package mailroad.mta.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * A next hop to which nothing is sent because an administrator says so.
 *
 * @param hop the next hop as the queue shows it: a domain, or what a route names
 * @param until when it ends by itself
 */
public record Suspension(
    String hop, String reason, String by, Instant since, Optional<Instant> until) {
  boolean isOver(Instant now) {
    return until.filter(u -> !u.isAfter(now)).isPresent();
  }
}

package mailroad.guard.door;

import java.time.Instant;

/**
 * Mail of a pool of hosts, from a sender to a recipient, that was put off.
 *
 * @param first when it came first
 * @param last when it came last
 * @param passes how often it was let through; 0 as long as it was not
 */
record Grey(Instant first, Instant last, int passes) {}

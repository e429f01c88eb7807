package mailroad.guard.report.received;

import java.time.Instant;

/**
 * A report that was received.
 *
 * @param at when its mail arrived
 * @param message the queue id of that mail
 * @param sender its reverse-path
 * @param vouched who vouches for it
 */
public record Received(
    Feedback feedback, Instant at, String message, String sender, Vouched vouched) {}

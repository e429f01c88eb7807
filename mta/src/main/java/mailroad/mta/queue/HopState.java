package mailroad.mta.queue;

import java.time.Instant;

/**
 * A next hop as an administrator sees it.
 *
 * @param waiting items in memory that wait for their turn
 * @param window how many attempts may run at once
 * @param reason why it rests, or failed last
 */
public record HopState(
    String hop,
    int waiting,
    int running,
    int window,
    int failures,
    Instant restUntil,
    boolean suspended,
    String reason) {}

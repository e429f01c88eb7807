package mailroad.guard.door;

import java.time.Instant;

/**
 * Hosts that send for one another.
 *
 * @param passes how many different mails came back from there
 * @param last when the last did
 */
record Pool(int passes, Instant last) {}

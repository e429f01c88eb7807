package mailroad.dns;

import java.time.Instant;

/**
 * A delegation by the root or a top-level domain that has failed to be proven for so long that it counts as unsigned
 * meanwhile, with all below it: mail flows there, and nothing is secure.
 *
 * @param zone name of what was delegated
 * @param since when it was first found to fail
 * @param last when it was last needed, and failed
 */
public record DnssecLapse(String zone, Instant since, Instant last, String why) {}

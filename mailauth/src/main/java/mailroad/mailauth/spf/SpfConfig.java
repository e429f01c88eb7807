package mailroad.mailauth.spf;

import java.time.Duration;

/**
 * How far SPF goes (RFC 7208 section 4.6.4).
 *
 * @param termsMax most terms of one check that ask DNS, those of included and redirected records counted
 * @param voidsMax most questions of such terms that may find nothing
 * @param namesMax most mail exchangers of one mx term, and most names of one address, that are looked at
 * @param timeout how long one check may take
 * @param recordOctetsMax longest record that is read
 * @param explain whether domains are asked for their explanation when a host may not send
 * @param explanationMax most characters of such an explanation that are shown
 * @param recordsMax records that are remembered as read, so that reading them again costs nothing
 */
public record SpfConfig(
    int termsMax,
    int voidsMax,
    int namesMax,
    Duration timeout,
    int recordOctetsMax,
    boolean explain,
    int explanationMax,
    int recordsMax) {
  /** The limits of RFC 7208 section 4.6.4, which also wants at least 20 seconds. */
  public static final SpfConfig DEFAULT =
      new SpfConfig(10, 2, 10, Duration.ofSeconds(20), 4_096, true, 200, 2_000);

  /** Checks the bounds. */
  public SpfConfig {
    require(termsMax >= 1 && termsMax <= 100, "terms-max must be from 1 to 100");
    require(voidsMax >= 0 && voidsMax <= 100, "voids-max must be from 0 to 100");
    require(namesMax >= 1 && namesMax <= 100, "names-max must be from 1 to 100");
    require(timeout.isPositive(), "timeout must be longer than zero");
    require(recordOctetsMax >= 450, "record-octets-max must be at least 450");
    require(explanationMax >= 0, "explanation-max must not be negative");
    require(recordsMax >= 0, "records-max must not be negative");
  }

  /** The same with other limits of what is asked. */
  public SpfConfig withLimits(int terms, int voids, int names) {
    return new SpfConfig(
        terms, voids, names, timeout, recordOctetsMax, explain, explanationMax, recordsMax);
  }

  /** The same with another time limit. */
  public SpfConfig withTimeout(Duration other) {
    return new SpfConfig(
        termsMax, voidsMax, namesMax, other, recordOctetsMax, explain, explanationMax, recordsMax);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}

package mailroad.dns;

import java.time.Duration;

/**
 * What a resolver remembers, and for how long.
 *
 * @param entriesMax record sets and denials remembered; the longest unused is forgotten first
 * @param octetsMax memory for them, roughly
 * @param ttlMin shortest time that records are kept, whatever they say; zero keeps to what they say
 * @param ttlMax longest time that records are kept, whatever they say
 * @param negativeTtlMax longest time that it is remembered that something does not exist
 * @param failureTtl time that it is remembered that a question failed
 */
public record CacheConfig(
    int entriesMax,
    long octetsMax,
    Duration ttlMin,
    Duration ttlMax,
    Duration negativeTtlMax,
    Duration failureTtl) {
  /**
   * RFC 2308 section 5 suggests one to three hours for denials; RFC 9520 section 3.2 wants failures kept
   * from one second to five minutes.
   */
  public static final CacheConfig DEFAULT =
      new CacheConfig(
          50_000,
          32L << 20,
          Duration.ZERO,
          Duration.ofDays(1),
          Duration.ofHours(1),
          Duration.ofSeconds(1));

  /** A configuration whose values make sense together. */
  public CacheConfig {
    ResolverConfig.require(entriesMax >= 1, "entries-max must be at least 1");
    ResolverConfig.require(octetsMax >= 65_536, "octets-max must be at least 65536");
    ResolverConfig.require(!ttlMin.isNegative(), "ttl-min must not be negative");
    ResolverConfig.require(ttlMax.compareTo(ttlMin) >= 0, "ttl-max must be at least ttl-min");
    ResolverConfig.require(!negativeTtlMax.isNegative(), "negative-ttl-max must not be negative");
    ResolverConfig.require(
        !failureTtl.isNegative() && failureTtl.compareTo(Duration.ofMinutes(5)) <= 0,
        "failure-ttl must be from zero to 5 minutes");
  }
}

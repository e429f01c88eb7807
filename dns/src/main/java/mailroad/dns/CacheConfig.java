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
 * @param staleMax how long after its time an answer is still given when nobody can be asked (RFC 8767); zero
 *     gives none
 * @param staleTtl how long such an answer is given before somebody is asked again
 * @param prefetchHitsMin how often an answer must have been given for it to be renewed shortly before its time
 *     is over
 * @param prefetchesMax answers renewed at the same time; zero renews none
 * @param proofsMax denials remembered that DNSSEC has proven, from which others follow (RFC 8198); zero for
 *     none
 */
public record CacheConfig(
    int entriesMax,
    long octetsMax,
    Duration ttlMin,
    Duration ttlMax,
    Duration negativeTtlMax,
    Duration failureTtl,
    Duration staleMax,
    Duration staleTtl,
    int prefetchHitsMin,
    int prefetchesMax,
    int proofsMax) {
  /**
   * RFC 2308 section 5 suggests one to three hours for denials; RFC 9520 section 3.2 wants failures kept
   * from one second to five minutes; RFC 8767 section 5 recommends stale answers for one to three days, 30
   * seconds at a time.
   */
  public static final CacheConfig DEFAULT =
      new CacheConfig(
          50_000,
          32L << 20,
          Duration.ZERO,
          Duration.ofDays(1),
          Duration.ofHours(1),
          Duration.ofSeconds(1),
          Duration.ofDays(1),
          Duration.ofSeconds(30),
          3,
          4,
          10_000);

  /** A configuration whose values make sense together. */
  public CacheConfig {
    Limits.require(entriesMax >= 1, "entries-max must be at least 1");
    Limits.require(octetsMax >= 65_536, "octets-max must be at least 65536");
    Limits.require(!ttlMin.isNegative(), "ttl-min must not be negative");
    Limits.require(ttlMax.compareTo(ttlMin) >= 0, "ttl-max must be at least ttl-min");
    Limits.require(!negativeTtlMax.isNegative(), "negative-ttl-max must not be negative");
    Limits.require(
        !failureTtl.isNegative() && failureTtl.compareTo(Duration.ofMinutes(5)) <= 0,
        "failure-ttl must be from zero to 5 minutes");
    Limits.require(
        !staleMax.isNegative() && staleMax.compareTo(Duration.ofDays(7)) <= 0,
        "stale-max must be from zero to 7 days");
    Limits.require(
        !staleTtl.isNegative() && staleTtl.compareTo(Duration.ofMinutes(5)) <= 0,
        "stale-ttl must be from zero to 5 minutes");
    Limits.require(prefetchHitsMin >= 1, "prefetch-hits-min must be at least 1");
    Limits.require(prefetchesMax >= 0, "prefetches-max must not be negative");
    Limits.require(proofsMax >= 0, "proofs-max must not be negative");
  }

  /** The same with other answers given after their time. */
  public CacheConfig withStale(Duration max, Duration ttl) {
    return new CacheConfig(
        entriesMax,
        octetsMax,
        ttlMin,
        ttlMax,
        negativeTtlMax,
        failureTtl,
        max,
        ttl,
        prefetchHitsMin,
        prefetchesMax,
        proofsMax);
  }

  /** The same with another way to renew what is asked for often. */
  public CacheConfig withPrefetch(int hitsMin, int max) {
    return new CacheConfig(
        entriesMax,
        octetsMax,
        ttlMin,
        ttlMax,
        negativeTtlMax,
        failureTtl,
        staleMax,
        staleTtl,
        hitsMin,
        max,
        proofsMax);
  }

  /** The same with another number of proven denials. */
  public CacheConfig withProofsMax(int max) {
    return new CacheConfig(
        entriesMax,
        octetsMax,
        ttlMin,
        ttlMax,
        negativeTtlMax,
        failureTtl,
        staleMax,
        staleTtl,
        prefetchHitsMin,
        prefetchesMax,
        max);
  }
}

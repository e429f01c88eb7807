package mailroad.dns;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.Name;

/**
 * Whether and how DNSSEC is checked (RFC 4035 section 5), and what a failure does.
 *
 * @param mode {@code off} checks nothing; {@code permissive} checks and tells, but believes what fails as if it
 *     were unsigned; {@code enforce} takes what fails for a temporary failure of that name
 * @param topFailurePatience how long a delegation by the root or a top-level domain must have failed before
 *     it counts as unsigned, so that their mistakes delay mail but never stop it; zero does not wait
 * @param trustAnchors DS records of keys to trust, such as {@code ". IN DS 20326 8 2 E06D..."}; empty for the
 *     root keys of the Internet where the root hints are those of the Internet, and for none elsewhere
 * @param anchorUpdates whether and how those keys are kept up to date
 * @param negativeTrustAnchors domains that count as unsigned, with all below them (RFC 7646)
 * @param adTrusted networks of resolvers whose word that an answer is secure, the AD bit, is believed
 *     when forwarding; none of them should be reached over a network of others
 * @param clockSkew how far this machine's clock may be off when signatures begin and end
 * @param nsec3IterationsMax further hashes of a denial by NSEC3; a zone with more counts as unsigned
 * @param serversMax servers of a zone asked for an answer that can be proven, before it counts as bogus
 * @param bounds how much checking one question may cause
 */
public record DnssecConfig(
    Mode mode,
    Duration topFailurePatience,
    List<String> trustAnchors,
    AnchorUpdates anchorUpdates,
    List<String> negativeTrustAnchors,
    List<String> adTrusted,
    Duration clockSkew,
    int nsec3IterationsMax,
    int serversMax,
    Bounds bounds) {
  /** How seriously DNSSEC is taken. */
  public enum Mode {
    OFF,
    PERMISSIVE,
    ENFORCE
  }

  /** Enforced; a broken top-level domain delays its mail by three hours. RFC 9276 section 3.2. */
  public static final DnssecConfig DEFAULT =
      new DnssecConfig(
          Mode.ENFORCE,
          Duration.ofHours(3),
          List.of(),
          AnchorUpdates.DEFAULT,
          List.of(),
          List.of("127.0.0.0/8", "::1"),
          Duration.ofMinutes(10),
          50,
          3,
          Bounds.DEFAULT);

  /** A configuration whose values make sense together. */
  public DnssecConfig {
    trustAnchors = List.copyOf(trustAnchors);
    negativeTrustAnchors = List.copyOf(negativeTrustAnchors);
    adTrusted = List.copyOf(adTrusted);
    Limits.require(!topFailurePatience.isNegative(), "top-failure-patience must not be negative");
    Limits.require(
        !clockSkew.isNegative() && clockSkew.compareTo(Duration.ofDays(1)) <= 0,
        "clock-skew must be from zero to a day");
    Limits.require(
        nsec3IterationsMax >= 0 && nsec3IterationsMax <= 500,
        "nsec3-iterations-max must be from 0 to 500");
    Limits.require(serversMax >= 1, "servers-max must be at least 1");
    try {
      TrustAnchors.of(trustAnchors);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("trust-anchors: " + e.getMessage(), e);
    }
    for (String domain : negativeTrustAnchors) {
      Limits.require(
          Records.name(domain).isPresent(), "negative-trust-anchors: not a name: " + domain);
    }
    try {
      new AddressRanges(adTrusted);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("ad-trusted: " + e.getMessage(), e);
    }
  }

  /**
   * How much checking one question may cause (KeyTrap, CVE-2023-50387; CVE-2023-50868).
   *
   * @param signatureChecksMax signatures checked, all zones on the way included
   * @param signaturesPerSetMax signatures of one record set that are looked at
   * @param collidingKeysMax keys with the same tag that one signature is checked with
   * @param denialsMax NSEC and NSEC3 records of one answer that are looked at
   * @param nsec3HashesMax names hashed to understand denials by NSEC3
   * @param zonesRememberedMax zones whose keys, or lack of keys, are remembered
   */
  public record Bounds(
      int signatureChecksMax,
      int signaturesPerSetMax,
      int collidingKeysMax,
      int denialsMax,
      int nsec3HashesMax,
      int zonesRememberedMax) {
    /** Several times what honest zones need. */
    public static final Bounds DEFAULT = new Bounds(64, 6, 2, 8, 128, 10_000);

    /** Bounds that leave a validator room to work. */
    public Bounds {
      Limits.require(signatureChecksMax >= 1, "signature-checks-max must be at least 1");
      Limits.require(signaturesPerSetMax >= 1, "signatures-per-set-max must be at least 1");
      Limits.require(collidingKeysMax >= 1, "colliding-keys-max must be at least 1");
      Limits.require(denialsMax >= 1, "denials-max must be at least 1");
      Limits.require(nsec3HashesMax >= 1, "nsec3-hashes-max must be at least 1");
      Limits.require(zonesRememberedMax >= 1, "zones-remembered-max must be at least 1");
    }
  }

  /**
   * How trust anchors follow the zones that change their keys (RFC 5011).
   *
   * @param enabled whether they do; if not, the keys that are configured count, and no others
   * @param addHoldDown how long a new key must be presented by the trusted ones before it is trusted itself
   * @param removeHoldDown how long a revoked key is shown as such
   * @param keysMax keys of one zone that are remembered
   */
  public record AnchorUpdates(
      boolean enabled, Duration addHoldDown, Duration removeHoldDown, int keysMax) {
    /** The times of RFC 5011 section 2.4; more keys than its section 2.4.3 asks for. */
    public static final AnchorUpdates DEFAULT =
        new AnchorUpdates(true, Duration.ofDays(30), Duration.ofDays(30), 16);

    /** Values that leave the owner of a stolen key time to act. */
    public AnchorUpdates {
      Limits.require(addHoldDown.isPositive(), "add-hold-down must be longer than zero");
      Limits.require(removeHoldDown.isPositive(), "remove-hold-down must be longer than zero");
      Limits.require(keysMax >= 5, "keys-max must be at least 5");
    }
  }

  boolean isOn() {
    return mode != Mode.OFF;
  }

  /** Whether the name lies in a domain that is to count as unsigned. */
  boolean isLetOff(Name name) {
    return negativeTrustAnchors.stream()
        .flatMap(domain -> Records.name(domain).stream())
        .anyMatch(name::subdomain);
  }

  /** The same with another mode. */
  public DnssecConfig withMode(Mode other) {
    return new DnssecConfig(
        other,
        topFailurePatience,
        trustAnchors,
        anchorUpdates,
        negativeTrustAnchors,
        adTrusted,
        clockSkew,
        nsec3IterationsMax,
        serversMax,
        bounds);
  }

  /** The same with other keys to trust. */
  public DnssecConfig withTrustAnchors(List<String> anchors) {
    return new DnssecConfig(
        mode,
        topFailurePatience,
        anchors,
        anchorUpdates,
        negativeTrustAnchors,
        adTrusted,
        clockSkew,
        nsec3IterationsMax,
        serversMax,
        bounds);
  }

  /** The same with other domains that count as unsigned. */
  public DnssecConfig withNegativeTrustAnchors(List<String> domains) {
    return new DnssecConfig(
        mode,
        topFailurePatience,
        trustAnchors,
        anchorUpdates,
        domains,
        adTrusted,
        clockSkew,
        nsec3IterationsMax,
        serversMax,
        bounds);
  }

  /** The same with other networks of resolvers that are believed. */
  public DnssecConfig withAdTrusted(List<String> networks) {
    return new DnssecConfig(
        mode,
        topFailurePatience,
        trustAnchors,
        anchorUpdates,
        negativeTrustAnchors,
        networks,
        clockSkew,
        nsec3IterationsMax,
        serversMax,
        bounds);
  }

  /** The same with other bounds. */
  public DnssecConfig withBounds(Bounds other) {
    return new DnssecConfig(
        mode,
        topFailurePatience,
        trustAnchors,
        anchorUpdates,
        negativeTrustAnchors,
        adTrusted,
        clockSkew,
        nsec3IterationsMax,
        serversMax,
        other);
  }

  /** The same with other rules for keeping keys up to date. */
  public DnssecConfig withAnchorUpdates(AnchorUpdates other) {
    return new DnssecConfig(
        mode,
        topFailurePatience,
        trustAnchors,
        other,
        negativeTrustAnchors,
        adTrusted,
        clockSkew,
        nsec3IterationsMax,
        serversMax,
        bounds);
  }
}

package mailroad.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.kernel.World;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;

/**
 * Checks signatures with keys that are trusted (RFC 4035 section 5.3). Every check is counted as work, and few
 * are made for one set of records, whatever keys and signatures a zone heaps up (KeyTrap, CVE-2023-50387).
 */
final class Signatures {
  /**
   * RSA with SHA-2, ECDSA, EdDSA. Those with SHA-1 are deprecated by RFC 9905: a zone that has no others
   * counts as unsigned (RFC 4035 section 5.2).
   */
  private static final Set<Integer> ALGORITHMS =
      Set.of(
          DNSSEC.Algorithm.RSASHA256,
          DNSSEC.Algorithm.RSASHA512,
          DNSSEC.Algorithm.ECDSAP256SHA256,
          DNSSEC.Algorithm.ECDSAP384SHA384,
          DNSSEC.Algorithm.ED25519,
          DNSSEC.Algorithm.ED448);

  private static final Set<Integer> DIGESTS = Set.of(DNSSEC.Digest.SHA256, DNSSEC.Digest.SHA384);

  private static final int ZONE_KEY = DNSKEYRecord.Flags.ZONE_KEY;
  private static final int REVOKED = DNSKEYRecord.Flags.REVOKE;

  private final World world;
  private final DnssecConfig config;

  Signatures(World world, DnssecConfig config) {
    this.world = world;
    this.config = config;
  }

  /** What a set of records is worth. */
  sealed interface Result {}

  /**
   * The signature holds.
   *
   * @param set the records, their times to live cut to what the signature allows
   * @param until when the signature ends
   * @param labels of the name that was signed, fewer than the set's owner has if a wildcard stands behind it;
   *     without the root and the star
   */
  record Holds(Proofs.SignedSet set, Instant until, int labels, int keyTag) implements Result {
    /** The name below which the wildcard is; empty if none was at work. */
    Optional<Name> wildcardBelow() {
      Name owner = set.owner();
      int own = owner.labels() - 1 - (owner.isWild() ? 1 : 0);
      return labels < own ? Optional.of(Records.tail(owner, labels + 1)) : Optional.empty();
    }
  }

  /** No signature holds; why the last one does not. */
  record Fails(String why) implements Result {}

  /** Whether we can make use of the key that a DS record speaks of. */
  static boolean isKnown(DSRecord ds) {
    return ALGORITHMS.contains(ds.getAlgorithm()) && DIGESTS.contains(ds.getDigestID());
  }

  /** Whether a key may sign what is in a zone (RFC 4034 section 2.1, RFC 5011 section 2.1). */
  static boolean isUsable(DNSKEYRecord key) {
    return (key.getFlags() & ZONE_KEY) != 0
        && (key.getFlags() & REVOKED) == 0
        && key.getProtocol() == DNSKEYRecord.Protocol.DNSSEC
        && ALGORITHMS.contains(key.getAlgorithm());
  }

  /** Checks the signatures of a set by a zone with its keys until one holds. */
  Result check(Proofs.SignedSet set, Name zone, List<DNSKEYRecord> keys, Work work) {
    if (set.signatures().isEmpty()) {
      return new Fails("%s has no signature".formatted(set));
    }
    String why = "%s has no signature by %s".formatted(set, Records.show(zone));
    List<RRSIGRecord> considered =
        set.signatures().stream().limit(config.bounds().signaturesPerSetMax()).toList();
    for (RRSIGRecord signature : considered) {
      if (!isBy(signature, set, zone)) {
        continue;
      }
      Result result = check(set, signature, keys, work);
      switch (result) {
        case Holds holds -> {
          return holds;
        }
        case Fails(var reason) -> why = reason;
      }
    }
    return new Fails(why);
  }

  /** RFC 4035 section 5.3.1. */
  private static boolean isBy(RRSIGRecord signature, Proofs.SignedSet set, Name zone) {
    return signature.getSigner().equals(zone)
        && set.owner().subdomain(zone)
        && signature.getLabels() <= set.owner().labels() - 1;
  }

  private Result check(
      Proofs.SignedSet set, RRSIGRecord signature, List<DNSKEYRecord> keys, Work work) {
    Instant now = world.now();
    Duration skew = config.clockSkew();
    String what =
        "the signature of %s by key %d of %s"
            .formatted(set, signature.getFootprint(), Records.show(signature.getSigner()));
    if (!ALGORITHMS.contains(signature.getAlgorithm())) {
      return new Fails("%s has the unknown algorithm %d".formatted(what, signature.getAlgorithm()));
    }
    if (signature.getExpire().plus(skew).isBefore(now)) {
      return new Fails("%s expired on %s".formatted(what, signature.getExpire()));
    }
    if (signature.getTimeSigned().minus(skew).isAfter(now)) {
      return new Fails("%s is not valid before %s".formatted(what, signature.getTimeSigned()));
    }
    return check(set, signature, keys, what, work);
  }

  private Result check(
      Proofs.SignedSet set,
      RRSIGRecord signature,
      List<DNSKEYRecord> keys,
      String what,
      Work work) {
    List<DNSKEYRecord> fitting =
        keys.stream()
            .filter(key ->
                key.getFootprint() == signature.getFootprint()
                    && key.getAlgorithm() == signature.getAlgorithm())
            .limit(config.bounds().collidingKeysMax())
            .toList();
    if (fitting.isEmpty()) {
      return new Fails(what + " is by a key that the zone does not have");
    }
    for (DNSKEYRecord key : fitting) {
      if (!work.spendSignature()) {
        return new Fails("this one question has caused too many signature checks");
      }
      if (holds(set, signature, key)) {
        return new Holds(
            cut(set, signature), signature.getExpire(), signature.getLabels(), key.getFootprint());
      }
    }
    return new Fails(what + " is wrong");
  }

  private boolean holds(Proofs.SignedSet set, RRSIGRecord signature, DNSKEYRecord key) {
    try {
      // The time was looked at before, with the patience that dnsjava has not.
      DNSSEC.verify(new RRset(set.records()), signature, key, signature.getTimeSigned());
      return true;
    } catch (DNSSEC.DNSSECException | IllegalArgumentException e) {
      return false;
    }
  }

  /** RFC 4035 section 5.3.3: nobody keeps the records longer than the signature says and lasts. */
  private Proofs.SignedSet cut(Proofs.SignedSet set, RRSIGRecord signature) {
    long left = Math.max(0, Duration.between(world.now(), signature.getExpire()).toSeconds());
    long ttl =
        Math.min(
            set.records().stream().mapToLong(Record::getTTL).min().orElse(0),
            Math.min(signature.getOrigTTL(), left));
    return new Proofs.SignedSet(Records.withTtl(set.records(), ttl), set.signatures());
  }

  /** Keys that a trusted DS record speaks of (RFC 4035 section 5.2). */
  List<DNSKEYRecord> entrusted(List<DNSKEYRecord> keys, List<DSRecord> delegation) {
    return keys.stream()
        .filter(Signatures::isUsable)
        .filter(key ->
            delegation.stream()
                .filter(ds ->
                    ds.getFootprint() == key.getFootprint()
                        && ds.getAlgorithm() == key.getAlgorithm())
                .limit(config.bounds().collidingKeysMax())
                .anyMatch(ds -> speaksOf(ds, key)))
        .limit(config.bounds().signaturesPerSetMax())
        .toList();
  }

  /** Whether a DS record has the digest of a key. */
  static boolean speaksOf(DSRecord ds, DNSKEYRecord key) {
    DSRecord made = new DSRecord(ds.getName(), ds.getDClass(), ds.getTTL(), ds.getDigestID(), key);
    return Arrays.equals(made.getDigest(), ds.getDigest());
  }
}

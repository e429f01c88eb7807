package mailroad.dns;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;

/**
 * What one look at a trust point's keys has shown.
 *
 * @param proof whether a trusted key signs them, which alone makes their presence and absence count
 * @param keys those that may sign the zone
 * @param revoked those that bear the REVOKE bit and sign the set themselves, without that bit (RFC 5011 section 2.1)
 */
record Sighting(Proof proof, List<DNSKEYRecord> keys, List<DNSKEYRecord> revoked) {
  /** What the set of keys is worth. */
  sealed interface Proof {}

  /** A trusted key signs it. */
  record Proven(Duration ttl, Instant until) implements Proof {}

  /** None does, or nobody told. */
  record Unproven(String why) implements Proof {}

  static Sighting of(String failure) {
    return new Sighting(new Unproven(failure), List.of(), List.of());
  }

  boolean has(DSRecord ds) {
    return keys.stream().anyMatch(key -> Signatures.speaksOf(ds, key));
  }

  boolean hasRevoked(DSRecord ds) {
    return revoked.stream().anyMatch(key -> Signatures.speaksOf(ds, key));
  }

  /** The key as it was before it was revoked, as DS records speak of it. */
  static DNSKEYRecord unrevoked(DNSKEYRecord key) {
    return new DNSKEYRecord(
        key.getName(),
        key.getDClass(),
        key.getTTL(),
        key.getFlags() & ~DNSKEYRecord.Flags.REVOKE,
        key.getProtocol(),
        key.getAlgorithm(),
        key.getKey());
  }

  /** How a new key is remembered. */
  static DSRecord ds(Name zone, DNSKEYRecord key) {
    return new DSRecord(zone, key.getDClass(), 0, DNSSEC.Digest.SHA256, key);
  }
}

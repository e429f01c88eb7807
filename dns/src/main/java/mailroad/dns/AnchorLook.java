package mailroad.dns;

import java.time.Duration;
import java.util.List;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Looks at the keys of a trust point, as its servers tell them now (RFC 5011 section 2.3). Blocks its caller. */
final class AnchorLook {
  private final DnssecConfig config;
  private final TrustChain.Source source;
  private final Signatures signatures;

  AnchorLook(DnssecConfig config, TrustChain.Source source, Signatures signatures) {
    this.config = config;
    this.source = source;
    this.signatures = signatures;
  }

  /** Asks, and where one server says what cannot be proven, others too. */
  Sighting at(TrustPoint point, Work work) throws InterruptedException {
    Name zone = Records.name(point.zone()).orElseThrow();
    Sighting sighting = told(zone, point, work);
    for (int i = 1; sighting.proof() instanceof Sighting.Unproven && i < config.serversMax(); i++) {
      if (!sighting.revoked().isEmpty()) {
        return sighting;
      }
      work.distrustTeller();
      Sighting another = told(zone, point, work);
      sighting = another.keys().isEmpty() ? sighting : another;
    }
    return sighting;
  }

  private Sighting told(Name zone, TrustPoint point, Work work) throws InterruptedException {
    Reading.Final told = source.ask(new Question(zone, Type.DNSKEY), work);
    if (told.finding().what() instanceof Finding.Failed(var reason, _)) {
      return Sighting.of(reason);
    }
    Proofs.SignedSet set = told.proofs().answered(zone, Type.DNSKEY);
    List<DNSKEYRecord> keys = set.records().stream().map(DNSKEYRecord.class::cast).toList();
    return new Sighting(
        proof(set, zone, signatures.entrusted(keys, ds(zone, point.trusted())), work),
        keys.stream().filter(Signatures::isUsable).toList(),
        revoked(set, zone, point, work));
  }

  private static List<DSRecord> ds(Name zone, List<TrustAnchor> anchors) {
    return anchors.stream()
        .map(anchor -> TrustAnchors.ds(zone, anchor.ds()))
        .filter(Signatures::isKnown)
        .toList();
  }

  private Sighting.Proof proof(
      Proofs.SignedSet set, Name zone, List<DNSKEYRecord> entrusted, Work work) {
    if (entrusted.isEmpty()) {
      return new Sighting.Unproven("no trusted key is among the keys of " + Records.show(zone));
    }
    return switch (signatures.check(set, zone, entrusted, work)) {
      case Signatures.Fails(var why) -> new Sighting.Unproven(why);
      case Signatures.Holds holds ->
          new Sighting.Proven(
              Duration.ofSeconds(
                  holds.set().records().stream().mapToLong(Record::getTTL).min().orElse(0)),
              holds.until());
    };
  }

  /** RFC 5011 section 2.1: whoever holds a key can revoke it, and needs no other key for that. */
  private List<DNSKEYRecord> revoked(Proofs.SignedSet set, Name zone, TrustPoint point, Work work) {
    List<DSRecord> known = ds(zone, point.anchors());
    return set.records().stream()
        .map(DNSKEYRecord.class::cast)
        .filter(key -> (key.getFlags() & DNSKEYRecord.Flags.REVOKE) != 0)
        .filter(
            key -> known.stream().anyMatch(ds -> Signatures.speaksOf(ds, Sighting.unrevoked(key))))
        .filter(key -> signatures.check(set, zone, List.of(key), work) instanceof Signatures.Holds)
        .map(Sighting::unrevoked)
        .toList();
  }
}

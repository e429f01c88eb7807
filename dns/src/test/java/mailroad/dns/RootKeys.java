package mailroad.dns;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;

/** A root zone whose keys change: signed here, since the time of its signatures is not the machine's. */
final class RootKeys {
  private static final long TTL = 172_800;
  private static final String RECORDS =
      """
      . 300 IN SOA ns.of. hostmaster.of. 1 3600 600 86400 60
      . 300 IN NS ns.of.
      ns.of. 300 IN A 127.0.53.1
      mail. 300 IN A 192.0.2.1
      """;

  private final Instant from;
  private final Instant to;

  RootKeys(Instant now) {
    from = now.minus(Duration.ofDays(1));
    to = now.plus(Duration.ofDays(400));
  }

  /** A key of the root. */
  record Key(DNSKEYRecord record, KeyPair pair) {
    static Key make() throws GeneralSecurityException {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return of(generator.generateKeyPair(), 257);
    }

    private static Key of(KeyPair pair, int flags) throws GeneralSecurityException {
      try {
        DNSKEYRecord record =
            new DNSKEYRecord(
                Name.root,
                DClass.IN,
                TTL,
                flags,
                DNSKEYRecord.Protocol.DNSSEC,
                DNSSEC.Algorithm.ECDSAP256SHA256,
                pair.getPublic());
        return new Key(record, pair);
      } catch (DNSSEC.DNSSECException e) {
        throw new GeneralSecurityException(e);
      }
    }

    /** The same with the REVOKE bit. */
    Key revoked() throws GeneralSecurityException {
      return of(pair, 257 | DNSKEYRecord.Flags.REVOKE);
    }

    int tag() {
      return record.getFootprint();
    }

    String ds() {
      return new DSRecord(Name.root, DClass.IN, 0, DNSSEC.Digest.SHA256, record).toString();
    }
  }

  /** The zone with these keys, all signed by some of them. */
  Zone zone(List<Key> present, List<Key> signing) throws Exception {
    Map<String, RRset> sets = new LinkedHashMap<>();
    List<Record> all = new ArrayList<>(present.stream().map(Key::record).toList());
    try (Master master =
        new Master(new ByteArrayInputStream(RECORDS.getBytes(StandardCharsets.US_ASCII)))) {
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        all.add(record);
      }
    }
    for (Record record : all) {
      sets.computeIfAbsent(record.getName() + " " + record.getType(), _ -> new RRset())
          .addRR(record);
    }
    StringBuilder text = new StringBuilder();
    for (RRset set : sets.values()) {
      set.rrs().forEach(record -> text.append(record).append('\n'));
      for (Key key : signing) {
        text.append(DNSSEC.sign(set, key.record(), key.pair().getPrivate(), from, to)).append('\n');
      }
    }
    return Zone.parse(".", text.toString());
  }
}

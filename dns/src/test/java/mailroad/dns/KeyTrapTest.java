package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** A10, KeyTrap (CVE-2023-50387): many keys with one tag, and many signatures, all to be tried. */
class KeyTrapTest {
  private static final Name ZONE = Name.fromConstantString("evil.tst.");
  private static final DnssecConfig.Bounds BOUNDS = DnssecConfig.Bounds.DEFAULT;

  private final RunningWorld world = new RunningWorld();
  private final Signatures signatures = new Signatures(world, DnssecConfig.DEFAULT);
  private final Work work =
      new Work(world, ResolverConfig.DEFAULT, new Walk(world, WalkListener.NONE));

  /** A tag is a sum of 16-bit words: what one has more, another has less. */
  private static DNSKEYRecord key(int i) {
    byte[] point = new byte[64];
    ByteBuffer.wrap(point).putShort((short) (1000 + i)).putShort((short) (9000 - i));
    int flags = DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY;
    return new DNSKEYRecord(
        ZONE,
        DClass.IN,
        300,
        flags,
        DNSKEYRecord.Protocol.DNSSEC,
        DNSSEC.Algorithm.ECDSAP256SHA256,
        point);
  }

  private RRSIGRecord signature(int i, int tag) {
    Instant now = world.now();
    byte[] octets = new byte[64];
    octets[0] = (byte) i;
    return new RRSIGRecord(
        ZONE,
        DClass.IN,
        300,
        Type.A,
        DNSSEC.Algorithm.ECDSAP256SHA256,
        300,
        now.plusSeconds(3600),
        now.minusSeconds(3600),
        tag,
        ZONE,
        octets);
  }

  private int spent() {
    int left = 0;
    while (work.spendSignature()) {
      left++;
    }
    return BOUNDS.signatureChecksMax() - left;
  }

  @Test
  void fewKeysAndFewSignaturesAreTried() throws IOException {
    List<DNSKEYRecord> keys = IntStream.range(0, 200).mapToObj(KeyTrapTest::key).toList();
    int tag = keys.getFirst().getFootprint();
    assertThat(keys).allMatch(key -> key.getFootprint() == tag);
    Record a = Record.fromString(ZONE, Type.A, DClass.IN, 300, "192.0.2.1", Name.root);
    var set =
        new Proofs.SignedSet(
            List.of(a), IntStream.range(0, 200).mapToObj(i -> signature(i, tag)).toList());
    assertThat(signatures.check(set, ZONE, keys, work)).isInstanceOf(Signatures.Fails.class);
    assertThat(spent())
        .isEqualTo(BOUNDS.signaturesPerSetMax() * BOUNDS.collidingKeysMax())
        .isLessThan(20);
  }

  @Test
  void fewDsRecordsAreComparedWithAKey() {
    DNSKEYRecord key = key(1);
    DSRecord right = new DSRecord(ZONE, DClass.IN, 300, DNSSEC.Digest.SHA256, key);
    DSRecord wrong =
        new DSRecord(
            ZONE,
            DClass.IN,
            300,
            right.getFootprint(),
            right.getAlgorithm(),
            DNSSEC.Digest.SHA256,
            new byte[32]);
    assertThat(signatures.entrusted(List.of(key), List.of(wrong, right))).containsExactly(key);
    assertThat(signatures.entrusted(List.of(key), List.of(wrong, wrong, right))).isEmpty();
  }

  /** RFC 5011 section 2.1 and RFC 4034 section 2.1: revoked keys, and keys of no zone, sign nothing. */
  @Test
  void keysThatMayNotSignAreNotUsed() {
    for (int flags : List.of(0, 1, 0x180, 0x181)) {
      DNSKEYRecord key = new DNSKEYRecord(ZONE, DClass.IN, 300, flags, 3, 13, key(1).getKey());
      assertThat(Signatures.isUsable(key)).isFalse();
    }
    assertThat(Signatures.isUsable(key(1))).isTrue();
  }

  /** RFC 9905: SHA-1 proves nothing any more, in keys or in DS records. */
  @Test
  void sha1CountsAsUnknown() {
    assertThat(Signatures.isKnown(ds(13, DNSSEC.Digest.SHA256))).isTrue();
    assertThat(Signatures.isKnown(ds(13, DNSSEC.Digest.SHA1))).isFalse();
    assertThat(Signatures.isKnown(ds(DNSSEC.Algorithm.RSASHA1, DNSSEC.Digest.SHA256))).isFalse();
    assertThat(Signatures.isKnown(ds(DNSSEC.Algorithm.RSA_NSEC3_SHA1, 2))).isFalse();
  }

  private static DSRecord ds(int algorithm, int digest) {
    return new DSRecord(
        ZONE, DClass.IN, 300, 1, algorithm, digest, new byte[digest == 1 ? 20 : 32]);
  }
}

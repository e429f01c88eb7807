package mailroad.mta.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.net.InetAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailroad.dns.FixedResolver;
import mailroad.dns.Rr;
import mailroad.kernel.Domain;
import mailroad.mta.routing.Manner;
import mailroad.mta.routing.Route.Target;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R44: TLSA records compared with certificates (RFC 7672 section 3), and where they are looked for (section 2). */
class DaneTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final String HOST = "mx.b.example";

  private static KeyPair hostKey;
  private static X509Certificate authority;
  private static X509Certificate between;
  private static X509Certificate host;
  private static X509Certificate stranger;

  @BeforeAll
  static void certificates() throws Exception {
    KeyPair root = keys();
    KeyPair middle = keys();
    hostKey = keys();
    authority = sign("CN=Root", root, "CN=Root", root, true, "");
    between = sign("CN=Between", middle, "CN=Root", root, true, "");
    host = sign("CN=other.example", hostKey, "CN=Between", middle, false, HOST);
    KeyPair foreign = keys();
    stranger = sign("CN=Root", foreign, "CN=Root", foreign, true, "");
  }

  private static KeyPair keys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static X509Certificate sign(
      String subject, KeyPair key, String issuer, KeyPair by, boolean ca, String name)
      throws Exception {
    var builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(issuer),
            BigInteger.valueOf(key.hashCode()),
            Date.from(NOW.minus(Duration.ofDays(1))),
            Date.from(NOW.plus(Duration.ofDays(1))),
            new X500Name(subject),
            key.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    if (!name.isEmpty()) {
      builder.addExtension(
          Extension.subjectAlternativeName,
          false,
          new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
  }

  private static Rr.Tlsa record(String numbers, X509Certificate of) throws Exception {
    String[] parts = numbers.split(" ");
    byte[] selected = parts[1].equals("0") ? of.getEncoded() : of.getPublicKey().getEncoded();
    byte[] compared =
        switch (parts[2]) {
          case "1" -> MessageDigest.getInstance("SHA-256").digest(selected);
          case "2" -> MessageDigest.getInstance("SHA-512").digest(selected);
          default -> selected;
        };
    return new Rr.Tlsa(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        HexFormat.of().formatHex(compared));
  }

  private static X509Certificate named(String name) {
    return switch (name) {
      case "root" -> authority;
      case "between" -> between;
      case "host" -> host;
      default -> stranger;
    };
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                                  | record | of what  | sent               | name           | days | right
          the whole certificate                   | 3 0 0  | host     | host               | x.example      | 0    | true
          its SHA-256                             | 3 0 1  | host     | host               | x.example      | 0    | true
          its SHA-512                             | 3 0 2  | host     | host               | x.example      | 0    | true
          its key                                 | 3 1 0  | host     | host               | x.example      | 0    | true
          its key's SHA-256                       | 3 1 1  | host     | host between       | x.example      | 0    | true
          RFC 7672 section 3.1.1: dates count not | 3 1 1  | host     | host               | x.example      | 9    | true
          another's key                           | 3 1 1  | stranger | host               | mx.b.example   | 0    | false
          an authority's record for the host      | 3 1 1  | root     | host between root  | mx.b.example   | 0    | false
          the authority, by way of another        | 2 0 1  | root     | host between root  | mx.b.example   | 0    | true
          the authority's key                     | 2 1 1  | root     | host between root  | mx.b.example   | 0    | true
          the authority between                   | 2 0 1  | between  | host between       | mx.b.example   | 0    | true
          section 3.1.2: the name counts          | 2 0 1  | root     | host between root  | mx.c.example   | 0    | false
          section 3.2.3: not the CN beside a SAN  | 2 0 1  | root     | host between root  | other.example  | 0    | false
          and so do dates                         | 2 0 1  | root     | host between root  | mx.b.example   | 9    | false
          the authority is not sent along         | 2 0 1  | root     | host between       | mx.b.example   | 0    | false
          it is sent, and has not signed          | 2 0 1  | stranger | host between stranger | mx.b.example | 0   | false
          a link is missing                       | 2 0 1  | root     | host root          | mx.b.example   | 0    | false
          the host is no authority                | 2 0 1  | host     | host between       | mx.b.example   | 0    | false
          """)
  void compares(
      String what, String numbers, String of, String sent, String name, long days, boolean right)
      throws Exception {
    Protection.Dane wanted =
        new Protection.Dane(HOST, List.of(record(numbers, named(of))), List.of(name));
    List<X509Certificate> chain = List.of(sent.split(" ")).stream().map(DaneTest::named).toList();
    assertThat(DaneCheck.fault(wanted, chain, NOW.plus(Duration.ofDays(days))).isEmpty())
        .isEqualTo(right);
  }

  @ParameterizedTest(name = "{0} {1} {2} with {3} octets: {4}")
  @CsvSource({
    "3, 1, 1, 32, true",
    "2, 0, 2, 64, true",
    "3, 0, 0, 1, true",
    "0, 0, 1, 32, false",
    "1, 1, 1, 32, false",
    "4, 1, 1, 32, false",
    "3, 2, 1, 32, false",
    "3, 1, 3, 32, false",
    "3, 1, 1, 31, false",
    "3, 1, 2, 32, false"
  })
  void usages2And3OfTheRightLengthAreUsable(
      int usage, int selector, int matching, int octets, boolean usable) {
    Rr.Tlsa record = new Rr.Tlsa(usage, selector, matching, "ab".repeat(octets));
    assertThat(DaneCheck.isUsable(record)).isEqualTo(usable);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # RFC 7671 section 9                    | records, of the host or a stranger                   | those that count
          one digest                              | 3 1 1 host                                           | 3 1 1
          two of the same digest                  | 3 1 1 host, 3 1 1 stranger                           | 3 1 1, 3 1 1
          the stronger one counts alone           | 3 1 1 host, 3 1 2 stranger                           | 3 1 2
          in whatever order they come             | 3 1 2 stranger, 3 1 1 host                           | 3 1 2
          all of the stronger one                 | 3 1 2 host, 3 1 1 host, 3 1 2 stranger               | 3 1 2, 3 1 2
          for each usage and selector by itself   | 3 1 1 host, 3 0 2 host, 2 1 2 root, 2 1 1 root       | 3 1 1, 3 0 2, 2 1 2
          no digest is none to be broken          | 3 1 0 host, 3 1 1 host, 3 1 2 host                   | 3 1 0, 3 1 2
          """)
  void ofDigestsTheStrongestCounts(String what, String records, String counting) throws Exception {
    List<Rr.Tlsa> all = new java.util.ArrayList<>();
    for (String text : records.split(", ")) {
      all.add(record(text.substring(0, 5), named(text.substring(6))));
    }
    assertThat(DaneCheck.strongest(all))
        .extracting(r -> "%d %d %d".formatted(r.usage(), r.selector(), r.matching()))
        .containsExactly(counting.split(", "));
  }

  @Test
  void aWeakerDigestThatFitsDoesNotCountBesideAStrongerOneThatDoesNot() throws Exception {
    List<Rr.Tlsa> both = List.of(record("3 1 1", host), record("3 1 2", stranger));
    List<X509Certificate> chain = List.of(host, between);
    assertThat(DaneCheck.fault(new Protection.Dane(HOST, both, List.of(HOST)), chain, NOW))
        .isEmpty();
    Protection.Dane agile = new Protection.Dane(HOST, DaneCheck.strongest(both), List.of(HOST));
    assertThat(DaneCheck.fault(agile, chain, NOW)).isPresent();
    String tlsa = "_25._tcp.mx.b.example. 60 IN TLSA ";
    String sha256 = tlsa + "3 1 1 " + "ab".repeat(32) + "\n";
    String sha512 = tlsa + "3 1 2 " + "cd".repeat(64) + "\n";
    assertThat(find(MX + "mx.b.example. 60 IN A 192.0.2.1\n" + sha256 + sha512, B))
        .isInstanceOfSatisfying(
            DaneFinding.Records.class,
            found -> {
              assertThat(found.usable()).extracting(Rr.Tlsa::matching).containsExactly(2);
              assertThat(found.why().toString())
                  .contains("does not count beside a stronger digest");
            });
  }

  @ParameterizedTest(name = "{0}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                  | record         | name           | days | what domains are told (RFC 8460 section 4.3)
          another key             | 3 1 1 stranger | mx.b.example   | 0    | validation-failure
          another name            | 2 0 1 root     | mx.c.example   | 0    | certificate-host-mismatch
          too old                 | 2 0 1 root     | mx.b.example   | 9    | certificate-expired
          another's signature     | 2 0 1 stranger | mx.b.example   | 0    | certificate-not-trusted
          """)
  void tellsWhatIsWrong(String what, String record, String name, long days, String told)
      throws Exception {
    Protection.Dane wanted =
        new Protection.Dane(
            HOST,
            List.of(record(record.substring(0, 5), named(record.substring(6)))),
            List.of(name));
    boolean other = record.startsWith("2") && record.endsWith("stranger");
    List<X509Certificate> chain =
        other ? List.of(host, stranger) : List.of(host, between, authority);
    var fault = DaneCheck.fault(wanted, chain, NOW.plus(Duration.ofDays(days)));
    assertThat(ResultType.of(fault.orElseThrow().kind()).word()).isEqualTo(told);
  }

  private static DaneFinding find(String records, Optional<Domain> exchangerOf, String... unsigned)
      throws Exception {
    DaneLookup lookup = new DaneLookup(new Secured(FixedResolver.of(records), Set.of(unsigned)));
    InetAddress address = InetAddress.getByName("192.0.2.1");
    return lookup.find(new Target(HOST, address, 25, 10, exchangerOf, Manner.USUAL));
  }

  private static final String TLSA = " 60 IN TLSA 3 1 1 " + "ab".repeat(32) + "\n";
  private static final String MX = "b.example. 60 IN MX 10 mx.b.example.\n";
  private static final Optional<Domain> B = Optional.of(new Domain("b.example"));

  @Test
  void anAliasIsLookedUpAtItsEndFirst() throws Exception {
    String alias =
        MX + "mx.b.example. 60 IN CNAME host.c.example.\nhost.c.example. 60 IN A 192.0.2.1\n";
    String atEnd = alias + "_25._tcp.host.c.example." + TLSA;
    // RFC 7672 section 2.2.3
    assertThat(find(atEnd + "_25._tcp.mx.b.example." + TLSA, B))
        .isInstanceOfSatisfying(
            DaneFinding.Records.class,
            found -> {
              assertThat(found.base()).isEqualTo("host.c.example");
              assertThat(found.names()).containsExactly("host.c.example", HOST, "b.example");
            });
    assertThat(find(alias + "_25._tcp.mx.b.example." + TLSA, B))
        .isInstanceOfSatisfying(
            DaneFinding.Records.class, found -> assertThat(found.base()).isEqualTo(HOST));
  }

  @Test
  void aHostThatTheConfigurationNamesNeedsNoMxRecord() throws Exception {
    String records = "mx.b.example. 60 IN A 192.0.2.1\n_25._tcp.mx.b.example." + TLSA;
    assertThat(find(records, Optional.empty())).isInstanceOf(DaneFinding.Records.class);
  }

  @Test
  void aDomainWithoutMxRecordsIsItsOwnHost() throws Exception {
    String records = "mx.b.example. 60 IN A 192.0.2.1\n_25._tcp.mx.b.example." + TLSA;
    assertThat(find(records, Optional.of(new Domain(HOST))))
        .isInstanceOf(DaneFinding.Records.class);
  }

  @Test
  void whatChangedMeanwhileIsNotKnown() throws Exception {
    String records = "b.example. 60 IN MX 10 other.b.example.\nmx.b.example. 60 IN A 192.0.2.1\n";
    assertThat(find(records, B)).isInstanceOf(DaneFinding.Unknown.class);
    assertThat(find(records, B, "b.example")).isInstanceOf(DaneFinding.Nothing.class);
  }
}

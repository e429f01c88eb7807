package mailroad.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import mailroad.dns.SignedZones.Signed;
import mailroad.dns.SignedZones.Terms;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A10: zones that a tool of others has signed, whole and broken in every way (RFC 4035 section 5). */
class DnssecTest {
  private static final int ROOT = 1;
  private static final int TST = 2;
  private static final int ZONES = 3;
  private static final int SECOND = 4;

  private static final String RECORDS =
      """
      @ MX 10 mx
      mx A 192.0.2.1
      _25._tcp.mx TLSA 3 1 1 %1$s
      txt TXT "v=STSv1; id=1"
      *.wild A 192.0.2.7
      deep.er A 192.0.2.8
      alias CNAME mx
      """
          .formatted("ab".repeat(32));

  private static final String LINKS =
      """
      to-hashed CNAME mx.hashed.tst.
      to-unsigned CNAME mx.unsigned.tst.
      to-expired CNAME mx.expired.tst.
      to-none CNAME none.hashed.tst.
      old DNAME hashed.tst.
      """;

  private static Signed root;
  private static Signed tst;
  private static List<Signed> children;

  private TestNet net;
  private IterativeResolver resolver;

  @BeforeAll
  static void sign(@TempDir Path folder) throws IOException {
    Assumptions.assumeTrue(
        SignedZones.toolsAreThere(), "dnssec-signzone of Debian's bind9-utils is not installed");
    SignedZones zones = new SignedZones(folder);
    Terms expired = Terms.NSEC.from(Duration.ofDays(-9), Duration.ofDays(-2));
    Terms early = Terms.NSEC.from(Duration.ofDays(2), Duration.ofDays(9));
    Signed good = zones.sign("good.tst", Terms.NSEC, RECORDS + LINKS);
    Signed other = zones.sign("other.tst", Terms.NSEC, RECORDS);
    Signed sub = zones.sign("sub.optout.tst", Terms.NSEC, RECORDS);
    children =
        List.of(
            good,
            zones.sign("hashed.tst", Terms.NSEC3, RECORDS),
            zones.sign(
                "optout.tst",
                Terms.OPT_OUT,
                RECORDS + "sub NS ns.of.\n" + sub.ds() + "\nloose NS ns.zones.\n"),
            zones.sign("many.tst", Terms.NSEC.with("-3", "-", "-H", "60"), RECORDS),
            zones.sign("rsa.tst", Terms.NSEC.by("RSASHA256"), RECORDS),
            zones.sign("edward.tst", Terms.NSEC3.by("ED25519"), RECORDS),
            zones.sign("expired.tst", expired, RECORDS),
            zones.sign("early.tst", early, RECORDS),
            zones.sign("forged.tst", Terms.NSEC, RECORDS).but("192\\.0\\.2\\.1$", "192.0.2.66"),
            zones
                .sign("bare.tst", Terms.NSEC, RECORDS)
                .but("^mx\\.bare\\.tst\\.\\s.*RRSIG\\s+A .*\n", ""),
            zones.sign("nonsec.tst", Terms.NSEC, RECORDS).but("^.*\\sNSEC\\s.*\n", ""),
            zones.sign("nonsec3.tst", Terms.NSEC3, RECORDS).but("^.*\\sNSEC3\\s.*\n", ""),
            zones
                .sign("wrongnsec3.tst", Terms.NSEC3, RECORDS)
                .but("^([0-9A-V]{32})(\\.wrongnsec3.*\\sNSEC3\\s)", "0$1$2"),
            zones.sign("nokey.tst", Terms.NSEC, RECORDS).but("^.*\\sDNSKEY\\s+257.*\n", ""),
            new Signed(
                "wrongds.tst",
                zones.sign("wrongds.tst", Terms.NSEC, RECORDS).text(),
                other.ds().replace("other.tst", "wrongds.tst")),
            zones.sign("island.tst", Terms.NSEC, RECORDS),
            zones.sign("odd.tst", Terms.NSEC, RECORDS),
            other,
            sub);
    StringBuilder cuts = new StringBuilder("unsigned NS ns.zones.\nloose NS ns.zones.\n");
    for (Signed child : children) {
      if (child.origin().split("\\.").length == 2) {
        String label = child.origin().replace(".tst", "");
        cuts.append(label).append(" NS ns.zones.\n").append(ds(child));
      }
    }
    tst = zones.sign("tst", Terms.NSEC, cuts.toString());
    root =
        zones.sign(
            ".",
            Terms.NSEC.by("RSASHA256"),
            "tst. NS ns.tst.\nns.tst. A 127.0.53.2\nns.of. A 127.0.53.1\n"
                + "ns.zones. A 127.0.53.3\nns.zones. A 127.0.53.4\n"
                + tst.ds()
                + "\n");
  }

  /** What tst says of a child's key: of one nothing, of another that its algorithm is unknown. */
  private static String ds(Signed child) {
    return switch (child.origin()) {
      case "island.tst" -> "";
      case "odd.tst" -> child.ds().replace(" 13 2 ", " 200 2 ") + "\n";
      default -> child.ds() + "\n";
    };
  }

  @BeforeEach
  void open() throws IOException {
    net = builder(root, tst).open();
    resolver = resolver(DnssecConfig.DEFAULT);
  }

  private static TestNet.Builder builder(Signed root, Signed tst) {
    TestNet.Builder builder =
        new TestNet.Builder()
            .whole(ROOT, root)
            .whole(TST, tst)
            .zone(ZONES, "unsigned.tst.", RECORDS)
            .zone(ZONES, "loose.optout.tst.", RECORDS)
            .zone(SECOND, "unsigned.tst.", RECORDS);
    children.forEach(child -> builder.whole(ZONES, child).whole(SECOND, child));
    return builder;
  }

  private IterativeResolver resolver(DnssecConfig dnssec) {
    return net.iterative(net.config().withDnssec(dnssec.withTrustAnchors(List.of(root.ds()))));
  }

  @AfterEach
  void close() throws InterruptedException {
    net.close();
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # name                  | type | answer                     | secure | what the walk says, or the reason
          good.tst                | MX   | Found Mx 10 mx.good.tst    | true   | good.tst is signed, key
          mx.good.tst             | A    | Found 192.0.2.1            | true   | the root is signed, key
          txt.good.tst            | TXT  | Found v=STSv1; id=1        | true   | tst is signed, key
          _25._tcp.mx.good.tst    | TLSA | Found Tlsa 3 1 1 %1$s      | true   | good.tst is signed
          _25._tcp.mx.hashed.tst  | TLSA | Found Tlsa 3 1 1 %1$s      | true   | hashed.tst is signed
          mx.rsa.tst              | A    | Found 192.0.2.1            | true   | algorithm 8
          mx.edward.tst           | A    | Found 192.0.2.1            | true   | algorithm 15
          mx.good.tst             | AAAA | NoData                     | true   | no such record
          mx.hashed.tst           | AAAA | NoData                     | true   | no such record
          er.good.tst             | A    | NoData                     | true   | no such record
          er.hashed.tst           | A    | NoData                     | true   | no such record
          none.good.tst           | A    | NoDomain                   | true   | does not exist
          none.hashed.tst         | A    | NoDomain                   | true   | does not exist
          a.b.none.hashed.tst     | A    | NoDomain                   | true   | does not exist
          x.wild.good.tst         | A    | Found 192.0.2.7            | true   | good.tst is signed
          x.y.wild.hashed.tst     | A    | Found 192.0.2.7            | true   | hashed.tst is signed
          x.wild.good.tst         | MX   | NoData                     | true   | no such record
          x.wild.hashed.tst       | MX   | NoData                     | true   | no such record
          alias.good.tst          | A    | Found 192.0.2.1            | true   | 1 record, secure
          to-hashed.good.tst      | A    | Found 192.0.2.1            | true   | hashed.tst is signed
          mx.old.good.tst         | A    | Found 192.0.2.1            | true   | hashed.tst is signed
          to-none.good.tst        | A    | NoDomain                   | true   | does not exist
          to-unsigned.good.tst    | A    | Found 192.0.2.1            | false  | proves that unsigned.tst is not signed
          to-expired.good.tst     | A    | Failed                     | false  | expired on
          nothing.tst             | MX   | NoDomain                   | true   | does not exist
          # proven to be unsigned
          unsigned.tst            | MX   | Found Mx 10 mx.unsigned.tst | false | proves that unsigned.tst is not signed
          mx.unsigned.tst         | AAAA | NoData                     | false  | not signed
          island.tst              | MX   | Found Mx 10 mx.island.tst  | false  | proves that island.tst is not signed
          odd.tst                 | MX   | Found Mx 10 mx.odd.tst     | false  | keys of unknown algorithms only: 200 with digest 2
          mx.many.tst             | A    | Found 192.0.2.1            | true   | many.tst is signed
          none.many.tst           | A    | NoDomain                   | false  | 60 iterations of NSEC3, more than
          mx.loose.optout.tst     | A    | Found 192.0.2.1            | false  | proves that loose.optout.tst is not signed
          mx.sub.optout.tst       | A    | Found 192.0.2.1            | true   | sub.optout.tst is signed
          mx.optout.tst           | A    | Found 192.0.2.1            | true   | optout.tst is signed
          none.optout.tst         | A    | NoDomain                   | false  | does not exist
          # broken
          expired.tst             | MX   | Failed                     | false  | DNSSEC: the signature of expired.tst DNSKEY by key
          early.tst               | MX   | Failed                     | false  | is not valid before
          mx.forged.tst           | A    | Failed                     | false  | DNSSEC: the signature of mx.forged.tst A by key
          mx.bare.tst             | A    | Failed                     | false  | DNSSEC: mx.bare.tst A has no signature
          mx.nonsec.tst           | AAAA | Failed                     | false  | is denied without proof: it brings neither NSEC nor NSEC3
          none.nonsec.tst         | A    | Failed                     | false  | is denied without proof
          none.nonsec3.tst        | A    | Failed                     | false  | is denied without proof
          x.wild.nonsec.tst       | A    | Failed                     | false  | comes of a wildcard, and nothing proves that it may
          none.wrongnsec3.tst     | A    | Failed                     | false  | is denied without proof
          nokey.tst               | MX   | Failed                     | false  | DNSSEC: nokey.tst has no DNSKEY, but a DS
          wrongds.tst             | MX   | Failed                     | false  | DNSSEC: no DNSKEY of wrongds.tst is the one that its DS speaks of
          """)
  void judges(String name, RecordType type, String expected, boolean secure, String says)
      throws InterruptedException {
    Answer answer = resolver.resolve(name, type);
    assertThat(Answers.show(answer))
        .as("%s", answer.walk())
        .isEqualTo(expected.replace("%1$s", "ab".repeat(32)));
    assertThat(Answers.isSecure(answer)).as("%s", answer.walk()).isEqualTo(secure);
    assertThat(answer.walk().toString()).contains(says);
    Answer again = resolver.resolve(name, type);
    assertThat(Answers.show(again)).isEqualTo(Answers.show(answer));
    assertThat(Answers.isSecure(again)).isEqualTo(secure);
  }

  /** The rule of docs/dns.md: a failure delays the mail of that name alone, and says why. */
  @Test
  void enforcedItFailsForThatNameOnly() throws InterruptedException {
    var failed = (Answer.Failed) resolver.resolve("mx.expired.tst", RecordType.A);
    assertThat(failed.reason())
        .matches("DNSSEC: the signature of expired.tst DNSKEY .* expired on .*");
    assertThat(resolver.resolve("mx.good.tst", RecordType.A)).isInstanceOf(Answer.Found.class);
  }

  @Test
  void permissiveItIsTakenAsUnsigned() throws InterruptedException {
    resolver = resolver(DnssecConfig.DEFAULT.withMode(DnssecConfig.Mode.PERMISSIVE));
    Answer answer = resolver.resolve("mx.expired.tst", RecordType.A);
    assertThat(Answers.show(answer)).isEqualTo("Found 192.0.2.1");
    assertThat(Answers.isSecure(answer)).isFalse();
    assertThat(answer.walk().toString()).contains("expired on");
    assertThat(Answers.isSecure(resolver.resolve("mx.good.tst", RecordType.A))).isTrue();
  }

  @Test
  void offNothingIsAskedFor() throws InterruptedException {
    resolver = resolver(DnssecConfig.DEFAULT.withMode(DnssecConfig.Mode.OFF));
    Answer answer = resolver.resolve("mx.expired.tst", RecordType.A);
    assertThat(Answers.show(answer)).isEqualTo("Found 192.0.2.1");
    assertThat(net.takeAsked()).noneMatch(it -> it.endsWith(" DNSKEY") || it.endsWith(" DS"));
  }

  /** RFC 7646. */
  @Test
  void aDomainCanBeLetOff() throws InterruptedException {
    resolver = resolver(DnssecConfig.DEFAULT.withNegativeTrustAnchors(List.of("expired.tst")));
    Answer answer = resolver.resolve("mx.expired.tst", RecordType.A);
    assertThat(Answers.show(answer)).isEqualTo("Found 192.0.2.1");
    assertThat(Answers.isSecure(answer)).isFalse();
  }

  /** A top-level domain that breaks delays its mail for some hours, and does not stop it. */
  @Test
  void aBrokenTopLevelDomainCountsAsUnsignedAfterAWhile() throws Exception {
    close();
    Signed broken = tst.but("^(good\\.tst\\.\\s.*\\sDS\\s.*) [0-9A-F]{8}$", "$1 00000000");
    net = builder(root, broken).open();
    resolver = resolver(DnssecConfig.DEFAULT);
    assertThat(resolver.resolve("mx.good.tst", RecordType.A)).isInstanceOf(Answer.Failed.class);
    assertThat(resolver.lapses()).isEmpty();
    net.world.pass(Duration.ofHours(2));
    assertThat(resolver.resolve("mx.good.tst", RecordType.A)).isInstanceOf(Answer.Failed.class);
    net.world.pass(Duration.ofHours(2));
    Answer answer = resolver.resolve("mx.good.tst", RecordType.A);
    assertThat(Answers.show(answer)).as("%s", answer.walk()).isEqualTo("Found 192.0.2.1");
    assertThat(Answers.isSecure(answer)).isFalse();
    assertThat(answer.walk().toString()).contains("longer than top-failure-patience");
    assertThat(Answers.isSecure(resolver.resolve("mx.hashed.tst", RecordType.A))).isTrue();
    assertThat(resolver.lapses())
        .singleElement()
        .satisfies(lapse -> {
          assertThat(lapse.zone()).startsWith("good.tst");
          assertThat(Duration.between(lapse.since(), lapse.last()))
              .isGreaterThanOrEqualTo(Duration.ofHours(4));
          assertThat(lapse.why()).isNotEmpty();
        });
    net.world.pass(Duration.ofDays(2));
    assertThat(resolver.lapses()).isEmpty();
  }

  /** The root's key has changed, and nobody told us. */
  @Test
  void aTrustAnchorOutOfDateStopsNothingForLong() throws InterruptedException {
    String stranger = root.ds().replaceAll("[0-9A-F]{8}$", "00000000");
    resolver =
        net.iterative(
            net.config().withDnssec(DnssecConfig.DEFAULT.withTrustAnchors(List.of(stranger))));
    assertThat(resolver.resolve("mx.good.tst", RecordType.A)).isInstanceOf(Answer.Failed.class);
    net.world.pass(Duration.ofHours(4));
    Answer answer = resolver.resolve("mx.good.tst", RecordType.A);
    assertThat(Answers.show(answer)).as("%s", answer.walk()).isEqualTo("Found 192.0.2.1");
    assertThat(Answers.isSecure(answer)).isFalse();
  }

  /** A10: who takes the signatures away on the way gets nothing believed. */
  @ParameterizedTest
  @ValueSource(strings = {"RRSIG", "DNSKEY", "NSEC"})
  void whatIsStrippedOnTheWayIsNotBelieved(String type) throws InterruptedException {
    net.misbehave(ZONES, new Mischief.Strip(type));
    net.misbehave(SECOND, new Mischief.Strip(type));
    assertThat(resolver.resolve("x.wild.good.tst", RecordType.A)).isInstanceOf(Answer.Failed.class);
  }

  /** A10: nor are aliases that somebody puts in, in the place of one that a DNAME implies. */
  @Test
  void anAliasIsWhatItsDnameMakesOfIt() throws InterruptedException {
    for (int host : List.of(ZONES, SECOND)) {
      net.misbehave(
          host,
          it ->
              it.name().equals("mx.old.good.tst")
                  ? List.of(
                      new Mischief.Strip("CNAME"),
                      new Mischief.Add(
                          Mischief.Where.ANSWER,
                          List.of("mx.old.good.tst. 300 IN CNAME mx.unsigned.tst.")))
                  : List.of());
    }
    assertThat(resolver.resolve("mx.old.good.tst", RecordType.A)).isInstanceOf(Answer.Failed.class);
  }

  /** A10: nor records of others put beside those that are signed. */
  @Test
  void nothingCanBePutBesideWhatIsSigned() throws InterruptedException {
    for (int host : List.of(ZONES, SECOND)) {
      net.misbehave(
          host,
          it ->
              it.type().equals("MX")
                  ? List.of(
                      new Mischief.Add(
                          Mischief.Where.ANSWER, List.of("good.tst. 300 IN MX 1 mx.unsigned.tst.")))
                  : List.of());
    }
    assertThat(resolver.resolve("good.tst", RecordType.MX)).isInstanceOf(Answer.Failed.class);
  }

  /** A10: nor can a delegation be made to look unsigned. */
  @Test
  void theLackOfADsIsNotBelievedWithoutProof() throws InterruptedException {
    net.misbehave(TST, new Mischief.Strip("DS"));
    assertThat(resolver.resolve("mx.good.tst", RecordType.A)).isInstanceOf(Answer.Failed.class);
    net.misbehave(TST, new Mischief.Strip("NSEC"));
    assertThat(resolver.resolve("mx.unsigned.tst", RecordType.A)).isInstanceOf(Answer.Failed.class);
  }

  /** RFC 4035 section 4.7: another server of the zone may have what holds. */
  @RepeatedTest(20) // which server is asked first is a matter of chance
  void anotherServerIsAskedForWhatHolds() throws InterruptedException {
    net.misbehave(ZONES, new Mischief.Strip("RRSIG"));
    for (String name : List.of("mx.good.tst", "mx.hashed.tst", "mx.rsa.tst", "txt.good.tst")) {
      Answer answer = resolver.resolve(name, RecordType.A);
      if (answer instanceof Answer.Found) {
        assertThat(Answers.isSecure(answer)).isTrue();
      }
    }
    Answer last = resolver.resolve("alias.good.tst", RecordType.A);
    assertThat(Answers.isSecure(last)).as("%s", last).isTrue();
  }

  /** RFC 8198: what lies between two names of a zone needs no question. */
  @Test
  void whatWasProvenDeniesMore() throws InterruptedException {
    for (String zone : List.of("good.tst", "hashed.tst")) {
      resolver.resolve("none." + zone, RecordType.A);
      resolver.resolve("mx." + zone, RecordType.AAAA);
      net.takeAsked();
      assertThat(Answers.show(resolver.resolve("none." + zone, RecordType.TXT)))
          .isEqualTo("NoDomain");
      Answer again = resolver.resolve("mx." + zone, RecordType.SRV);
      assertThat(Answers.show(again)).isEqualTo("NoData");
      assertThat(Answers.isSecure(again)).isTrue();
      assertThat(again.walk().toString()).contains("has proven before");
      assertThat(net.takeAsked()).isEmpty();
    }
  }

  /** Only one question for the DS and one for the keys of a zone is added to the walk. */
  @Test
  void trustIsRemembered() throws InterruptedException {
    resolver.resolve("mx.good.tst", RecordType.A);
    assertThat(net.takeAsked()).filteredOn(it -> it.endsWith(" DS")).isEmpty();
    resolver.resolve("txt.good.tst", RecordType.TXT);
    assertThat(net.takeAsked()).singleElement().asString().endsWith("txt.good.tst TXT");
  }

  /** RFC 4035 section 5.3.3: the proof ends with the signature, whatever the time to live. */
  @Test
  void nothingOutlivesItsSignature() throws InterruptedException {
    resolver.resolve("mx.good.tst", RecordType.A);
    net.world.pass(Duration.ofDays(10));
    Answer answer = resolver.resolve("mx.good.tst", RecordType.A);
    assertThat(answer).isInstanceOf(Answer.Failed.class);
    assertThat(answer.walk().toString()).contains("expired on");
  }

  /** A10, KeyTrap (CVE-2023-50387): the number of signature checks is bounded. */
  @Test
  void theWorkOfCheckingIsBounded() throws InterruptedException {
    resolver =
        resolver(DnssecConfig.DEFAULT.withBounds(new DnssecConfig.Bounds(2, 6, 2, 8, 128, 100)));
    var failed = (Answer.Failed) resolver.resolve("mx.good.tst", RecordType.A);
    assertThat(failed.reason()).contains("too many signature checks");
  }

  /** A10, CVE-2023-50868: nor are names hashed without end. */
  @Test
  void theWorkOfHashingIsBounded() throws InterruptedException {
    resolver =
        resolver(DnssecConfig.DEFAULT.withBounds(new DnssecConfig.Bounds(64, 6, 2, 8, 2, 100)));
    assertThat(resolver.resolve("a.b.c.d.none.hashed.tst", RecordType.A))
        .isInstanceOf(Answer.Failed.class);
    assertThat(resolver.resolve("mx.good.tst", RecordType.A)).isInstanceOf(Answer.Found.class);
  }

  @Test
  void aForwarderIsBelievedOnlyWhereItIsTrusted() throws Exception {
    try (ResolverServer server =
        new ResolverServer(
            net.world,
            DnsServerConfig.DEFAULT,
            new InetSocketAddress(TestNet.address(20), 0),
            resolver)) {
      for (boolean trusted : List.of(true, false)) {
        DnssecConfig dnssec =
            trusted ? DnssecConfig.DEFAULT : DnssecConfig.DEFAULT.withAdTrusted(List.of("::1"));
        var stub =
            new ForwardingResolver(
                net.world, net.config().withDnssec(dnssec), List.of(server.address()));
        Answer answer = stub.resolve("_25._tcp.mx.good.tst", RecordType.TLSA);
        assertThat(Answers.isSecure(answer)).isEqualTo(trusted);
        assertThat(Answers.isSecure(stub.resolve("none.good.tst", RecordType.A)))
            .isEqualTo(trusted);
        assertThat(Answers.isSecure(stub.resolve("mx.unsigned.tst", RecordType.A))).isFalse();
        assertThat(((Answer.Failed) stub.resolve("mx.expired.tst", RecordType.A)).reason())
            .containsPattern(Pattern.compile("SERVFAIL \\(DNSSEC: .* expired"));
      }
    }
  }

  /** RFC 8767: what was known before does not stand in for what is found to be wrong now. */
  @Test
  void whatIsStaleDoesNotReplaceWhatIsBogus() throws Exception {
    try (ResolverServer server =
        new ResolverServer(
            net.world,
            DnsServerConfig.DEFAULT,
            new InetSocketAddress(TestNet.address(20), 0),
            resolver)) {
      ResolverConfig config =
          net.config()
              .withCache(CacheConfig.DEFAULT.withStale(Duration.ofDays(1), Duration.ofSeconds(30)));
      var stub = new ForwardingResolver(net.world, config, List.of(server.address()));
      stub.resolve("mx.good.tst", RecordType.A);
      stub.resolve("mx.unsigned.tst", RecordType.A);
      net.world.pass(Duration.ofMinutes(10));
      for (int host : List.of(ZONES, SECOND)) {
        net.misbehave(host, new Mischief.Strip("RRSIG"));
      }
      assertThat(stub.resolve("mx.good.tst", RecordType.A)).isInstanceOf(Answer.Failed.class);
      for (int host : List.of(ROOT, TST, ZONES, SECOND)) {
        net.misbehave(host, new Mischief.Fail("SERVFAIL"));
      }
      assertThat(stub.resolve("mx.unsigned.tst", RecordType.A)).isInstanceOf(Answer.Found.class);
    }
  }
}

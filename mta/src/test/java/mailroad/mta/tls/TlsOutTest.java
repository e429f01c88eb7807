package mailroad.mta.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import mailroad.dns.FixedResolver;
import mailroad.dns.Resolver;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.mta.Bench;
import mailroad.mta.FakeMx;
import mailroad.mta.routing.Mail;
import mailroad.mta.routing.RoutingConfigBuilder;
import mailroad.smtp.Handling;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Recipient;
import mailroad.smtp.TlsWish;
import mailroad.wire.ClientTrust;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;
import mailroad.wire.Tls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail over real TLS to exchangers whose domains have policies, and what the journey tells. */
class TlsOutTest {
  private static final String ANNA = "anna@local.example";
  private static final String BERT = "bert@b.example";

  private final Bench bench = new Bench();
  private final SelfSigned keys =
      SelfSigned.make(bench.world, List.of("mx1.b.example"), Duration.ofDays(30));
  private FakeMx first;
  private FakeMx second;

  @BeforeEach
  void twoExchangers() throws Exception {
    first = bench.exchanger("127.0.0.91", 0);
    second = bench.exchanger("127.0.0.92", first.port());
    bench.routing(new RoutingConfigBuilder().loopback(first.port()).build());
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private Tls.Handshake tls() throws Exception {
    return Tls.server(ServerKeys.of(keys.identity()));
  }

  private Resolver dns(String more) {
    return FixedResolver.of(
        """
        b.example. 60 IN MX 10 mx1.b.example.
        b.example. 60 IN MX 20 mx2.b.example.
        mx1.b.example. 60 IN A 127.0.0.91
        mx2.b.example. 60 IN A 127.0.0.92
        """
            + more);
  }

  private String tlsa(String data) {
    return "_%d._tcp.mx1.b.example. 60 IN TLSA %s\n".formatted(first.port(), data);
  }

  private String keyDigest() throws Exception {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        keys.certificate().getBytes(StandardCharsets.US_ASCII)));
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(certificate.getPublicKey().getEncoded()));
  }

  private List<Event.Attempted> attempts() {
    return bench.all(Event.Attempted.class);
  }

  @Test
  void r42OpportunisticTlsAsksNobodyForProof() throws Exception {
    first.secured(tls());
    bench.dns(dns("")).start();
    QueueId id = bench.send(ANNA, BERT);
    bench.await(id, Event.Relayed.class);
    assertThat(attempts().getFirst().tls())
        .startsWith("TLSv1.3 TLS_")
        .endsWith("; TLS as it is offered: no policy of the other side demands it");
  }

  @Test
  void aLaterSessionWithTheHostIsResumed() throws Exception {
    first.secured(tls());
    bench.dns(dns("")).start();
    bench.await(bench.send(ANNA, BERT), Event.Completed.class);
    bench.world.pass(Duration.ofSeconds(3)); // the session itself waits no longer
    bench.await(bench.send(ANNA, BERT), Event.Completed.class);
    assertThat(first.heard("STARTTLS")).hasSize(2);
    assertThat(attempts().get(0).tls()).doesNotContain("resumed");
    assertThat(attempts().get(1).tls()).contains(", resumed; ");
  }

  @Test
  void r42AFailedHandshakeIsTriedAgainInTheClearInTheSameAttempt() throws Exception {
    first.secured(tls()).says("STARTTLS", "220 go\r\nno handshake at all");
    bench.dns(dns("")).start();
    QueueId id = bench.send(ANNA, BERT);
    assertThat(bench.await(id, Event.Relayed.class).host()).isEqualTo("mx1.b.example");
    assertThat(attempts()).hasSize(2);
    assertThat(attempts().get(0).outcome()).startsWith("TLS failed: ");
    assertThat(attempts().get(1).tls()).startsWith("in the clear; TLS as it is offered");
    assertThat(bench.all(Event.Deferred.class)).isEmpty();
  }

  @Test
  void r44ACertificateThatDnsNamesIsBelieved() throws Exception {
    first.secured(tls());
    bench.dns(new Secured(dns(tlsa("3 1 1 " + keyDigest())), Set.of())).start();
    bench.await(bench.send(ANNA, BERT), Event.Relayed.class);
    assertThat(attempts().getFirst().tls())
        .startsWith("TLSv1.3 ")
        .endsWith("DANE demands a certificate that matches the TLSA records of mx1.b.example");
  }

  @ParameterizedTest(name = "R44, not secure: {0}")
  @ValueSource(strings = {"b.example", "mx1.b.example", "tlsa"})
  void r44NothingCountsThatIsNotSecure(String unsigned) throws Exception {
    String place = "_%d._tcp.mx1.b.example".formatted(first.port());
    String name = unsigned.equals("tlsa") ? place : unsigned;
    bench.dns(new Secured(dns(tlsa("3 1 1 " + "00".repeat(32))), Set.of(name))).start();
    QueueId id = bench.send(ANNA, BERT);
    assertThat(bench.await(id, Event.Relayed.class).host()).isEqualTo("mx1.b.example");
    assertThat(attempts().getFirst().tls()).startsWith("in the clear; ");
  }

  @Test
  void r44AnotherCertificateNeverGetsMailAndTheNextHostDoes() throws Exception {
    first.secured(tls());
    bench.dns(new Secured(dns(tlsa("3 1 1 " + "00".repeat(32))), Set.of())).start();
    QueueId id = bench.send(ANNA, BERT);
    assertThat(bench.await(id, Event.Relayed.class).host()).isEqualTo("mx2.b.example");
    assertThat(attempts().getFirst().outcome())
        .startsWith("TLS failed: ")
        .contains("the certificate matches none of 1 TLSA records");
    assertThat(first.heard("MAIL")).isEmpty();
  }

  @Test
  void r44UnusableRecordsMeanEncryptionWithoutProof() throws Exception {
    first.secured(tls());
    bench.dns(new Secured(dns(tlsa("1 1 1 " + keyDigest())), Set.of())).start();
    bench.await(bench.send(ANNA, BERT), Event.Relayed.class);
    assertThat(attempts().getFirst().tls())
        .endsWith(
            "DANE demands TLS, with any certificate: no TLSA record of mx1.b.example can be used");
  }

  @Test
  void r44UnusableRecordsNeverMeanClearText() throws Exception {
    String only = "c.example. 60 IN MX 10 mx1.b.example.\n";
    bench.dns(new Secured(dns(only + tlsa("0 1 1 " + keyDigest())), Set.of())).start();
    QueueId id = bench.send(ANNA, "carl@c.example");
    assertThat(bench.await(id, Event.Deferred.class).reply().status()).isEqualTo("4.7.4");
    assertThat(first.heard("MAIL")).isEmpty();
  }

  @Test
  void r44BogusAnswersPutOneHostOffAndNotTheDomain() throws Exception {
    FixedResolver broken =
        ((FixedResolver) dns(""))
            .failing("_%d._tcp.mx1.b.example".formatted(first.port()), "bogus: no signature");
    bench.dns(new Secured(broken, Set.of())).start();
    QueueId id = bench.send(ANNA, BERT);
    assertThat(bench.await(id, Event.Relayed.class).host()).isEqualTo("mx2.b.example");
    assertThat(attempts().getFirst().outcome())
        .startsWith("not asked: 451 4.7.5 Whether mx1.b.example uses DANE cannot be known now")
        .contains("bogus: no signature");
    assertThat(first.heard()).isEmpty();
  }

  @Test
  void aDomainWhoseDnssecIsBrokenCanBeExempted() throws Exception {
    TlsPolicyConfig usual = TlsPolicyConfig.DEFAULT;
    bench.tls(usual.withExempt(List.of("b.example")));
    bench.dns(new Secured(dns(tlsa("3 1 1 " + "00".repeat(32))), Set.of())).start();
    QueueId id = bench.send(ANNA, BERT);
    assertThat(bench.await(id, Event.Relayed.class).host()).isEqualTo("mx1.b.example");
  }

  /** Has a policy of b.example in the store, as if it had been fetched. */
  private void policy(StsPolicy.Mode mode, String pattern) throws Exception {
    StsPolicy policy = new StsPolicy("1", mode, List.of(pattern), Duration.ofDays(7));
    bench.store.commit(
        new mailroad.store.Batch()
            .put(
                mailroad.store.Key.of("tls", "sts", "b.example"),
                StsRecords.write(policy, bench.world.now())));
    bench.dns(dns("_mta-sts.b.example. 60 IN TXT \"v=STSv1; id=1\"\n"));
  }

  @Test
  void r43AnEnforcedPolicyWantsAValidCertificate() throws Exception {
    first.secured(tls());
    bench.trust(ClientTrust.givenPem(keys.certificate()));
    policy(StsPolicy.Mode.ENFORCE, "mx1.b.example");
    bench.start();
    bench.await(bench.send(ANNA, BERT), Event.Relayed.class);
    assertThat(attempts().getFirst().tls())
        .endsWith("the MTA-STS policy of b.example demands a valid certificate");
  }

  @Test
  void r43AnEnforcedPolicyIsNeverGivenUp() throws Exception {
    first.secured(tls());
    bench.trust(ClientTrust.system());
    policy(StsPolicy.Mode.ENFORCE, "mx1.b.example");
    bench.start();
    QueueId id = bench.send(ANNA, BERT);
    Event.Deferred deferred = bench.await(id, Event.Deferred.class);
    assertThat(deferred.reply().toString())
        .isEqualTo("451 4.7.5 The MTA-STS policy of b.example does not name mx2.b.example");
    assertThat(attempts())
        .extracting(Event.Attempted::outcome)
        .first()
        .asString()
        .startsWith("TLS failed");
    assertThat(first.heard("MAIL")).isEmpty();
    assertThat(second.heard()).isEmpty();
  }

  @Test
  void r43APolicyOnTrialOnlyTells() throws Exception {
    first.secured(tls());
    bench.trust(ClientTrust.system());
    policy(StsPolicy.Mode.TESTING, "mx1.b.example");
    bench.start();
    bench.await(bench.send(ANNA, BERT), Event.Relayed.class);
    assertThat(attempts()).hasSize(2);
    assertThat(attempts().get(0).outcome()).startsWith("TLS failed");
    assertThat(attempts().get(1).tls())
        .startsWith("TLSv1.3 ")
        .contains("the MTA-STS policy of b.example is on trial");
  }

  @Test
  void whatMustBeProtectedFailsWhereNothingProvesTheHost() throws Exception {
    first.secured(tls());
    bench.dns(dns("")).start();
    MailParameters parameters = MailParameters.NONE.with(Handling.NONE.with(TlsWish.REQUIRED));
    bench.receive(
        Bench.loggedIn(ANNA),
        ANNA,
        parameters,
        "Subject: x\r\n\r\nx\r\n",
        Recipient.of(EmailAddress.of(BERT)));
    Event.Failed failed = bench.await(Event.Failed.class, _ -> true);
    // RFC 8689 section 4.2.1
    assertThat(failed.reply().status()).isEqualTo("5.7.10");
    assertThat(first.heard()).isEmpty();
  }

  @Test
  void explainTellsThePolicyBeforeAndTheJourneyTellsTheSameAfter() throws Exception {
    first.secured(tls());
    bench.dns(new Secured(dns(tlsa("3 1 1 " + keyDigest())), Set.of())).start();
    String why =
        bench
            .mta()
            .explain(Mail.from(ReversePath.of(EmailAddress.of(ANNA))), EmailAddress.of(BERT))
            .why()
            .toString();
    String policy = "DANE demands a certificate that matches the TLSA records of mx1.b.example";
    assertThat(why).contains("TLS at mx1.b.example", policy, "IN TLSA 3 1 1 ");
    bench.await(bench.send(ANNA, BERT), Event.Relayed.class);
    assertThat(attempts().getFirst().tls()).endsWith(policy);
  }
}

package mailroad.mta.tls.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import mailroad.dns.FixedResolver;
import mailroad.dns.Resolver;
import mailroad.kernel.Domain;
import mailroad.kernel.Event;
import mailroad.mta.Bench;
import mailroad.mta.FakeMx;
import mailroad.mta.report.CountShelf;
import mailroad.mta.report.DayCounts;
import mailroad.mta.routing.RoutingConfigBuilder;
import mailroad.mta.tls.PolicyFacts;
import mailroad.mta.tls.Secured;
import mailroad.mta.tls.TlsPolicyConfig;
import mailroad.mta.tls.TlsReportConfig;
import mailroad.mta.tls.WebServer;
import mailroad.wire.ClientTrust;
import mailroad.wire.SelfSigned;
import mailroad.wire.ServerKeys;
import mailroad.wire.Tls;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions with real servers, counted, and told the day after. */
class TlsReportsTest {
  private static final String ANNA = "anna@local.example";
  private static final String BERT = "bert@b.example";
  private static final String WISH =
      "_smtp._tls.b.example. 60 IN TXT \"v=TLSRPTv1\\; rua=mailto:tls@reports.example\"\n";

  private final Bench bench = new Bench();
  private final SelfSigned keys =
      SelfSigned.make(bench.world, List.of("mx1.b.example"), Duration.ofDays(30));
  private FakeMx first;
  private FakeMx reports;

  @BeforeEach
  void twoExchangers() throws Exception {
    first = bench.exchanger("127.0.0.95", 0);
    reports = bench.exchanger("127.0.0.96", first.port());
    bench.routing(new RoutingConfigBuilder().loopback(first.port()).build());
    bench.dns(dns(WISH));
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private static Resolver dns(String more) {
    return FixedResolver.of(
        """
        b.example. 60 IN MX 10 mx1.b.example.
        mx1.b.example. 60 IN A 127.0.0.95
        reports.example. 60 IN MX 10 mx.reports.example.
        mx.reports.example. 60 IN A 127.0.0.96
        """
            + more);
  }

  private Tls.Handshake tls() throws Exception {
    return Tls.server(ServerKeys.of(keys.identity()));
  }

  /** Goes on to when the reports of this day are due. */
  private void dayAfter() throws Exception {
    bench.mta().reports().collected(100); // what was counted is in the store now
    bench.world.pass(Duration.ofHours(20));
    bench.mta().reports().ring();
  }

  private String reported() throws Exception {
    bench.await(Event.Relayed.class, event -> event.host().equals("mx.reports.example"));
    String message = reports.messages().getLast();
    String part = message.substring(message.indexOf("application/tlsrpt+gzip"));
    String base64 = part.substring(part.indexOf("\r\n\r\n") + 4, part.indexOf("\r\n--"));
    byte[] packed = Base64.getMimeDecoder().decode(base64);
    try (var unpacked = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      return new String(unpacked.readAllBytes(), UTF_8);
    }
  }

  @Test
  void aDaysSessionsArriveAsOneReport() throws Exception {
    first.secured(tls());
    bench.start();
    bench.await(bench.send(ANNA, BERT), Event.Completed.class);
    bench.world.pass(Duration.ofSeconds(10));
    bench.await(bench.send(ANNA, BERT), Event.Completed.class);
    // R42: the handshake fails, and the mail goes in the clear.
    first.says("STARTTLS", "220 go\r\nno handshake at all");
    bench.world.pass(Duration.ofSeconds(10));
    bench.await(bench.send(ANNA, BERT), Event.Completed.class);
    dayAfter();
    String json = reported();
    assertThat(json)
        .contains(
            "\"organization-name\":\"us.local.example\"",
            "\"start-datetime\":\"2026-11-22T00:00:00Z\",\"end-datetime\":\"2026-11-22T23:59:59Z\"",
            "\"contact-info\":\"postmaster@us.local.example\"",
            "\"policy\":{\"policy-type\":\"no-policy-found\",\"policy-domain\":\"b.example\"}",
            "\"total-successful-session-count\":2,\"total-failure-session-count\":1",
            "\"result-type\":\"validation-failure\",\"sending-mta-ip\":\"127.0.0.1\","
                + "\"receiving-mx-hostname\":\"mx1.b.example\",\"receiving-ip\":\"127.0.0.95\","
                + "\"failed-session-count\":1,\"failure-reason-code\":\"");
    assertThat(reports.heard("MAIL").getLast())
        .startsWith("MAIL FROM:<postmaster@us.local.example>");
    assertThat(reports.heard("RCPT").getLast())
        .startsWith("RCPT TO:<tls@reports.example> NOTIFY=NEVER");
    assertThat(reports.messages()).hasSize(1);
    TlsReports.Sent sent = settled();
    assertThat(sent.successes()).isEqualTo(2);
    assertThat(sent.to()).extracting(TlsReports.Delivery::state).containsExactly("sent");
    assertThat(bench.mta().reports().collected(100)).isEmpty();
  }

  private TlsReports.Sent settled() throws Exception {
    while (true) {
      List<TlsReports.Sent> sent = bench.mta().reports().sent(100);
      if (!sent.isEmpty() && sent.getFirst().settled()) {
        return sent.getFirst();
      }
      Thread.onSpinWait();
    }
  }

  @Test
  void aHostWithoutTlsIsToldOf() throws Exception {
    bench.start();
    bench.await(bench.send(ANNA, BERT), Event.Completed.class);
    dayAfter();
    assertThat(reported())
        .contains("\"result-type\":\"starttls-not-supported\"")
        .contains("\"total-successful-session-count\":0,\"total-failure-session-count\":1");
  }

  @Test
  void aCertificateThatDnsDoesNotNameIsToldOfUnderDane() throws Exception {
    first.secured(tls());
    String tlsa =
        "_%d._tcp.mx1.b.example. 60 IN TLSA 3 1 1 %s\n".formatted(first.port(), "00".repeat(32));
    Resolver signed = new Secured(dns(WISH + tlsa), Set.of("reports.example"));
    bench.dns(signed).start();
    bench.await(bench.send(ANNA, BERT), Event.Deferred.class);
    dayAfter();
    assertThat(reported())
        .contains(
            "\"policy\":{\"policy-type\":\"tlsa\",\"policy-string\":[\"3 1 1 "
                + "00".repeat(32)
                + "\"],\"policy-domain\":\"mx1.b.example\"}")
        .contains("\"result-type\":\"validation-failure\"")
        .contains("the certificate matches none of 1 TLSA records");
  }

  @Test
  void forgedAnswersAreToldOfThoughThereWasNoSession() throws Exception {
    FixedResolver broken =
        ((FixedResolver) dns(WISH))
            .failing("_%d._tcp.mx1.b.example".formatted(first.port()), "bogus: no signature");
    bench.dns(new Secured(broken, Set.of())).start();
    bench.await(bench.send(ANNA, BERT), Event.Deferred.class);
    dayAfter();
    assertThat(reported())
        .contains("\"policy-type\":\"tlsa\"", "\"result-type\":\"dnssec-invalid\"")
        .doesNotContain("sending-mta-ip");
  }

  @Test
  void aReportGoesInSpiteOfTlsAndIsNotCountedItself() throws Exception {
    // RFC 8460 section 3: whatever the policies of its own destination say.
    String tlsa =
        "_%d._tcp.mx.reports.example. 60 IN TLSA 3 1 1 %s\n"
            .formatted(first.port(), "00".repeat(32));
    first.secured(tls());
    bench.dns(new Secured(dns(WISH + tlsa), Set.of("b.example"))).start();
    bench.await(bench.send(ANNA, BERT), Event.Completed.class);
    dayAfter();
    assertThat(reported()).contains("\"total-successful-session-count\":1");
    settled();
    assertThat(bench.mta().reports().collected(100)).isEmpty();
  }

  @Test
  void whoDoesNotAskIsNotTold() throws Exception {
    bench.dns(dns("")).start();
    bench.await(bench.send(ANNA, BERT), Event.Completed.class);
    dayAfter();
    while (!bench.mta().reports().collected(100).isEmpty()) {
      Thread.onSpinWait();
    }
    assertThat(reports.heard()).isEmpty();
  }

  @Test
  void countsSurviveARestartAndAreSummedUpOverNodes() throws Exception {
    first.secured(tls());
    bench.start();
    bench.await(bench.send(ANNA, BERT), Event.Completed.class);
    bench.mta().reports().collected(100);
    bench.crash();
    bench.start();
    bench.world.pass(Duration.ofSeconds(10));
    bench.await(bench.send(ANNA, BERT), Event.Completed.class);
    TlsReportKind kind = new TlsReportKind(50, TlsReportConfig.DEFAULT.terms());
    DayCounts<Tally> other = new DayCounts<>(bench.world, kind);
    Domain b = new Domain("b.example");
    other.count(b, tally -> tally.succeeded(PolicyFacts.none(b), 40));
    new CountShelf<>(bench.world, bench.store, kind, "other").put(other);
    dayAfter();
    assertThat(reported()).contains("\"total-successful-session-count\":42");
    settled();
    assertThat(reports.messages()).hasSize(1);
  }

  @Test
  void noMoreDomainsAreCountedInADayThanAllowed() throws Exception {
    TlsReportKind few = new TlsReportKind(10, TlsReportConfig.DEFAULT.withBounds(2, 10).terms());
    CountShelf<Tally> shelf = new CountShelf<>(bench.world, bench.store, few, "node");
    for (int i = 0; i < 5; i++) {
      DayCounts<Tally> counts = new DayCounts<>(bench.world, few);
      Domain domain = new Domain("d" + i + ".example");
      counts.count(domain, tally -> tally.succeeded(PolicyFacts.none(domain), 1));
      shelf.put(counts);
      shelf.put(counts);
    }
    assertThat(shelf.lines(100)).hasSize(2);
    assertThat(shelf.sweep(java.time.LocalDate.of(2026, 11, 23))).isEqualTo(1);
  }

  @Test
  void aReportThatCannotBeHandedOverIsTriedForADayAndGivenUp() throws Exception {
    Resolver unreachable =
        dns(WISH.replace("mailto:tls@reports.example", "https://gone.example/x"));
    bench.dns(unreachable).start();
    bench.await(bench.send(ANNA, BERT), Event.Completed.class);
    dayAfter();
    for (int i = 0;
        bench.mta().reports().sent(100).stream().noneMatch(TlsReports.Sent::settled);
        i++) {
      if (i < 400) {
        bench.world.pass(Duration.ofMinutes(10));
      }
      bench.mta().reports().ring();
      bench.world.bell().await(0, Duration.ofMillis(5));
    }
    TlsReports.Sent sent = bench.mta().reports().sent(100).getFirst();
    assertThat(sent.to().getFirst().state()).isEqualTo("failed");
    assertThat(sent.to().getFirst().note()).isEqualTo("given up: gone.example has no address");
  }

  @Test
  void reportsAreHandedInByHttpsAndAgainIfTheServerDoesNotTakeThem() throws Exception {
    SelfSigned own =
        SelfSigned.make(bench.world, List.of("web.reports.example"), Duration.ofDays(90));
    try (WebServer web = new WebServer(bench.world, "127.0.0.97", own)) {
      web.says("HTTP/1.1 503 Later\r\n\r\n");
      String wish =
          WISH.replace(
              "mailto:tls@reports.example",
              "https://web.reports.example:%d/v1/tlsrpt?a=b".formatted(web.port()));
      bench.trust(ClientTrust.givenPem(own.certificate()));
      bench.dns(dns(wish + "web.reports.example. 60 IN A 127.0.0.97\n")).start();
      bench.await(bench.send(ANNA, BERT), Event.Completed.class);
      dayAfter();
      while (notes().stream().noneMatch(note -> note.equals("HTTP status 503 (Later)"))) {
        Thread.onSpinWait();
      }
      // What was said is kept before the next attempt is planned; until then there is nothing to go
      // on to.
      Optional<Instant> again = Optional.of(bench.world.now().plus(Duration.ofMinutes(10)));
      while (!bench.store.nextDue("tls-reports").equals(again)) {
        Thread.onSpinWait();
      }
      // RFC 8460 section 5.4: 200 or 201.
      web.says("HTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n");
      bench.world.pass(Duration.ofMinutes(11));
      bench.mta().reports().ring();
      TlsReports.Sent sent = settled();
      assertThat(sent.to())
          .containsExactly(
              new TlsReports.Delivery(
                  "https://web.reports.example:%d/v1/tlsrpt?a=b".formatted(web.port()),
                  "sent",
                  "taken by web.reports.example"));
      assertThat(web.asked()).contains("POST /v1/tlsrpt?a=b HTTP/1.1");
      assertThat(reports.heard()).isEmpty();
    }
  }

  private List<String> notes() throws Exception {
    return bench.mta().reports().sent(100).stream()
        .flatMap(sent -> sent.to().stream())
        .map(TlsReports.Delivery::note)
        .toList();
  }

  @Test
  void whereReportsAreOffNothingIsCounted() throws Exception {
    TlsReportConfig usual = TlsReportConfig.DEFAULT;
    bench.tls(TlsPolicyConfig.DEFAULT.with(usual.withSend(false))).start();
    bench.await(bench.send(ANNA, BERT), Event.Completed.class);
    assertThat(bench.mta().reports().collected(100)).isEmpty();
  }
}

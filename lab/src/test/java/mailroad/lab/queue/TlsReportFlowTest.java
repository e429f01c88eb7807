package mailroad.lab.queue;

import static mailroad.lab.queue.PostOffice.ANNA;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import mailroad.kernel.Event;
import mailroad.mta.tls.TlsPolicyConfig;
import mailroad.mta.tls.TlsReportConfig;
import mailroad.mta.tls.report.TlsReports;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Reports about TLS in virtual time: a day's failures arrive as one report (RFC 8460 section 4.1). The domain that is told
 * has its reports sent to a mailbox here, where they are read.
 */
class TlsReportFlowTest {
  private static final String REPORTS = "tls@here.example";
  private static final String B =
      """
      b.example. 60 IN MX 10 mx.b.example.
      mx.b.example. 60 IN A 10.7.1.1
      """;
  private static final String WISH =
      "_smtp._tls.b.example. 60 IN TXT \"v=TLSRPTv1\\; rua=mailto:tls@here.example\"\n";

  private final PostOffice office = new PostOffice();

  @BeforeEach
  void reportsAreReadHere() {
    office.tls(TlsPolicyConfig.DEFAULT.with(TlsReportConfig.DEFAULT.withReadAt(List.of(REPORTS))));
  }

  @AfterEach
  void close() {
    office.close();
  }

  private void sendHourly(int hours) throws Exception {
    for (int i = 0; i < hours; i++) {
      office.send(ANNA, "bert@b.example");
      office.run(Duration.ofHours(1));
    }
  }

  private List<TlsReports.Received> received() throws Exception {
    List<TlsReports.Received> out = new ArrayList<>();
    office.play(() -> out.addAll(office.mta().reports().received(100)));
    return out;
  }

  /** Runs to the next midnight of UTC. */
  private void toMidnight() {
    Instant now = office.world().now();
    Instant midnight =
        now.atZone(ZoneOffset.UTC)
            .toLocalDate()
            .plusDays(1)
            .atStartOfDay(ZoneOffset.UTC)
            .toInstant();
    office.run(Duration.between(now, midnight));
  }

  @Test
  void aDaysFailuresArriveAsOneReportThoughTheProgramEndedMeanwhile() throws Exception {
    office.dns(B + WISH);
    Exchanger mx = office.exchanger("10.7.1.1").opens();
    office.start();
    toMidnight();
    Instant day = office.world().now();
    sendHourly(5);
    office.restart();
    sendHourly(5);
    assertThat(mx.connected()).hasSize(10);
    toMidnight();
    assertThat(received()).isEmpty();
    office.run(Duration.ofMinutes(4));
    assertThat(received()).isEmpty();
    office.run(Duration.ofHours(5));
    assertThat(office.filed()).containsExactly(REPORTS);
    assertThat(received())
        .singleElement()
        .satisfies(one -> {
          assertThat(one.report().start()).isEqualTo(day);
          assertThat(one.report().end()).isEqualTo(day.plus(Duration.ofDays(1)).minusSeconds(1));
          assertThat(one.report().tally().successes()).isZero();
          assertThat(one.report().tally().failures()).isEqualTo(10);
          assertThat(one.report().tally().parts().getFirst().failures().keySet())
              .singleElement()
              .satisfies(detail -> {
                assertThat(detail.type().word()).isEqualTo("starttls-not-supported");
                assertThat(detail.host()).isEqualTo("mx.b.example");
                assertThat(detail.to()).isEqualTo("10.7.1.1");
                assertThat(detail.from()).isEqualTo("10.7.0.1");
              });
        });
    // The next day is another report; a day without mail is none.
    sendHourly(2);
    office.run(Duration.ofDays(3));
    assertThat(received()).hasSize(2);
  }

  @Test
  void reportsOfManyDomainsAreSpreadOverHours() throws Exception {
    StringBuilder zone = new StringBuilder("mx.b.example. 60 IN A 10.7.1.1\n");
    for (int i = 0; i < 40; i++) {
      zone.append("d%d.example. 60 IN MX 10 mx.b.example.\n".formatted(i));
      zone.append(WISH.replace("b.example", "d%d.example".formatted(i)));
    }
    office.dns(zone.toString());
    office.exchanger("10.7.1.1").opens();
    office.start();
    toMidnight();
    for (int i = 0; i < 40; i++) {
      office.send(ANNA, "bert@d%d.example".formatted(i));
    }
    toMidnight();
    Instant midnight = office.world().now();
    office.run(Duration.ofHours(5));
    List<Instant> sent =
        office.all(Event.Accepted.class).stream()
            .filter(event -> event.source().equals(new Event.Source.Local("tls-reports")))
            .map(Event::at)
            .toList();
    assertThat(sent).hasSize(40);
    assertThat(sent)
        .allSatisfy(at ->
            assertThat(Duration.between(midnight, at))
                .isBetween(Duration.ofMinutes(5), Duration.ofHours(4).plusMinutes(10)));
    assertThat(Duration.between(sent.getFirst(), sent.getLast()))
        .isGreaterThan(Duration.ofHours(2));
  }

  @Test
  void aDomainThatDoesNotAskHearsNothingAndNothingIsKept() throws Exception {
    office.dns(B);
    office.exchanger("10.7.1.1").opens();
    office.start();
    sendHourly(1);
    office.run(Duration.ofDays(2));
    assertThat(office.filed()).isEmpty();
    List<TlsReports.Collected> left = new ArrayList<>();
    office.play(() -> left.addAll(office.mta().reports().collected(10)));
    assertThat(left).isEmpty();
  }
}

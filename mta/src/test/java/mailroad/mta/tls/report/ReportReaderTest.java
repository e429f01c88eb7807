package mailroad.mta.tls.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.mime.Octets;
import mailroad.mta.Bench;
import mailroad.mta.report.DomainDay;
import mailroad.mta.tls.PolicyFacts;
import mailroad.mta.tls.ResultType;
import mailroad.mta.tls.TlsPolicyConfig;
import mailroad.mta.tls.TlsReportConfig;
import mailroad.mta.tls.report.ReportReader.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports of others: what is read of them, and what they cannot do to us. */
class ReportReaderTest {
  private static final TlsReportConfig CONFIG = TlsReportConfig.DEFAULT;
  private static final DomainDay ABOUT =
      new DomainDay(LocalDate.of(2026, 11, 21), new Domain("local.example"));
  private static final String PLAIN =
      """
      {"organization-name":"Big","date-range":{"start-datetime":"2026-11-21T00:00:00Z",
       "end-datetime":"2026-11-21T23:59:59Z"},"contact-info":"c@big.example","report-id":"r1",
       "policies":[{"policy":{"policy-type":"sts","policy-domain":"local.example"},
       "summary":{"total-successful-session-count":3,"total-failure-session-count":2},
       "failure-details":[{"result-type":"certificate-expired","failed-session-count":2}]}]}
      """;

  private static byte[] gzip(byte[] plain) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static String message(String type, byte[] content) {
    return """
    From: <reports@big.example>
    To: <tls@local.example>
    TLS-Report-Domain: local.example
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type="tlsrpt"; boundary="b"

    --b
    Content-Type: text/plain

    Words
    --b
    Content-Type: %s
    Content-Transfer-Encoding: base64
    Content-Disposition: attachment; filename="a!b!1!2.json.gz"

    %s
    --b--
    """
        .formatted(type, Base64.getMimeEncoder().encodeToString(content))
        .replace("\r\n", "\n")
        .replace("\n", "\r\n");
  }

  private static Reading read(TlsReportConfig config, String message) throws Exception {
    return new ReportReader(config).read(Octets.of(message.getBytes(UTF_8)));
  }

  private static Reading readJson(String json) throws Exception {
    return read(CONFIG, message("application/tlsrpt+gzip", gzip(json.getBytes(UTF_8))));
  }

  private static TlsReport sound(Reading reading) {
    return switch (reading) {
      case Reading.Sound(var report) -> report;
      case Reading.Faulty(var reason) -> throw new AssertionError(reason);
    };
  }

  private static String fault(Reading reading) {
    return switch (reading) {
      case Reading.Sound(var report) -> "read: " + report;
      case Reading.Faulty(var reason) -> reason;
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/tlsrpt+gzip",
        "Application/TLSRPT+gzip; charset=x",
        "application/gzip",
        "application/x-gzip"
      })
  void readsWhatIsCalledAReport(String type) throws Exception {
    TlsReport report = sound(read(CONFIG, message(type, gzip(PLAIN.getBytes(UTF_8)))));
    assertThat(report.organization()).isEqualTo("Big");
    assertThat(report.id()).isEqualTo("r1");
    assertThat(report.tally().successes()).isEqualTo(3);
    assertThat(report.tally().parts().getFirst().failures())
        .containsExactlyEntriesOf(Map.of(Detail.of(ResultType.CERTIFICATE_EXPIRED), 2L));
  }

  @Test
  void readsAReportThatIsNotPacked() throws Exception {
    String message = message("application/tlsrpt+json", PLAIN.getBytes(UTF_8));
    assertThat(sound(read(CONFIG, message)).tally().failures()).isEqualTo(2);
  }

  @Test
  void readsWhatWeWriteOurselves() throws Exception {
    Tally tally = new Tally(50);
    PolicyFacts sts =
        new PolicyFacts(
            PolicyFacts.Kind.STS, "local.example", List.of("version: STSv1"), List.of("mx.local"));
    tally.succeeded(sts, 12);
    Detail detail =
        new Detail(ResultType.CERTIFICATE_EXPIRED, "192.0.2.1", "mx.local", "192.0.2.2", "old");
    tally.failed(sts, detail, 3);
    TlsReport ours = new TlsReport("Us", "us@b.example", "1@b", ABOUT.start(), ABOUT.end(), tally);
    ReportMail mail =
        new ReportMail(ours, ABOUT, new Domain("b.example"), "1", EmailAddress.of("us@b.example"));
    byte[] message = mail.to(EmailAddress.of("tls@local.example"), ABOUT.end());
    TlsReport back = sound(new ReportReader(CONFIG).read(Octets.of(message)));
    assertThat(ReportJson.write(back)).isEqualTo(ReportJson.write(ours));
  }

  @Test
  void failuresThatAreNotDetailedCountTooAndUnknownKindsKeepTheirName() throws Exception {
    TlsReport report =
        sound(
            readJson(
                PLAIN
                    .replace("failure-session-count\":2", "failure-session-count\":9")
                    .replace("certificate-expired", "quantum-broken")));
    assertThat(report.tally().failures()).isEqualTo(9);
    assertThat(report.tally().parts().getFirst().failures().keySet())
        .extracting(Detail::reason)
        .containsExactly("quantum-broken", "not told");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                        | instead of                 | stands                            | so
          no id                         | "report-id":"r1",          | "x":1,                            | no report-id or date-range
          no time                       | 2026-11-21T23:59:59Z       | yesterday                         | no report-id or date-range
          an array                      | {"organization-name":"Big" | [{"organization-name":"Big"        | it is no JSON
          cut off                       | "policies"                 | "policies":[[[                    | it is no JSON
          no JSON                       | {"organization-name"       | <?xml                             | it is no JSON
          """)
  void whatIsNoReportIsNotRead(String what, String from, String to, String so) throws Exception {
    assertThat(fault(readJson(PLAIN.replace(from, to)))).contains(so);
  }

  @Test
  void amessageWithoutAReportIsNotRead() throws Exception {
    assertThat(fault(read(CONFIG, "Subject: x\r\n\r\nhello\r\n")))
        .isEqualTo("no part of it is a report about TLS");
    assertThat(fault(read(CONFIG, message("application/zip", new byte[10]))))
        .isEqualTo("no part of it is a report about TLS");
    assertThat(
            fault(
                read(
                    CONFIG,
                    message("application/tlsrpt+gzip", new byte[] {0x1F, (byte) 0x8B, 8, 0}))))
        .startsWith("it cannot be unpacked");
  }

  @Test
  void a23AReportThatUnpacksToAThousandTimesItsSizeIsLeft() throws Exception {
    byte[] bomb = gzip(("{\"x\":\"" + " ".repeat(5_000_000) + "\"}").getBytes(UTF_8));
    assertThat(bomb.length).isLessThan(5_000_000 / 500);
    assertThat(fault(read(CONFIG, message("application/tlsrpt+gzip", bomb))))
        .satisfiesAnyOf(
            reason -> assertThat(reason).isEqualTo("it unpacks to more than 200 times its size"),
            reason -> assertThat(reason).contains("exceeds the maximum"));
    // Between tokens, where no bound of texts ends it.
    byte[] blanks = gzip(("{" + " ".repeat(9_000_000) + "}").getBytes(UTF_8));
    assertThat(fault(read(CONFIG, message("application/tlsrpt+gzip", blanks))))
        .isEqualTo("it unpacks to more than 200 times its size");
  }

  @Test
  void a7AReportIsNoLargerThanAllowedUnpackedOrPacked() throws Exception {
    String noise =
        new java.util.SplittableRandom(1)
            .ints(1_500_000, 0, 10)
            .collect(StringBuilder::new, (b, i) -> b.append(i).append(','), StringBuilder::append)
            .toString();
    byte[] large = gzip(("{\"x\":[" + noise.repeat(8) + "0]}").getBytes(UTF_8));
    assertThat(fault(read(CONFIG, message("application/tlsrpt+gzip", large))))
        .isEqualTo("the report has more than 1048576 octets");
    TlsReportConfig roomy = CONFIG.withSizes(2_000_000, 2_000_000);
    byte[] smaller = gzip(("{\"x\":[" + noise + "0]}").getBytes(UTF_8));
    assertThat(fault(read(roomy, message("application/tlsrpt+gzip", smaller))))
        .isEqualTo("it unpacks to more than 2000000 octets");
    byte[] plain = ("{\"x\":[" + noise.substring(0, 1_100_000) + "0]}").getBytes(UTF_8);
    assertThat(fault(read(CONFIG, message("application/tlsrpt+json", plain))))
        .isEqualTo("the report has more than 1048576 octets");
  }

  @Test
  void a7GzipInGzipIsNotUnpackedTwiceAndMembersCountTogether() throws Exception {
    byte[] twice = gzip(gzip(PLAIN.getBytes(UTF_8)));
    assertThat(fault(read(CONFIG, message("application/tlsrpt+gzip", twice))))
        .startsWith("it is no JSON");
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    byte[] member = gzip(" ".repeat(1_000_000).getBytes(UTF_8));
    for (int i = 0; i < 50; i++) {
      members.writeBytes(member);
    }
    assertThat(fault(read(CONFIG, message("application/tlsrpt+gzip", members.toByteArray()))))
        .isEqualTo(
            "it unpacks to more than %s"
                .formatted(members.size() > 52_428 ? "10485760 octets" : "200 times its size"));
  }

  @Test
  void a21DeepAndEndlessJsonEnds() throws Exception {
    for (String json :
        List.of(
            "{\"x\":" + "[".repeat(100_000),
            "{\"report-id\":\"" + "x".repeat(200_000) + "\"}",
            "{\"x\":" + "9".repeat(10_000) + "}")) {
      String message = message("application/tlsrpt+json", json.getBytes(UTF_8));
      assertThat(fault(read(CONFIG, message))).contains("exceeds the maximum allowed");
    }
  }

  @Test
  void manyDetailsAreSummedUpAndNumbersAreBounded() throws Exception {
    StringBuilder details = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      details.append(
          "{\"result-type\":\"certificate-expired\",\"receiving-ip\":\"10.0.%d.%d\",\"failed-session-count\":1},"
              .formatted(i / 250, i % 250));
    }
    String json =
        PLAIN
            .replace("{\"result-type\"", details + "{\"result-type\"")
            .replace("count\":3", "count\":99999999999999999999999");
    TlsReport report = sound(readJson(json));
    assertThat(report.tally().failures()).isEqualTo(5_002);
    assertThat(report.tally().parts().getFirst().failures()).hasSize(51);
    assertThat(report.tally().successes()).isEqualTo(1_000_000_000_000L);
    String negative = PLAIN.replace("count\":3", "count\":-3");
    assertThat(sound(readJson(negative)).tally().successes()).isZero();
  }

  @Test
  void a15TextOfOthersIsShownAsText() throws Exception {
    TlsReport report = sound(readJson(PLAIN.replace("\"Big\"", "\"Big\\u001b[2J\\r\\nx: y\"")));
    assertThat(report.organization()).doesNotContain("\u001b", "\r", "\n");
  }

  @Test
  void reportsThatArriveAtOurAddressAreReadAndListed() throws Exception {
    try (Bench bench = new Bench()) {
      bench.mailboxes.account("tls@local.example");
      bench.tls(TlsPolicyConfig.DEFAULT.with(CONFIG.withReadAt(List.of("tls@local.example"))));
      bench.start();
      String report = message("application/tlsrpt+gzip", gzip(PLAIN.getBytes(UTF_8)));
      for (int copy = 0; copy < 2; copy++) {
        bench.send("reports@big.example", report, new String[] {"tls@local.example"});
        bench.world.pass(Duration.ofSeconds(1));
      }
      bench.send(
          "reports@big.example", "Subject: x\n\nno report\n", new String[] {"tls@local.example"});
      bench.send(
          "reports@big.example", report.replace("r1", "r2"), new String[] {"anna@local.example"});
      TlsReports.Received received = awaitReceived(bench);
      assertThat(received.report().organization()).isEqualTo("Big");
      assertThat(received.report().tally().successes()).isEqualTo(3);
      assertThat(received.sender()).isEqualTo("<reports@big.example>");
      // All three lie in the mailbox as well.
      assertThat(bench.inbox("tls@local.example")).hasSize(3);
      // What was read needs its content no longer.
      assertThat(bench.mta().reports().received(10)).hasSize(1);
      bench.world.pass(Duration.ofDays(40));
      assertThat(bench.mta().sweep()).isEqualTo(1);
      assertThat(bench.mta().reports().received(10)).isEmpty();
    }
  }

  private static TlsReports.Received awaitReceived(Bench bench) throws Exception {
    while (true) {
      bench.mta().reports().ring();
      List<TlsReports.Received> all = bench.mta().reports().received(10);
      if (!all.isEmpty() && bench.store.nextDue("tls-reports-in").isEmpty()) {
        return all.getFirst();
      }
      Thread.onSpinWait();
    }
  }
}

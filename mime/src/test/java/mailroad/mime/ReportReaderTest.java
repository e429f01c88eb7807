package mailroad.mime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.mime.ReceivedReport.Action;
import mailroad.mime.ReceivedReport.Fate;
import mailroad.mime.ReceivedReport.OfDelivery;
import mailroad.mime.ReceivedReport.OfDisposition;
import mailroad.mime.ReceivedReport.Typed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reports that others send (R31). */
class ReportReaderTest {
  private static Optional<ReceivedReport> read(String text) throws IOException {
    byte[] octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    return ReportReader.read(Octets.of(octets), MimeLimits.DEFAULT);
  }

  private static final String HEAD =
      """
      From: MAILER-DAEMON@mx.example
      MIME-Version: 1.0
      Content-Type: multipart/report; report-type=delivery-status; boundary="b"

      --b

      Sorry.
      """;

  @Test
  void readsAReportOnDelivery() throws IOException {
    assertThat(
            read(
                HEAD
                    + """
                    --b
                    Content-Type: message/delivery-status

                    Original-Envelope-Id: QQ314159
                    Reporting-MTA: dns; mx.example
                    Arrival-Date: Sun, 22 Nov 2026 10:00:00 +0000

                    Original-Recipient: rfc822;Joe@example.org
                    Final-Recipient: RFC822; joe@mx.example
                    Action: failed (really)
                    Status: 5.1.1 (no such mailbox)
                    Remote-MTA: dns; mx2.example
                    Diagnostic-Code: smtp; 550 5.1.1
                      no such mailbox

                    Final-Recipient: rfc822; ann@mx.example
                    Action: Delayed
                    Status: 4.4.1
                    Will-Retry-Until: Fri, 27 Nov 2026 10:00:00 +0000
                    --b
                    Content-Type: message/rfc822

                    Message-ID: <1@a.example>
                    Subject: hello

                    hi
                    --b--
                    """))
        .contains(
            new OfDelivery(
                Optional.of("<1@a.example>"),
                Optional.of("QQ314159"),
                Optional.of(new Typed("dns", "mx.example")),
                Optional.of("Sun, 22 Nov 2026 10:00:00 +0000"),
                List.of(
                    new Fate(
                        new Typed("rfc822", "joe@mx.example"),
                        Optional.of(new Typed("rfc822", "Joe@example.org")),
                        Action.FAILED,
                        "5.1.1",
                        Optional.of(new Typed("dns", "mx2.example")),
                        Optional.of(new Typed("smtp", "550 5.1.1  no such mailbox")),
                        Optional.empty()),
                    new Fate(
                        new Typed("rfc822", "ann@mx.example"),
                        Optional.empty(),
                        Action.DELAYED,
                        "4.4.1",
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of("Fri, 27 Nov 2026 10:00:00 +0000")))));
  }

  @Test
  void readsWhatAReaderDid() throws IOException {
    assertThat(
            read(
                HEAD
                    + """
                    --b
                    Content-Type: message/disposition-notification

                    Reporting-UA: pc.example; Reader 1.0
                    Original-Recipient: rfc822;Joe@example.org
                    Final-Recipient: rfc822;joe@mx.example
                    Original-Message-ID: <1@a.example>
                    Disposition: Manual-action/MDN-sent-automatically; Displayed/error,Warning
                    --b--
                    """))
        .contains(
            new OfDisposition(
                Optional.of("<1@a.example>"),
                Optional.of("pc.example; Reader 1.0"),
                new Typed("rfc822", "joe@mx.example"),
                Optional.of(new Typed("rfc822", "Joe@example.org")),
                "manual-action",
                "mdn-sent-automatically",
                "displayed",
                List.of("error", "warning")));
  }

  @Test
  void readsOurOwn() throws IOException {
    Report report =
        new Report(
            "MAILER-DAEMON@us.example",
            "joe@example.org",
            "Undelivered mail",
            "<n@us.example>",
            Instant.parse("2026-11-22T10:00:00Z"),
            "Sorry.\n",
            List.of(
                List.of(new Report.Line("Reporting-MTA", "dns; us.example")),
                List.of(
                    new Report.Line("Final-Recipient", "utf-8; грета@b.example"),
                    new Report.Line("Action", "relayed"))),
            new Report.Returned.HeaderSection(
                "Message-ID: <1@a.example>\r\n".getBytes(StandardCharsets.US_ASCII)),
            true);
    ReceivedReport read =
        ReportReader.read(Octets.of(report.octets("=_x")), MimeLimits.DEFAULT).orElseThrow();
    assertThat(read.about()).contains("<1@a.example>");
    assertThat(read)
        .isInstanceOfSatisfying(
            OfDelivery.class,
            delivery -> {
              Fate fate = delivery.recipients().getFirst();
              assertThat(fate.finalRecipient()).isEqualTo(new Typed("utf-8", "грета@b.example"));
              assertThat(fate.status()).as("a status that is missing is made").isEqualTo("2.0.0");
              assertThat(fate.isPermanent()).isFalse();
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: x\n\nFinal-Recipient: rfc822; a@b\n",
        "Content-Type: multipart/report; boundary=b\n\n--b\n\nx\n--b--\n",
        "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n--b--\n",
        "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nFinal-Recipient: rfc822; a@b\n--b--\n",
        "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; a@b\nDisposition: displayed\n--b--\n"
      })
  void whatLacksItsFieldsIsNoReport(String message) throws IOException {
    assertThat(read(message)).isEmpty();
  }

  @Test
  void aReportOnVeryManyIsBoundedA6() throws IOException {
    StringBuilder many = new StringBuilder(HEAD);
    many.append("--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n");
    for (int i = 0; i < 3000; i++) {
      many.append("Final-Recipient: rfc822; a@b\nAction: failed\n\n");
    }
    assertThat(((OfDelivery) read(many + "--b--\n").orElseThrow()).recipients()).hasSize(1000);
  }

  /** Counted in octets that were asked of memory, for a count of seconds would depend on the machine. */
  @Test
  void aReportOfEmptyLinesIsNoWorkA21() throws IOException {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThat(
            read(
                HEAD
                    + "--b\nContent-Type: message/delivery-status\n\n"
                    + "\n".repeat(20_000)
                    + "--b--\n"))
        .isEmpty();
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000_000);
  }
}

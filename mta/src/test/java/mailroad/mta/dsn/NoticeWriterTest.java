package mailroad.mta.dsn;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.QueueId;
import mailroad.kernel.Reply;
import org.junit.jupiter.api.Test;

/** R31: RFC 3464 reports, the reply text quoted as given. */
class NoticeWriterTest {
  private static final Instant ARRIVED = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant NOW = Instant.parse("2026-03-06T10:00:00Z");
  private static final byte[] HEADER =
      "Subject: hello\r\nFrom: <a@a.example>\r\n\r\n".getBytes(US_ASCII);

  private static String notice(ReportFacts facts, Optional<byte[]> whole) {
    return new String(NoticeWriter.write(facts, HEADER, whole, "N1", NOW), UTF_8);
  }

  private static ReportFacts facts(boolean fullReturn, ReportedRecipient... recipients) {
    return new ReportFacts(
        new Domain("mail.a.example"),
        new QueueId("01JC7K2M9XZ4T"),
        ARRIVED,
        EmailAddress.of("a@a.example"),
        "QQ+1",
        fullReturn,
        List.of(recipients));
  }

  private static ReportedRecipient failed(String address, Reply reply) {
    return new ReportedRecipient(
        EmailAddress.of(address),
        Optional.of("rfc822;Bob@b.example"),
        Action.FAILED,
        reply.statusOrDefault(),
        Optional.of("mx.b.example"),
        Optional.of(reply),
        NOW,
        Optional.empty(),
        "");
  }

  @Test
  void tellsPeopleAndPrograms() {
    assertThat(
            notice(
                facts(false, failed("bob@b.example", new Reply(550, "5.1.1", "No such user"))),
                Optional.empty()))
        .isEqualTo(
            """
            From: Mail Delivery System <MAILER-DAEMON@mail.a.example>
            To: <a@a.example>
            Subject: Undelivered mail returned to sender
            Date: Fri, 6 Mar 2026 10:00:00 +0000
            Message-ID: <N1@mail.a.example>
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status;
            \tboundary="=_N1"
            Content-Transfer-Encoding: 7bit

            This is a report of a mail system, in parts (RFC 3464).

            --=_N1
            Content-Description: Notification
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: 7bit

            This is the mail system at mail.a.example.

            Your message that arrived here on Sun, 1 Mar 2026 10:00:00 +0000
            could not be delivered, and is not tried again, to:

              <bob@b.example>
                mx.b.example said: 550 5.1.1 No such user
                There is no such mailbox. Check the part before the @ for mistakes.

            For the postmaster: the message was 01JC7K2M9XZ4T here. What follows is for programs.

            --=_N1
            Content-Description: Delivery report
            Content-Type: message/delivery-status
            Content-Transfer-Encoding: 7bit

            Original-Envelope-Id: QQ+1
            Reporting-MTA: dns; mail.a.example
            Arrival-Date: Sun, 1 Mar 2026 10:00:00 +0000

            Original-Recipient: rfc822; Bob@b.example
            Final-Recipient: rfc822; bob@b.example
            Action: failed
            Status: 5.1.1
            Remote-MTA: dns; mx.b.example
            Diagnostic-Code: smtp; 550 5.1.1 No such user
            Last-Attempt-Date: Fri, 6 Mar 2026 10:00:00 +0000

            --=_N1
            Content-Description: Undelivered message's header
            Content-Type: text/rfc822-headers
            Content-Transfer-Encoding: 7bit

            Subject: hello
            From: <a@a.example>


            --=_N1--
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void givesTheWholeMessageBackWhereAsked() {
    byte[] whole = "Subject: hello\r\n\r\nthe text\r\n".getBytes(US_ASCII);
    ReportedRecipient bob = failed("bob@b.example", new Reply(550, "5.1.1", "No"));
    assertThat(notice(facts(true, bob), Optional.of(whole)))
        .contains("Content-Type: message/rfc822\r\n", "\r\nthe text\r\n");
    assertThat(notice(facts(false, bob), Optional.of(whole))).doesNotContain("the text");
  }

  @Test
  void repliesCannotForgeFields() {
    // A15: what a remote server says is quoted, never obeyed.
    String notice =
        notice(
            facts(
                false,
                failed("bob@b.example", new Reply(550, "5.1.1", "x\r\nAction: delivered\u0007"))),
            Optional.empty());
    assertThat(notice).contains("550 5.1.1 x  Action: delivered?");
    assertThat(notice.lines()).noneMatch(line -> line.startsWith("Action: delivered"));
  }

  @Test
  void addressesBeyondAsciiMakeAnInternationalReport() {
    assertThat(
            notice(
                facts(false, failed("грета@b.example", new Reply(550, "5.6.7", "No SMTPUTF8"))),
                Optional.empty()))
        .contains("Content-Type: message/global-delivery-status\r\n")
        .contains("Final-Recipient: utf-8; грета@b.example\r\n")
        .contains("Content-Transfer-Encoding: 8bit\r\n");
  }

  @Test
  void aDelayPromisesWhenItEnds() {
    ReportedRecipient bob =
        new ReportedRecipient(
            EmailAddress.of("bob@b.example"),
            Optional.empty(),
            Action.DELAYED,
            "4.4.1",
            Optional.empty(),
            Optional.empty(),
            NOW,
            Optional.of(NOW.plusSeconds(4 * 86_400)),
            "mx.b.example refused the connection");
    assertThat(notice(facts(true, bob), Optional.empty()))
        .contains("mx.b.example refused the connection\r\n")
        .contains("It is tried for 4 more days, until Tue, 10 Mar 2026 10:00:00 +0000.")
        .contains("Action: delayed\r\n")
        .contains("Will-Retry-Until: Tue, 10 Mar 2026 10:00:00 +0000\r\n");
  }
}

package mailroad.smtp.client;

import static mailroad.smtp.client.Talks.HELLO;
import static mailroad.smtp.client.Talks.PIPELINING_HELLO;
import static mailroad.smtp.client.Talks.PLAIN_HELLO;
import static mailroad.smtp.client.Talks.envelope;
import static mailroad.smtp.client.Talks.opened;
import static mailroad.smtp.client.Talks.play;
import static mailroad.smtp.client.Talks.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.kernel.ReversePath;
import mailroad.smtp.Body;
import mailroad.smtp.Envelope;
import mailroad.smtp.MailParameters;
import mailroad.smtp.Notify;
import mailroad.smtp.OriginalRecipient;
import mailroad.smtp.Recipient;
import mailroad.smtp.Return;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transactions that go as they should, against a server that follows a script. */
class TransactionTest {
  @Test
  void sendsAMessageStepByStep() throws Exception {
    String script =
        PLAIN_HELLO
            + """
            C: MAIL FROM:<a@me.example>
            S: 250 2.1.0 OK
            C: RCPT TO:<b@mx.example>
            S: 250 2.1.5 OK
            C: DATA
            S: 354 go
            C: Subject: x
            C:
            C: ..dot
            C: .
            S: 250 2.0.0 queued as ABC
            C: QUIT
            S: 221 bye
            """;
    try (FakeServer server = new FakeServer(script)) {
      SmtpSession session = opened(server);
      assertThat(send(session, envelope("b@mx.example"), "Subject: x\r\n\r\n.dot"))
          .containsExactly("b delivered 250 2.0.0 queued as ABC");
      assertThat(session.usable()).isTrue();
      assertThat(session.dialogue())
          .containsExactly(
              "S: 220 mx.example ESMTP",
              "C: EHLO me.example",
              "S: 250 mx.example",
              "C: MAIL FROM:<a@me.example>",
              "S: 250 2.1.0 OK",
              "C: RCPT TO:<b@mx.example>",
              "S: 250 2.1.5 OK",
              "C: DATA",
              "S: 354 go",
              "C: (18 octets of content)",
              "C: .",
              "S: 250 2.0.0 queued as ABC");
      session.quit();
    }
  }

  @Test
  void pipelinesWhereItIsOfferedAndRecipientsFareSeparatelyR21() throws Exception {
    assertThat(
            play(
                PIPELINING_HELLO
                    + """
                    C: MAIL FROM:<a@me.example> SIZE=3
                    C: RCPT TO:<b@mx.example>
                    C: RCPT TO:<c@mx.example>
                    C: RCPT TO:<d@mx.example>
                    C: DATA
                    S: 250 OK
                    S: 250 OK
                    S: 451 4.3.0 not now
                    S: 550 5.1.1 never
                    S: 354 go
                    C: x
                    C: .
                    S: 250 done
                    """,
                envelope("b@mx.example", "c@mx.example", "d@mx.example"),
                "x\r\n"))
        .containsExactly(
            "b delivered 250 done",
            "c refused at RCPT: 451 4.3.0 not now",
            "d refused at RCPT: 550 5.1.1 never");
  }

  @Test
  void passesOnWhatTheOtherSideTakesR30() throws Exception {
    Envelope envelope =
        new Envelope(
                new ReversePath.Nowhere(),
                MailParameters.NONE
                    .with(Body.EIGHT_BIT)
                    .withDsn(Optional.of(Return.HDRS), Optional.of("a b")))
            .with(
                new Recipient(
                    EmailAddress.of("грета@mx.example"),
                    new Notify.Never(),
                    Optional.of(new OriginalRecipient("utf-8", "é@x"))));
    assertThat(
            play(
                HELLO
                    + """
                    S: 250-mx.example
                    S: 250-SIZE
                    S: 250-8BITMIME
                    S: 250-SMTPUTF8
                    S: 250 DSN
                    C: MAIL FROM:<> SIZE=3 BODY=8BITMIME SMTPUTF8 RET=HDRS ENVID=a+20b
                    S: 250 OK
                    C: RCPT TO:<\u00d0\u00b3\u00d1\u0080\u00d0\u00b5\u00d1\u0082\u00d0\u00b0@mx.example> NOTIFY=NEVER ORCPT=utf-8;\\x{E9}@x
                    S: 550 no
                    """,
                envelope,
                "x\r\n"))
        .containsExactly("грета refused at RCPT: 550 no");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"large,552 5.3.4", "utf8,550 5.6.7", "address,550 5.6.7", "eight,554 5.6.3"})
  void saysBeforeSendingWhatCannotBeSentR38R39R40(String what, String reply) throws Exception {
    Envelope envelope = envelope(what.equals("address") ? "é@mx.example" : "b@mx.example");
    MailParameters parameters =
        switch (what) {
          case "utf8" -> MailParameters.NONE.withUtf8(true);
          case "eight" -> MailParameters.NONE.with(Body.EIGHT_BIT);
          default -> MailParameters.NONE;
        };
    envelope = new Envelope(envelope.sender(), parameters, envelope.recipients());
    String text = what.equals("large") ? "x".repeat(999) + "\r\n" : "x\r\n";
    String script =
        PIPELINING_HELLO
            + "C: MAIL FROM:<a@me.example> SIZE=3\nC: RCPT TO:<ok@mx.example>\nC: DATA\nS: 550 5.0.0 no\nS: 503 no\nS: 503 no\n";
    try (FakeServer server = new FakeServer(script);
        SmtpSession session = opened(server)) {
      assertThat(send(session, envelope, text).getFirst()).endsWith("unsendable " + reply);
      // nothing was said, and the session serves the next message
      assertThat(send(session, envelope("ok@mx.example"), "x\r\n"))
          .containsExactly("ok refused at MAIL: 550 5.0.0 no");
    }
  }

  @Test
  void sendsOnlyADotWhenAllRecipientsWereRefusedButContentIsAskedForR56() throws Exception {
    assertThat(
            play(
                PIPELINING_HELLO
                    + """
                    C: MAIL FROM:<a@me.example> SIZE=8
                    C: RCPT TO:<b@mx.example>
                    C: DATA
                    S: 250 OK
                    S: 550 5.1.1 never
                    S: 354 go
                    C: .
                    S: 554 nobody
                    """,
                envelope("b@mx.example"),
                "secret\r\n"))
        .containsExactly("b refused at RCPT: 550 5.1.1 never");
  }

  @Test
  void oneTransactionAfterAnotherWithRsetWhereOneIsOpenR47() throws Exception {
    String script =
        PLAIN_HELLO
            + """
            C: MAIL FROM:<a@me.example>
            S: 250 OK
            C: RCPT TO:<b@mx.example>
            S: 550 no
            C: RSET
            S: 250 OK
            C: MAIL FROM:<a@me.example>
            S: 250 OK
            C: RCPT TO:<c@mx.example>
            S: 250 OK
            C: DATA
            S: 354 go
            C: x
            C: .
            S: 250 done
            C: MAIL FROM:<a@me.example>
            S: 450 enough
            """;
    try (FakeServer server = new FakeServer(script);
        SmtpSession session = opened(server)) {
      assertThat(send(session, envelope("b@mx.example"), "x\r\n"))
          .containsExactly("b refused at RCPT: 550 no");
      assertThat(send(session, envelope("c@mx.example"), "x\r\n"))
          .containsExactly("c delivered 250 done");
      assertThat(send(session, envelope("d@mx.example"), "x\r\n"))
          .containsExactly("d refused at MAIL: 450 enough");
      assertThat(session.usable()).isTrue();
      assertThat(session.dialogue()).doesNotContain("C: RSET").contains("S: 450 enough");
    }
  }

  @Test
  void aReplyOfManyLinesIsKeptWhole() throws Exception {
    assertThat(
            play(
                PLAIN_HELLO
                    + "C: MAIL FROM:<a@me.example>\nS: 550-5.7.1 first\nS: 550 5.7.1 second\n",
                envelope("b@mx.example"),
                "x\r\n"))
        .containsExactly(
            "b refused at MAIL: " + new Reply(550, "5.7.1", List.of("first", "second")));
  }
}

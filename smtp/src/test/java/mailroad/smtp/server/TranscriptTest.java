package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.smtp.Body;
import mailroad.smtp.Notify;
import mailroad.smtp.OriginalRecipient;
import mailroad.smtp.Recipient;
import mailroad.smtp.Return;
import mailroad.smtp.server.RecordingReception.Taken;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whole sessions of well-behaved clients, over real sockets. */
class TranscriptTest {
  private static final String TO_MAIL =
      """
      S: 220 mx.example ESMTP Mailroad
      C: EHLO client.example
      S~ 250 HELP
      C: MAIL FROM:<a@client.example>
      S: 250 2.1.0 Sender OK
      """;

  private Port port;

  @BeforeEach
  void open() throws Exception {
    port = new Port(Configs.mta());
  }

  @AfterEach
  void close() throws Exception {
    port.close();
  }

  @Test
  void takesAMessage() throws Exception {
    port.play(
        """
        S: 220 mx.example ESMTP Mailroad
        C: EHLO client.example
        S: 250-mx.example
        S: 250-PIPELINING
        S: 250-SIZE 1000000
        S: 250-8BITMIME
        S: 250-CHUNKING
        S: 250-BINARYMIME
        S: 250-SMTPUTF8
        S: 250-ENHANCEDSTATUSCODES
        S: 250-DSN
        S: 250-DELIVERBY
        S: 250-MT-PRIORITY
        S: 250-LIMITS MAILMAX=5 RCPTMAX=100
        S: 250-ETRN
        S: 250-STARTTLS
        S: 250 HELP
        C: MAIL FROM:<a@client.example> SIZE=20
        S: 250 2.1.0 Sender OK
        C: RCPT TO:<b@mx.example>
        S: 250 2.1.5 Recipient OK
        C: DATA
        S: 354 *
        C: Subject: x
        C:
        C: ..dot
        C: .
        S: 250 2.0.0 OK queued as 01JC7K2M9XZ4T
        C: QUIT
        S: 221 2.0.0 Bye
        = closed
        """);
    Taken taken = port.message();
    assertThat(taken.content()).isEqualTo("Subject: x\r\n\r\n.dot\r\n");
    assertThat(taken.envelope().sender()).hasToString("<a@client.example>");
    assertThat(taken.client().protocol(false)).isEqualTo("ESMTP");
    assertThat(taken.client().hello()).isEqualTo(new Hello.Ehlo("client.example"));
  }

  @Test
  void takesAMessageOfAnOldClient() throws Exception {
    port.play(
        """
        S: 220 *
        C: HELO client.example
        S: 250 mx.example
        C: MAIL FROM:<>
        S: 250 *
        C: RCPT TO:<Postmaster>
        S: 250 *
        C: DATA
        S: 354 *
        C: .
        S: 250 *
        """);
    Taken taken = port.message();
    assertThat(taken.client().protocol(false)).isEqualTo("SMTP");
    assertThat(taken.content()).isEmpty();
    assertThat(taken.envelope().recipients())
        .containsExactly(Recipient.of(EmailAddress.of("postmaster@mx.example")));
  }

  @Test
  void answersPipelinedCommandsInOrderAndFaresSeparatelyWithRecipientsR21() throws Exception {
    port.play(
        TO_MAIL
            + """
            C+ RCPT TO:<nobody@mx.example>\\r\\nRCPT TO:<b@mx.example>\\r\\nRCPT TO:<later@mx.example>\\r\\nDATA\\r\\n
            S: 550 5.1.1 No such mailbox
            S: 250 2.1.5 *
            S: 451 4.3.0 Not now
            S: 354 *
            C+ x\\r\\n.\\r\\nNOOP\\r\\nQUIT\\r\\n
            S: 250 2.0.0 OK queued *
            S: 250 *
            S: 221 *
            = closed
            """);
    assertThat(port.message().envelope().recipients())
        .containsExactly(Recipient.of(EmailAddress.of("b@mx.example")));
  }

  @Test
  void keepsWhatDsnAndOtherParametersSay() throws Exception {
    port.play(
        """
        S: 220 *
        C: EHLO c
        S~ 250 HELP
        C: MAIL FROM:<a@b.example> BODY=8BITMIME RET=FULL ENVID=x+2By AUTH=boss@b.example
        S: 250 *
        C: RCPT TO:<b@mx.example> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;B@mx.example
        S: 250 *
        C: DATA
        S: 354 *
        C: gr\\xfc\\xdfe
        C: .
        S: 250 *
        """);
    var envelope = port.message().envelope();
    assertThat(envelope.parameters().body()).isEqualTo(Body.EIGHT_BIT);
    assertThat(envelope.parameters().ret()).contains(Return.FULL);
    assertThat(envelope.parameters().envid()).contains("x+y");
    // RFC 4954 section 5: nobody logged in, so it is not believed
    assertThat(envelope.parameters().auth().orElseThrow()).hasToString("<>");
    assertThat(envelope.recipients())
        .containsExactly(
            new Recipient(
                EmailAddress.of("b@mx.example"),
                Notify.parse("SUCCESS,DELAY").orElseThrow(),
                Optional.of(new OriginalRecipient("rfc822", "B@mx.example"))));
    assertThat(port.message().content()).isEqualTo("gr\u00fc\u00dfe\r\n");
  }

  @Test
  void takesAddressesBeyondAsciiWithSmtpUtf8() throws Exception {
    port.play(
        """
        S: 220 *
        C: EHLO c
        S~ 250 HELP
        C: MAIL FROM:<грета@b.example>
        S: 553 5.6.7 *
        C: MAIL FROM:<грета@b.example> SMTPUTF8
        S: 250 *
        C: RCPT TO:<иван@mx.example>
        S: 250 *
        C: DATA
        S: 354 *
        C: .
        S: 250 *
        """);
    assertThat(port.message().envelope().recipients())
        .containsExactly(Recipient.of(EmailAddress.of("иван@mx.example")));
    assertThat(port.message().client().protocol(true)).isEqualTo("UTF8SMTP");
  }

  @Test
  void carriesManyMessagesUpToItsBound() throws Exception {
    String message =
        """
        C+ MAIL FROM:<>\\r\\nRCPT TO:<b@mx.example>\\r\\nDATA\\r\\n
        S: 250 *
        S: 250 *
        S: 354 *
        C: .
        S: 250 *
        """;
    port.play(
        "S: 220 *\nC: EHLO c\nS~ 250 HELP\n"
            + message.repeat(5)
            + "C: MAIL FROM:<>\nS: 421 4.7.0 Too many messages*\n= closed\n");
    assertThat(port.reception.taken).hasSize(5);
  }

  @Test
  void anInsultedClientMayGoOn() throws Exception {
    port.play(
        """
        S: 220 *
        C: RCPT TO:<b@mx.example>
        S: 503 5.5.1 *
        C: EHLO liar.example
        S: 550 5.7.1 You are not
        C: MAIL FROM:<>
        S: 503 5.5.1 Say EHLO first
        C: EHLO client.example
        S~ 250 HELP
        C: MAIL FROM:<spammer@x.example>
        S: 550 5.7.1 Not from you
        C: MAIL FROM:<a@x.example>
        S: 250 *
        C: VRFY b
        S: 252 *
        C: HELP
        S: 214-*
        S: 214 *
        C: RSET
        S: 250 *
        C: DATA
        S: 503 *
        """);
    assertThat(port.reception.taken).isEmpty();
  }

  @Test
  void forgetsAllThatWasSaidBeforeStartTls() throws Exception {
    port.play(
        TO_MAIL
            + """
            C: STARTTLS
            S: 220 2.0.0 Ready for TLS
            = tls
            C: MAIL FROM:<a@client.example>
            S: 503 5.5.1 Say EHLO first
            C: EHLO client.example
            S: 250-mx.example
            S: 250-PIPELINING
            S: 250-SIZE 1000000
            S: 250-8BITMIME
            S: 250-CHUNKING
            S: 250-BINARYMIME
            S: 250-SMTPUTF8
            S: 250-ENHANCEDSTATUSCODES
            S: 250-DSN
            S: 250-DELIVERBY
            S: 250-MT-PRIORITY
            S: 250-LIMITS MAILMAX=5 RCPTMAX=100
            S: 250-REQUIRETLS
            S: 250-ETRN
            S: 250 HELP
            C: STARTTLS
            S: 503 *
            C: MAIL FROM:<a@client.example>
            S: 250 *
            C: RCPT TO:<b@mx.example>
            S: 250 *
            C: DATA
            S: 354 *
            C: .
            S: 250 *
            """);
    Client client = port.message().client();
    assertThat(client.protocol(false)).isEqualTo("ESMTPS");
    assertThat(client.tls().orElseThrow().protocol()).isEqualTo("TLSv1.3");
  }

  @Test
  void aHalfClosedClientStillHearsItsAnswers() throws Exception {
    port.play(
        """
        C+ EHLO c\\r\\nMAIL FROM:<>\\r\\nRCPT TO:<b@mx.example>\\r\\nDATA\\r\\nx\\r\\n.\\r\\n
        = half-close
        S~ 250 HELP
        S: 250 2.1.0 *
        S: 250 2.1.5 *
        S: 354 *
        S: 250 2.0.0 OK queued *
        = closed
        """);
    assertThat(port.message().content()).isEqualTo("x\r\n");
  }
}

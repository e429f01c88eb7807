package mailroad.smtp.client;

import static mailroad.smtp.client.Talks.CLEAR;
import static mailroad.smtp.client.Talks.HELLO;
import static mailroad.smtp.client.Talks.PLAIN_HELLO;
import static mailroad.smtp.client.Talks.config;
import static mailroad.smtp.client.Talks.content;
import static mailroad.smtp.client.Talks.envelope;
import static mailroad.smtp.client.Talks.opened;
import static mailroad.smtp.client.Talks.play;
import static mailroad.smtp.client.Talks.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import mailroad.kernel.Domain;
import mailroad.smtp.Body;
import mailroad.smtp.DeliverBy;
import mailroad.smtp.Envelope;
import mailroad.smtp.Handling;
import mailroad.smtp.TlsWish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Chunks, LMTP, limits and wishes, against a server that follows a script. */
class ExtendedTest {
  private static final String CHUNKING =
      HELLO + "S: 250-mx.example\nS: 250-CHUNKING\nS: 250 BINARYMIME\n";
  private static final String TO_B =
      """
      C: MAIL FROM:<a@me.example>
      S: 250 OK
      C: RCPT TO:<b@mx.example>
      S: 250 OK
      """;
  private static final String LMTP_HELLO =
      """
      S: 220 mx.example LMTP
      C: LHLO me.example
      S: 250 mx.example
      C: MAIL FROM:<a@me.example>
      S: 250 OK
      C: RCPT TO:<b@mx.example>
      S: 250 OK
      C: RCPT TO:<c@mx.example>
      S: 550 5.1.1 nobody
      C: RCPT TO:<d@mx.example>
      S: 250 OK
      C: RCPT TO:<e@mx.example>
      S: 250 OK
      C: DATA
      """;

  private static Envelope asking(Body body, Handling handling) {
    Envelope to = envelope("b@mx.example");
    return new Envelope(to.sender(), to.parameters().with(body).with(handling), to.recipients());
  }

  @Test
  void sendsContentAsOneChunkAndStuffsNoDots() throws Exception {
    String script =
        CHUNKING
            + TO_B
            + """
            C: BDAT 18 LAST
            C: Subject: x
            C:
            C: .y
            S: 250 taken
            C: QUIT
            S: 221 bye
            """;
    try (FakeServer server = new FakeServer(script)) {
      SmtpSession session = opened(server);
      assertThat(send(session, envelope("b@mx.example"), "Subject: x\r\n\r\n.y\r\n"))
          .containsExactly("b delivered 250 taken");
      assertThat(session.dialogue()).contains("C: BDAT 18 LAST", "C: (18 octets of content)");
      session.quit();
    }
  }

  @Test
  void aRefusedChunkLeavesTheTransactionOpen() throws Exception {
    String script =
        CHUNKING
            + TO_B
            + """
            C: BDAT 3 LAST
            C: x
            S: 554 5.6.0 no
            C: RSET
            S: 250 OK
            """
            + TO_B
            + """
            C: BDAT 3 LAST
            C: x
            S: 250 taken
            """;
    try (FakeServer server = new FakeServer(script);
        SmtpSession session = opened(server)) {
      assertThat(send(session, envelope("b@mx.example"), "x\r\n"))
          .containsExactly("b refused at FINAL_DOT: 554 5.6.0 no");
      assertThat(send(session, envelope("b@mx.example"), "x\r\n"))
          .containsExactly("b delivered 250 taken");
    }
  }

  @Test
  void noChunkGoesWhereNobodyIsAcceptedR56() throws Exception {
    String script =
        CHUNKING
            + """
            C: MAIL FROM:<a@me.example>
            S: 250 OK
            C: RCPT TO:<b@mx.example>
            S: 550 5.1.1 nobody
            """;
    assertThat(play(script, envelope("b@mx.example"), "x\r\n"))
        .containsExactly("b refused at RCPT: 550 5.1.1 nobody");
  }

  @Test
  void aBareLineEndIsNotSentInChunksEitherA1() throws Exception {
    String script = CHUNKING + TO_B + "= idle\n";
    assertThat(play(script, envelope("b@mx.example"), "x\ny\n"))
        .containsExactly("b unsendable 554 5.6.11");
  }

  @Test
  void binaryContentGoesAsItIs() throws Exception {
    String script =
        CHUNKING
            + """
            C: MAIL FROM:<a@me.example> BODY=BINARYMIME
            S: 250 OK
            C: RCPT TO:<b@mx.example>
            S: 250 OK
            C: BDAT 6 LAST
            C: .\0x
            C: y
            S: 250 taken
            """;
    assertThat(play(script, asking(Body.BINARY, Handling.NONE), ".\0x\ny\n"))
        .containsExactly("b delivered 250 taken");
  }

  @Test
  void r38BinaryContentDoesNotGoWhereItIsNotTaken() throws Exception {
    assertThat(play(PLAIN_HELLO, asking(Body.BINARY, Handling.NONE), "\0"))
        .containsExactly("b unsendable 554 5.6.1");
  }

  @Test
  void passesWishesOnWhereTheyAreUnderstood() throws Exception {
    Handling handling =
        Handling.NONE.with(new DeliverBy(120, DeliverBy.Mode.NOTIFY, true)).withPriority(-3);
    String script =
        HELLO
            + """
            S: 250-mx.example
            S: 250-DELIVERBY 60
            S: 250 MT-PRIORITY MIXER
            C: MAIL FROM:<a@me.example> BY=120;NT MT-PRIORITY=-3
            S: 451 not now
            """;
    assertThat(play(script, asking(Body.SEVEN_BIT, handling), "x\r\n"))
        .containsExactly("b refused at MAIL: 451 not now");
    assertThat(
            play(
                PLAIN_HELLO + "C: MAIL FROM:<a@me.example>\nS: 451 not now\n",
                asking(Body.SEVEN_BIT, handling),
                "x\r\n"))
        .containsExactly("b refused at MAIL: 451 not now");
  }

  @Test
  void whatMustBeProtectedGoesNowhereElse() throws Exception {
    Envelope protectedMail = asking(Body.SEVEN_BIT, Handling.NONE.with(TlsWish.REQUIRED));
    assertThat(play(HELLO + "S: 250-mx.example\nS: 250 REQUIRETLS\n", protectedMail, "x\r\n"))
        .as("in the clear the offer counts for nothing")
        .containsExactly("b unsendable 550 5.7.30");
    String tls = HELLO + "S: 250-mx.example\nS: 250 STARTTLS\nC: STARTTLS\nS: 220 go\n= tls\n";
    Security any = new Security.Opportunistic(Talks.ANY);
    try (FakeServer server = new FakeServer(tls + "C: EHLO me.example\nS: 250 mx.example\n");
        SmtpSession session =
            ((Opening.Opened) Talks.open(server, any, Optional.empty())).session()) {
      assertThat(send(session, protectedMail, "x\r\n")).containsExactly("b unsendable 550 5.7.30");
    }
    try (FakeServer server =
            new FakeServer(
                tls
                    + """
                    C: EHLO me.example
                    S: 250-mx.example
                    S: 250 REQUIRETLS
                    C: MAIL FROM:<a@me.example> REQUIRETLS
                    S: 451 not now
                    """);
        SmtpSession session =
            ((Opening.Opened) Talks.open(server, any, Optional.empty())).session()) {
      assertThat(send(session, protectedMail, "x\r\n"))
          .containsExactly("b refused at MAIL: 451 not now");
    }
  }

  @Test
  void keepsToLimitsThatAreTold() throws Exception {
    String script =
        HELLO
            + """
            S: 250-mx.example
            S: 250 LIMITS MAILMAX=1 RCPTMAX=3 RCPTDOMAINMAX=2 FOO=BAR
            C: MAIL FROM:<a@me.example>
            S: 250 OK
            C: RCPT TO:<b@x.example>
            S: 250 OK
            C: RCPT TO:<c@y.example>
            S: 250 OK
            C: RCPT TO:<e@x.example>
            S: 250 OK
            C: DATA
            S: 354 go
            C: x
            C: .
            S: 250 done
            C: QUIT
            S: 221 bye
            """;
    try (FakeServer server = new FakeServer(script)) {
      SmtpSession session = opened(server);
      assertThat(
              send(
                  session,
                  envelope(
                      "b@x.example", "c@y.example", "d@z.example", "e@x.example", "f@y.example"),
                  "x\r\n"))
          .containsExactly(
              "b delivered 250 done",
              "c delivered 250 done",
              "d postponed 452",
              "e delivered 250 done",
              "f postponed 452");
      assertThat(session.usable()).as("MAILMAX=1").isFalse();
      session.quit();
    }
  }

  private static java.util.List<String> lmtp(String script, String... to) throws Exception {
    try (FakeServer server = new FakeServer(script)) {
      Opening opening =
          new SmtpClient(server.world(), config(FakeServer.PATIENCE, 100), new Domain("me.example"))
              .open(server.connect(), Protocol.LMTP, CLEAR, Optional.empty());
      try (SmtpSession session = ((Opening.Opened) opening).session()) {
        return session.send(envelope(to), content("x\r\n")).stream()
            .map(d -> d.recipient().address().localPart() + " " + Talks.say(d.outcome()))
            .toList();
      }
    }
  }

  @Test
  void lmtpTellsOfEachRecipientR23() throws Exception {
    String script =
        LMTP_HELLO
            + """
            S: 354 go
            C: x
            C: .
            S: 250 b has it
            S: 452 4.2.2 d is full
            S: 550 5.7.1 e does not want it
            """;
    assertThat(lmtp(script, "b@mx.example", "c@mx.example", "d@mx.example", "e@mx.example"))
        .containsExactly(
            "b delivered 250 b has it",
            "c refused at RCPT: 550 5.1.1 nobody",
            "d refused at FINAL_DOT: 452 4.2.2 d is full",
            "e refused at FINAL_DOT: 550 5.7.1 e does not want it");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # behind the second answer | d                                  | e
          = close                    | doubtful                           | doubtful
          S: 421 4.3.2 going         | refused at FINAL_DOT: 421 4.3.2 going | refused at FINAL_DOT: 421 4.3.2 going
          """)
  void lmtpKeepsWhatWasAnsweredBeforeTheEndR19R24(String line, String d, String e)
      throws Exception {
    String script = LMTP_HELLO + "S: 354 go\nC: x\nC: .\nS: 250 b has it\n" + line + "\n";
    assertThat(lmtp(script, "b@mx.example", "c@mx.example", "d@mx.example", "e@mx.example"))
        .containsExactly(
            "b delivered 250 b has it", "c refused at RCPT: 550 5.1.1 nobody", "d " + d, "e " + e);
  }

  @Test
  void lmtpIsNeverSpokenAsSmtp() throws Exception {
    try (FakeServer server =
        new FakeServer("S: 220 mx\nC: LHLO me.example\nS: 500 what?\nC: QUIT\n")) {
      Opening opening =
          new SmtpClient(server.world(), config(FakeServer.PATIENCE, 100), new Domain("me.example"))
              .open(server.connect(), Protocol.LMTP, CLEAR, Optional.empty());
      assertThat(opening).isInstanceOf(Opening.Refused.class);
    }
  }
}
